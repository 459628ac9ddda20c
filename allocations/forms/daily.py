"""The two daily channels: the landlord's answers, and its « points locatifs »."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose
from allocations.models import RentalPoint
from households.models import Case
from lodabord.kernel.forms import ActForm, FactsField, PastDateField

READ_BY_ASSOCIATION = "L'association lira cette réponse et pourra la dire à la personne."


class CompletionForm(ActForm):
    on = PastDateField(label="Fait le")
    answer = forms.CharField(label="Réponse", max_length=200, required=False, help_text=READ_BY_ASSOCIATION)


class RequestRefusalForm(ActForm):
    on = PastDateField(label="Réponse du")
    reason = forms.CharField(label="Motif du refus", max_length=200, help_text=READ_BY_ASSOCIATION)


class CaseChoice(forms.ModelChoiceField):
    """Cases by code and known name, as the reader may see them."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.household.code} · {obj.household.known_as}"


class RentalPointForm(ActForm):
    case = CaseChoice(label="Ménage", queryset=Case.objects.none())
    kind = forms.ChoiceField(label="Objet", choices=RentalPoint.Kind.choices)
    facts = FactsField(
        label="Faits", max_length=400, required=False, rows=3,
        help_text="Des faits de l'occupation, datés. La personne peut demander à les lire.",
    )  # fmt: skip

    def __init__(self, *args: Any, cases: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "case", cases)
