"""The CAL: inscription, the five decisions, withdrawal."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose, reasons
from allocations.models import CalPresentation, Dwelling
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, DateField


class ScheduleForm(ActForm):
    cal_on = DateField(label="CAL du")
    dwelling = forms.ModelChoiceField(label="Logement proposé", queryset=Dwelling.objects.none(), required=False)
    quota = forms.ChoiceField(label="Contingent", choices=CalPresentation.Quota.choices, initial="unknown")

    def __init__(self, *args: Any, dwellings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "dwelling", dwellings)


class CalDecisionForm(ActForm):
    """Exactly the five decisions of CCH R441-3."""

    decision = forms.ChoiceField(
        label="Décision de la commission", choices=CalPresentation.Decision.choices, widget=forms.RadioSelect
    )
    rank = forms.IntegerField(
        label="Rang", min_value=1, required=False, help_text="Pour l'attribution par ordre de priorité seulement."
    )
    condition_document = forms.CharField(
        label="Pièce attendue", max_length=200, required=False, help_text="Pour l'attribution sous condition seulement."
    )
    condition_deadline = DateField(label="Pièce attendue avant le", required=False)
    candidates_count = forms.IntegerField(
        label="Nombre de candidats pour ce logement", min_value=1, required=False,
        help_text="Trois au moins, sauf exception (CCH R441-3).",
    )  # fmt: skip
    fewer_candidates = forms.ChoiceField(
        label="Moins de trois candidats, parce que",
        choices=[("", "—"), *CalPresentation.FewerCandidates.choices],
        required=False,
    )
    motive = forms.ModelChoiceField(
        label="Motif", queryset=RefusalReason.objects.none(), required=False,
        help_text="Pour une non-attribution ou un rejet : notifié par écrit au ménage (CCH L441-2-2).",
    )  # fmt: skip
    notified_on = DateField(label="Décision notifiée le", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "motive", reasons(RefusalReason.Kind.CAL, today))


class WithdrawalForm(ActForm):
    reason = forms.CharField(label="Motif du retrait", max_length=200)
