"""Pré-CAL in session: the decision, who does what by when, the correction, the answer to the prescriber."""

from datetime import date
from typing import Any

from django import forms

from allocations.forms.shared import choose, reasons
from allocations.models import DecidedAction, PreCalDecision, PreCalRectification
from allocations.models.entry_decision import REMAINS_ACTIVE, EntryDecision, Outcome
from households.models import PrescriberAnswer, RefusalReason
from lodabord.kernel.forms import FACTS, ActForm, ActModelForm, DateField
from lodabord.partners.models import Professional

FIELDS_OF = {
    Outcome.DEFERRED: ("missing_element", "reexamine_on"),
    Outcome.NOT_SELECTED: ("reason", "reason_detail"),
    Outcome.REDIRECTED: ("destination",),
}
"""The fields each outcome needs; those of another outcome are emptied when it changes."""
HELP = {
    "reason": f"Pour « Non retenu ». {REMAINS_ACTIVE}",
    "reason_detail": f"Facultatif. {FACTS}",
    "missing_element": "Pour « Ajourné » : ce qui manque pour décider.",
    "reexamine_on": "Pour « Ajourné » : la séance où l'on y revient.",
    "destination": "Pour « Réorienté » : vers qui.",
    "conditions": "Par exemple : sous réserve de l'avis d'imposition.",
}


class EntryForm(ActModelForm):
    """What the partners decide of a candidature."""

    def __init__(self, *args: Any, today: date, sessions: list[date] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", reasons(RefusalReason.Kind.PRECAL, today))
        self.fields["outcome"].widget = forms.RadioSelect(choices=Outcome.choices)
        self.fields["outcome"].choices = Outcome.choices  # type: ignore[attr-defined]
        self.sessions = sessions or []

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = told.get("outcome")
        for other, names in FIELDS_OF.items():
            for name in names if other != outcome else ():
                told[name] = None if name in ("reason", "reexamine_on") else ""
        return told

    def content(self) -> dict[str, Any]:
        """What the verb saves."""
        return {name: self.cleaned_data[name] for name in EntryDecision.CONTENT}


class DecisionForm(EntryForm):
    """Written in session, on the version that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = PreCalDecision
        fields = EntryDecision.CONTENT
        help_texts = HELP

    def _post_clean(self) -> None:
        """The record's own constraints speak when it is saved, by its verb."""


class RectificationForm(EntryForm):
    """What is corrected, and why."""

    field_order = ("why", *EntryDecision.CONTENT)

    class Meta:
        model = PreCalRectification
        fields = ("why", *EntryDecision.CONTENT)
        help_texts = {
            **HELP,
            "why": "Par exemple : erreur de saisie, élément connu après la séance. Imprimé au relevé.",
        }

    def _post_clean(self) -> None:
        """The record's own constraints speak when it is saved, by its verb."""


class ActionForm(ActForm):
    """Who does what by when. « Qui » is a partner, or somebody by name."""

    what = forms.CharField(label="Quoi", max_length=200, help_text="Lu par les deux partenaires.")
    who = forms.ChoiceField(label="Qui")
    due_on = DateField(label="Pour le")

    def __init__(self, *args: Any, among: dict[Professional, Any], sides: dict[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): (person, sides[organisation]) for person, organisation in among.items()}
        named = [(key, str(person)) for key, (person, _) in self._people.items()]
        self.fields["who"].choices = [*DecidedAction.Side.choices, ("Par son nom", named)]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What the verb keeps."""
        who = self.cleaned_data["who"]
        person, side = self._people.get(who, (None, who))
        return {
            "what": self.cleaned_data["what"],
            "due_on": self.cleaned_data["due_on"],
            "responsible": person,
            "side": side,
        }


class AnswerForm(ActModelForm):
    """What the prescriber will read."""

    class Meta:
        model = PrescriberAnswer
        fields = ("outcome", "reason", "alternative")
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "reason": f"Lu par le prescripteur, pas par le bailleur. {FACTS}",
            "alternative": "Facultatif : par exemple un autre dispositif, avec qui prendre contact.",
        }
