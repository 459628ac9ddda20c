"""Offers and their answers."""

from datetime import date
from typing import Any

from django import forms

from allocations.forms.shared import choose, reasons
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, PastDateField


class OfferForm(ActForm):
    on = PastDateField(
        label="Offre notifiée le",
        help_text="Le ménage a au moins dix jours pour répondre, le jour de la notification non compté (CCH R441-10).",
    )


class RefusalForm(ActForm):
    on = PastDateField(label="Refus reçu le")
    reason = forms.ModelChoiceField(label="Motif donné par le ménage", queryset=RefusalReason.objects.none())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", reasons(RefusalReason.Kind.OFFER, today))


class LapseForm(ActForm):
    cause = forms.CharField(
        label="Pourquoi l'offre tombe", max_length=200, help_text="Par exemple : travaux, logement repris."
    )
