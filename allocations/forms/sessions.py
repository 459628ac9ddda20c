"""Pré-CAL: the calendar, the room, the decision."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose, reasons
from allocations.models import PreCalDecision
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, ActModelForm, DateField


class YearForm(ActForm):
    first = DateField(label="Première séance")
    year = forms.IntegerField(label="Année", min_value=2020, max_value=2100)


class MoveForm(ActForm):
    on = DateField(label="Nouvelle date")
    reason = forms.CharField(label="Motif du report", max_length=200)


class CancelForm(ActForm):
    reason = forms.CharField(label="Motif de l'annulation", max_length=200)


class HoldForm(ActForm):
    """Who came."""

    present: Any = forms.ModelMultipleChoiceField(
        label="Présents", queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "present", people)


class DecisionForm(ActModelForm):
    """What the partners decide of a candidature; fields needed by each outcome are told in their help."""

    class Meta:
        model = PreCalDecision
        fields = (
            "outcome", "reason", "missing_element", "reexamine_on", "conditions", "destination", "person_informed_on",
        )  # fmt: skip
        help_texts = {
            "reason": "Pour « Non retenu ». La demande de logement social reste active.",
            "missing_element": "Pour « Ajourné » : ce qui manque pour décider.",
            "reexamine_on": "Pour « Ajourné » : la séance où l'on y revient.",
            "destination": "Pour « Réorienté » : vers qui.",
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", reasons(RefusalReason.Kind.PRECAL, today))
