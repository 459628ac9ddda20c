"""A visit or a contact: planned, then logged."""

from django import forms

from accompaniment.models import (
    Theme,
    Visit,
)
from lodabord.kernel.forms import ActForm, DateField, FactsField, TimeField


class VisitForm(ActForm):
    """Log a visit or a contact: the defaults are right for the common case."""

    kind = forms.ChoiceField(label="Nature", choices=Visit.Kind.choices)
    status = forms.ChoiceField(
        label="Ce qu'il en a été", widget=forms.RadioSelect,
        choices=[one for one in Visit.Status.choices if one[0] != Visit.Status.PLANNED],
    )  # fmt: skip
    on = DateField(label="Date")
    at = TimeField(label="Heure", required=False)
    duration_minutes = forms.IntegerField(label="Durée (minutes)", min_value=1, max_value=600, required=False)
    themes = forms.MultipleChoiceField(
        label="Thèmes", choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    report = FactsField(label="Compte rendu", max_length=6000, required=False, rows=5)
    person_says = FactsField(label="Ce que dit la personne", max_length=3000, required=False, rows=2, help_text="")
    next_steps = forms.CharField(
        label="Suites : qui fait quoi, pour quand", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    alert = forms.ChoiceField(label="Alerte", choices=Visit.Alert.choices, required=False)
    plan_next = forms.BooleanField(
        label="Prévoir la prochaine visite à domicile, même jour et même heure la semaine suivante", required=False
    )


class PlanForm(ActForm):
    kind = forms.ChoiceField(label="Nature", choices=Visit.Kind.choices, initial=Visit.Kind.HOME)
    on = DateField(label="Date")
    at = TimeField(label="Heure", required=False)
