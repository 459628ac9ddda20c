"""Intensity, suspension, reactivation, and the first day of a measure."""

from django import forms

from accompaniment.models import MeasurePeriod, Suspension
from lodabord.kernel.forms import ActForm, DateField, FactsField, PastDateField

PRIVATE_REASON = "Le bailleur lit « suspension » et ses dates, jamais le motif."


class BeginForm(ActForm):
    """The contract is signed and the measure starts."""

    signed_on = DateField(label="Contrat signé le")
    on = DateField(label="La mesure commence le")
    objectives = FactsField(label="Objectifs, dans les mots de la personne", max_length=1500, required=False)


class IntensityForm(ActForm):
    intensity = forms.ChoiceField(
        label="Intensité", choices=MeasurePeriod.Intensity.choices,
        help_text="« Veille » : un contact par mois, aucune visite due. Pour ne plus rien attendre, suspendez.",
    )  # fmt: skip
    on = DateField(label="À partir du", help_text="Un jour passé (dans la limite de la convention), ou à venir.")


class PeriodForm(ActForm):
    """A period written by mistake: what it should have said."""

    intensity = forms.ChoiceField(label="Intensité", choices=MeasurePeriod.Intensity.choices)
    on = DateField(label="À partir du")


class SuspensionForm(ActForm):
    on = DateField(label="Suspendu à partir du")
    review_on = DateField(label="À revoir le")
    reason = forms.ChoiceField(
        label="Motif (réservé à l'association)", choices=Suspension.Reason.choices, help_text=PRIVATE_REASON
    )


class MaintainForm(ActForm):
    """Looked at again: it goes on."""

    on = PastDateField(label="Revue le")
    until = DateField(label="Maintenue jusqu'au", help_text="La suspension sera revue ce jour-là au plus tard.")
    note = forms.CharField(label="Ce qui a été convenu", max_length=300, required=False)


class ReactivationForm(ActForm):
    on = PastDateField(label="Réactivé le")
    asked_by = forms.ChoiceField(label="À la demande de", choices=Suspension.AskedBy.choices)


class NothingForm(ActForm):
    """An act that asks for nothing but its confirmation."""
