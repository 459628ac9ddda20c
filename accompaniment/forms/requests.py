"""A household's call or demand, and what dealt with it."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accompaniment.models import (
    Request,
)
from households.models import Case
from lodabord.kernel.forms import ActForm, DateTimeField


class RequestForm(ActForm):
    """Noted while on the phone."""

    case = forms.ModelChoiceField(label="Ménage", queryset=Case.objects.none())
    received_at = DateTimeField(label="Reçue le")
    channel = forms.ChoiceField(label="Par", choices=Request.Channel.choices)
    subject = forms.CharField(label="Demande", max_length=300, required=False)
    urgent = forms.BooleanField(label="Urgente", required=False)
    counts_for_target = forms.BooleanField(label="Demande une intervention", required=False, initial=True)

    def __init__(self, *args: Any, cases: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = cases
        field.label_from_instance = lambda case: f"{case.household.code} · {case.household.known_as}"

    def clean_received_at(self) -> datetime:
        told = self.cleaned_data["received_at"]
        if told > timezone.now():
            raise forms.ValidationError("Cette heure est dans le futur : vérifiez-la.")
        return told


class AnswerForm(ActForm):
    answer = forms.ChoiceField(
        label="Traitée par", choices=Request.Answer.choices, widget=forms.RadioSelect,
        help_text="Un message laissé sur un répondeur ne traite pas la demande.",
    )  # fmt: skip
    at = DateTimeField(label="À quelle heure", help_text="L'heure réelle de l'intervention, pas celle de la saisie.")
    outcome = forms.CharField(label="Suite donnée", max_length=300, required=False)
