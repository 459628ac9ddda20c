"""What the forms of this room share: lists in force, acts that ask for a date only."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet

from households.models import RefusalReason
from lodabord.kernel.forms import ActForm, PastDateField


def reasons(kind: str, today: date) -> QuerySet:
    """The agreed reasons in force that day."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return RefusalReason.objects.filter(current, kind=kind, valid_from__lte=today)


def choose(form: forms.BaseForm, name: str, queryset: QuerySet) -> None:
    form.fields[name].queryset = queryset  # type: ignore[attr-defined]


class OnForm(ActForm):
    """An act that asks for its date only."""

    on = PastDateField(label="Date")
