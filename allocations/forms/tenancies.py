"""Leases, keys, statuses, notice to quit, the end of an occupation."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose
from allocations.models import Dwelling, Tenancy, TenancyStatus
from allocations.models.tenancy_lists import NEXT_STATUS
from allocations.sliding_deadlines import NOTICE_MONTHS
from lodabord.kernel.forms import ActForm, DateField, PastDateField


class LeaseForm(ActForm):
    dwelling = forms.ModelChoiceField(label="Logement", queryset=Dwelling.objects.none(), required=False)
    status = forms.ChoiceField(label="Statut d'occupation", choices=Tenancy.Status.choices)
    chosen = forms.NullBooleanField(
        label="La personne a-t-elle choisi cette solution ?", required=False,
        widget=forms.Select(choices=[("", "—"), ("true", "oui"), ("false", "non")]),
        help_text="Pour l'intermédiation locative, une pension de famille ou une résidence : on y entre par choix.",
    )  # fmt: skip
    lease_signed_on = PastDateField(label="Bail signé le")
    starts_on = DateField(label="Remise des clés, état des lieux le")

    def __init__(self, *args: Any, dwellings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "dwelling", dwellings)


class KeysForm(ActForm):
    on = DateField(label="Remise des clés, état des lieux le")


class StatusForm(ActForm):
    """Only what may follow the present status in the same dwelling."""

    status = forms.ChoiceField(label="Nouveau statut")
    lease_signed_on = PastDateField(
        label="Contrat signé le", required=False, help_text="Obligatoire pour un bail direct."
    )
    on = PastDateField(label="À partir du", help_text="Le statut précédent s'arrête ce jour-là, sans intervalle.")

    def __init__(self, *args: Any, tenancy: Tenancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = NEXT_STATUS.get(TenancyStatus(tenancy.status), frozenset())
        offered = [choice for choice in TenancyStatus.choices if choice[0] in after]
        self.fields["status"].choices = offered  # type: ignore[attr-defined]


class NoticeForm(ActForm):
    """The tenant gives notice."""

    on = PastDateField(label="Congé reçu le", help_text="Le préavis court de la réception, non de l'envoi.")
    months = forms.TypedChoiceField(
        label="Préavis", coerce=int, choices=[(months, f"{months} mois") for months in NOTICE_MONTHS],
        help_text="Trois mois, un mois en zone tendue ou dans les cas de la loi (loi du 6 juillet 1989, article 15).",
    )  # fmt: skip


class TenancyEndForm(ActForm):
    on = DateField(label="Fin de l'occupation le")
    reason = forms.ChoiceField(label="Motif", choices=Tenancy.EndReason.choices)
    note = forms.CharField(
        label="Précision",
        max_length=200,
        required=False,
        help_text="Un fait, lu par les deux partenaires. Rien de la santé.",
    )
    next_situation = forms.ChoiceField(
        label="Situation ensuite", choices=[("", "—"), *Tenancy.NextSituation.choices], required=False
    )
