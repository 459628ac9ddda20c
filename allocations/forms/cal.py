"""The CAL: inscription, the five decisions, withdrawal, sittings."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose, reasons
from allocations.models import CalPresentation, CalSitting, Dwelling
from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, DateField, PastDateField
from lodabord.partners.models import Agreement


class ScheduleForm(ActForm):
    sitting = forms.ModelChoiceField(
        label="Séance de la CAL", queryset=CalSitting.objects.none(), required=False, empty_label="Une autre date"
    )
    cal_on = DateField(
        label="Ou une autre date", required=False, help_text="Elle l'emporte, et s'ajoute au calendrier des séances."
    )
    dwelling = forms.ModelChoiceField(label="Logement proposé", queryset=Dwelling.objects.none(), required=False)
    dwelling_reference = forms.CharField(
        label="Ou sa référence, s'il n'est pas dans la liste", max_length=80, required=False
    )
    quota = forms.ChoiceField(label="Contingent", choices=CalPresentation.Quota.choices, initial="unknown")

    def __init__(self, *args: Any, dwellings: QuerySet, sittings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "dwelling", dwellings)
        choose(self, "sitting", sittings)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        sitting = told.pop("sitting", None)
        told["cal_on"] = told.get("cal_on") or (sitting.on if sitting else None)
        if told["cal_on"] is None and not self.errors:
            raise forms.ValidationError("Choisissez une séance, ou donnez une date.")
        return told


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
    condition_deadline = DateField(label="Pièce attendue au plus tard le", required=False)
    motive = forms.ModelChoiceField(
        label="Motif", queryset=RefusalReason.objects.none(), required=False,
        help_text="Pour une non-attribution ou un rejet : notifié par écrit au ménage (CCH L441-2-2).",
    )  # fmt: skip
    motive_text = forms.CharField(
        label="Motif, en mots, tel que le ménage le lira", max_length=300, required=False,
        help_text="Obligatoire pour « autre motif ». Des faits, dans des mots simples.",
    )  # fmt: skip
    candidates_count = forms.IntegerField(
        label="Nombre de candidats pour ce logement", min_value=1, required=False,
        help_text="Trois au moins, sauf exception (CCH R441-3).",
    )  # fmt: skip
    fewer_candidates = forms.ChoiceField(
        label="Moins de trois candidats, parce que",
        choices=[("", "—"), *CalPresentation.FewerCandidates.choices],
        required=False,
    )
    notified_on = PastDateField(label="Décision notifiée le", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "motive", reasons(RefusalReason.Kind.CAL, today))


class AwardForm(ActForm):
    """The State's return on attributions: each answer may stay unknown."""

    first_quartile = forms.ChoiceField(
        label="Ménage du premier quartile de revenus", choices=CalPresentation.Known.choices, widget=forms.RadioSelect,
        help_text="Selon le seuil de l'année notifié pour le territoire.",
    )  # fmt: skip
    priority_district = forms.ChoiceField(
        label="Logement en quartier prioritaire de la ville (QPV)", choices=CalPresentation.Known.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip


class WithdrawalForm(ActForm):
    reason = forms.CharField(label="Motif du retrait", max_length=200)


class SittingForm(ActForm):
    on = DateField(label="Séance du")
    place = forms.CharField(label="Lieu", max_length=120, required=False)
    agreement = forms.ModelChoiceField(label="Convention", queryset=Agreement.objects.none(), empty_label=None)

    def __init__(self, *args: Any, agreements: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "agreement", agreements)


class SittingMoveForm(ActForm):
    on = DateField(label="Nouvelle date")
    reason = forms.CharField(label="Motif du report", max_length=200)


class SittingCancelForm(ActForm):
    reason = forms.CharField(label="Motif de l'annulation", max_length=200)
