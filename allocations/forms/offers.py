"""Offers and their answers; the viewing that comes before; the announcement of a result."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose, reasons
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, DateField, PastDateField
from lodabord.partners.models import Professional


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
        label="Pourquoi le logement n'est plus disponible",
        max_length=200,
        help_text="Par exemple : travaux, le locataire précédent reste, logement repris.",
    )


class ViewingForm(ActForm):
    planned_on = DateField(label="Visite prévue le", required=False)
    done_on = PastDateField(label="Ou visité le", required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and bool(told.get("planned_on")) == bool(told.get("done_on")):
            raise forms.ValidationError("Donnez une date : celle de la visite prévue, ou celle de la visite faite.")
        return told


class EntrustForm(ActForm):
    to = forms.ModelChoiceField(label="Qui l'annonce au ménage", queryset=Professional.objects.none())

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to", people)
