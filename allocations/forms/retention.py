"""The landlord's facts of a tenancy, and arbitration."""

from datetime import date
from typing import Any

from django import forms

from allocations.forms.shared import choose, reasons
from allocations.models import ArbitrationDecision, ArrearsSnapshot, Disturbance
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, PastDateField


class ArrearsForm(ActModelForm):
    class Meta:
        model = ArrearsSnapshot
        fields = ("on", "debt", "net_rent", "stage", "plan_respected")


class DisturbanceForm(ActModelForm):
    class Meta:
        model = Disturbance
        fields = ("on", "kind", "facts", "ceased_on")
        help_texts = {"facts": "Des faits datés, jamais le nom de qui s'en plaint."}


class OpinionForm(ActForm):
    opinion = forms.ChoiceField(
        label="Avis de votre organisme", choices=ArbitrationDecision.Opinion.choices, widget=forms.RadioSelect
    )


class ArbitrationForm(ActForm):
    outcome = forms.ChoiceField(
        label="Décision commune", choices=ArbitrationDecision.Outcome.choices, widget=forms.RadioSelect
    )
    on = PastDateField(label="Arbitré le")
    reason = forms.ModelChoiceField(
        label="Motif", queryset=RefusalReason.objects.none(), required=False, help_text="Pour « Non retenu »."
    )
    destination = forms.CharField(label="Réorientation vers", max_length=200, required=False)
    announced_by = forms.CharField(label="Qui l'annonce au ménage", max_length=120, required=False)
    meeting_planned_on = DateField(label="Rencontre de présentation prévue le", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reason", reasons(RefusalReason.Kind.PRECAL, today))
