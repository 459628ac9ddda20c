"""One form per act of this room. Labels and help; the rules are on the models."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from allocations.models import (
    ArbitrationDecision,
    ArrearsSnapshot,
    CalPresentation,
    Disturbance,
    Dwelling,
    PreCalDecision,
    Tenancy,
)
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, PastDateField
from lodabord.partners.models import Agreement


def reasons(kind: str, today: date) -> QuerySet:
    """The agreed reasons in force that day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return RefusalReason.objects.filter(current, kind=kind, valid_from__lte=today)


def _choose(form: forms.BaseForm, name: str, queryset: QuerySet) -> None:
    form.fields[name].queryset = queryset  # type: ignore[attr-defined]


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
        _choose(self, "present", people)


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
        _choose(self, "reason", reasons(RefusalReason.Kind.PRECAL, today))


class ScheduleForm(ActForm):
    cal_on = DateField(label="CAL du")
    dwelling = forms.ModelChoiceField(label="Logement proposé", queryset=Dwelling.objects.none(), required=False)
    quota = forms.ChoiceField(label="Contingent", choices=CalPresentation.Quota.choices, initial="unknown")

    def __init__(self, *args: Any, dwellings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "dwelling", dwellings)


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
        _choose(self, "motive", reasons(RefusalReason.Kind.CAL, today))


class WithdrawalForm(ActForm):
    reason = forms.CharField(label="Motif du retrait", max_length=200)


class OnForm(ActForm):
    """An act that asks for its date only."""

    on = PastDateField(label="Date")


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
        _choose(self, "reason", reasons(RefusalReason.Kind.OFFER, today))


class LapseForm(ActForm):
    cause = forms.CharField(
        label="Pourquoi l'offre tombe", max_length=200, help_text="Par exemple : travaux, logement repris."
    )


class LeaseForm(ActForm):
    dwelling = forms.ModelChoiceField(label="Logement", queryset=Dwelling.objects.none(), required=False)
    status = forms.ChoiceField(label="Statut d'occupation", choices=Tenancy.Status.choices)
    lease_signed_on = PastDateField(label="Bail signé le")
    starts_on = DateField(label="Remise des clés, état des lieux le")

    def __init__(self, *args: Any, dwellings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "dwelling", dwellings)


class TenancyEndForm(ActForm):
    on = DateField(label="Fin de l'occupation le")
    reason = forms.CharField(label="Motif", max_length=120)
    next_situation = forms.CharField(label="Situation ensuite", max_length=120, required=False)


class DwellingForm(ActModelForm):
    class Meta:
        model = Dwelling
        fields = (
            "reference", "agency", "address", "commune", "typology", "surface", "financing", "rent", "charges", "floor",
            "has_lift",
        )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "agency", agreement.landlord.agencies.all())


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
        _choose(self, "reason", reasons(RefusalReason.Kind.PRECAL, today))
