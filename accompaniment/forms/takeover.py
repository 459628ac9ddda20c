"""A household taken over from an earlier follow-up."""

from itertools import pairwise
from typing import Any

from django import forms

from households.models import Case
from lodabord.kernel.forms import ActForm, DateField


class TakeOverForm(ActForm):
    """A household already under way: one form, its past dates, at whatever stage it is."""

    track = forms.ChoiceField(label="Volet", choices=Case.Track.choices)
    civility = forms.ChoiceField(
        label="Civilité", choices=[("ms", "Mme"), ("mr", "M."), ("unspecified", "Non précisé")]
    )
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)
    dependants = forms.IntegerField(label="Enfants à charge", min_value=0, max_value=15, initial=0)
    stage = forms.ChoiceField(label="Où en est-il aujourd'hui ?")
    opened_on = DateField(label="Orientation ou repérage le")
    prediagnosed_on = DateField(label="Pré-diagnostic le", required=False)
    precal_accepted_on = DateField(label="Retenu en pré-CAL ou en arbitrage le", required=False)
    prep_started_on = DateField(label="Préparation commencée le", required=False)
    prep_ended_on = DateField(label="Préparation terminée le", required=False)
    lease_signed_on = DateField(label="Bail signé le", required=False)
    moved_in_on = DateField(label="Entrée dans le logement, ou début de l'accompagnement, le", required=False)
    order_exception = forms.CharField(
        label="Si les dates ne se suivent pas : pourquoi", max_length=300, required=False,
        help_text="Des dates dans un ordre inhabituel sont signalées ; avec ce motif elles sont acceptées.",
    )  # fmt: skip

    DATES = ("opened_on", "prediagnosed_on", "precal_accepted_on", "prep_started_on", "prep_ended_on", "lease_signed_on",
             "moved_in_on")  # fmt: skip

    def __init__(self, *args: Any, stages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        dated = [(name, told[name]) for name in self.DATES if told.get(name)]
        for (_, earlier), (name, later) in pairwise(dated):
            if later < earlier and not told.get("order_exception"):
                self.add_error(name, "Cette date précède la précédente : vérifiez-la, ou indiquez pourquoi plus bas.")
        return told
