"""Contract, intensity, suspension and reactivation."""

from django import forms

from accompaniment.models import (
    MeasurePeriod,
    Suspension,
)
from lodabord.kernel.forms import ActForm, DateField, FactsField, PastDateField


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
    on = DateField(label="À partir du")


class SuspensionForm(ActForm):
    on = DateField(label="Suspendu à partir du")
    review_on = DateField(label="À revoir le")
    reason = forms.ChoiceField(
        label="Motif (réservé à l'association)", choices=Suspension.Reason.choices,
        help_text="Le bailleur lit « suspension » et ses dates, jamais le motif.",
    )  # fmt: skip


class ReactivationForm(ActForm):
    on = PastDateField(label="Réactivé le")
    asked_by = forms.ChoiceField(label="À la demande de", choices=Suspension.AskedBy.choices)
