"""A visit or a contact: logged, completed, postponed; and the next one, accepted."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms

from accompaniment.forms.next_steps import ROWS, step_fields, steps_told
from accompaniment.models import Present, Theme, Visit
from lodabord.kernel.forms import ActForm, DateField, FactsField, TimeField

STATUSES = [one for one in Visit.Status.choices if one[0] != Visit.Status.PLANNED]
FIRST = ("status", "on", "at", "new_on", "new_at")
"""What is under the eyes; everything else is under « Compléter »."""


class VisitForm(ActForm):
    """Log a visit or a contact: the defaults are right for the common case."""

    status = forms.ChoiceField(label="Ce qu'il en a été", widget=forms.RadioSelect, choices=STATUSES)
    on = DateField(label="Date")
    at = TimeField(label="Heure", required=False)
    new_on = DateField(label="Si reportée : nouvelle date", required=False)
    new_at = TimeField(label="À quelle heure", required=False)
    kind = forms.ChoiceField(label="Nature", choices=Visit.Kind.choices)
    duration_minutes = forms.IntegerField(label="Durée (minutes)", min_value=1, max_value=600, required=False)
    contact_made = forms.TypedChoiceField(
        label="Contact établi", required=False, widget=forms.RadioSelect, empty_value=None,
        choices=[("", "Selon l'état"), ("oui", "Oui"), ("non", "Non")], coerce=lambda told: told == "oui",
    )  # fmt: skip
    present = forms.MultipleChoiceField(
        label="Présents", choices=Present.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes", choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    report = FactsField(label="Compte rendu", max_length=6000, required=False, rows=5)
    person_says = FactsField(
        label="Ce que dit la personne", max_length=3000, required=False, rows=2, help_text="Ses mots, si possible."
    )
    alert = forms.ChoiceField(label="Alerte", choices=Visit.Alert.choices, required=False)
    to_landlord = forms.BooleanField(
        label="À transmettre au bailleur", required=False,
        help_text="Ouvre ensuite une demande à écrire. Rien de ce compte rendu n'est repris, et rien ne part sans vous.",
    )  # fmt: skip

    def __init__(self, *args: Any, team: list[tuple[str, str]], may_ask_landlord: bool, unfolded: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.unfolded = unfolded
        self.team = team
        self.fields.update(step_fields(team))
        if not may_ask_landlord:
            del self.fields["to_landlord"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        postponed = told.get("status") == Visit.Status.POSTPONED != self.initial.get("status")
        if postponed and not told.get("new_on") and "new_on" not in self.errors:
            self.add_error("new_on", "Une visite reportée indique sa nouvelle date.")
        told["steps"] = steps_told(self, told)
        return told

    @property
    def helper(self) -> FormHelper:
        """The essential first; the rest unfolds, and is open when something there needs to be mended."""
        helper = super().helper
        wrong = any(name in self.errors for name in self.fields if name not in FIRST)
        shown = " open" if self.unfolded or wrong else ""
        moved = " open" if "new_on" in self.errors else ""
        steps = [
            Div(*[f"step_{part}_{row}" for part in ("what", "who", "partner", "due")], css_class="lo-step-row")
            for row in range(1, ROWS + 1)
        ]
        helper.layout = Layout(
            Div("status", css_class="lo-tiles lo-targets"),
            Div("on", "at", css_class="lo-pair"),
            HTML(f'<details class="lo-at-hand"{moved}><summary>Reportée : la nouvelle date</summary>'),
            Div("new_on", "new_at", css_class="lo-pair"),
            HTML(f'</details><details class="lo-at-hand"{shown}><summary>Compléter</summary>'),
            "kind",
            Div("themes", css_class="lo-chips"),
            *("report", "person_says"),
            HTML("<fieldset><legend>Suites : qui fait quoi, pour quand</legend>"),
            *steps,
            HTML("</fieldset>"),
            *[name for name in ("alert", "to_landlord") if name in self.fields],
            Div("present", css_class="lo-chips"),
            "duration_minutes",
            Div("contact_made", css_class="lo-chips"),
            HTML("</details>"),
        )
        return helper


class PostponementForm(ActForm):
    """« Reportée »: to when."""

    new_on = DateField(label="Nouvelle date")
    new_at = TimeField(label="Heure", required=False)


class NextVisitForm(ActForm):
    """Another day than the one proposed."""

    on = DateField(label="Autre date")
    at = TimeField(label="Heure", required=False)
