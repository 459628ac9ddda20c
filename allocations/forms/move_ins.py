"""The entry into a dwelling: its days, a step noted at another date, what an agreement changes."""

from typing import Any

from django import forms

from allocations.models import MoveIn, MoveInStepTerms
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, PastDateField


class MoveInDatesForm(ActForm):
    signature_on = DateField(label="Signature du bail prévue le", required=False)
    keys_on = DateField(label="Remise des clés prévue le", required=False)

    def __init__(self, *args: Any, entry: MoveIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"signature_on": entry.signature_on, "keys_on": entry.keys_on}


class StepDoneForm(ActForm):
    on = PastDateField(label="Fait le")
    referent_present = forms.BooleanField(label="Le référent était présent", required=False)

    def __init__(self, *args: Any, asks_referent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_referent:
            del self.fields["referent_present"]


class StepTermsForm(ActModelForm):
    class Meta:
        model = MoveInStepTerms
        fields = ("offset_days", "amount", "left_out")
        help_texts = {
            "offset_days": "Vide : le délai commun. Négatif : avant le jour dont l'étape dépend.",
            "amount": "Vide : le montant commun, s'il y en a un.",
            "left_out": "Ne concerne que les entrées à venir.",
        }
