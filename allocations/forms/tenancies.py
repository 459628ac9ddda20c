"""Leases, keys, the end of an occupation."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from allocations.forms.shared import choose
from allocations.models import Dwelling, Tenancy
from lodabord.kernel.forms import ActForm, DateField, PastDateField


class LeaseForm(ActForm):
    dwelling = forms.ModelChoiceField(label="Logement", queryset=Dwelling.objects.none(), required=False)
    status = forms.ChoiceField(label="Statut d'occupation", choices=Tenancy.Status.choices)
    lease_signed_on = PastDateField(label="Bail signé le")
    starts_on = DateField(label="Remise des clés, état des lieux le")

    def __init__(self, *args: Any, dwellings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "dwelling", dwellings)


class TenancyEndForm(ActForm):
    on = DateField(label="Fin de l'occupation le")
    reason = forms.CharField(label="Motif", max_length=120)
    next_situation = forms.CharField(label="Situation ensuite", max_length=120, required=False)
