"""The roster of half-days."""

from datetime import date
from typing import Any

from django import forms

from lodabord.kernel.forms import ActForm
from lodabord.partners.models import Professional


class RotationForm(ActForm):
    """Four weeks filled in turn: half-days that somebody already holds are left alone."""

    people = forms.ModelMultipleChoiceField(
        label="À tour de rôle", queryset=Professional.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: list[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Professional.objects.filter(pk__in=[one.pk for one in people])
        self.fields["people"].queryset = team  # type: ignore[attr-defined]
        self.fields["people"].initial = team


class ShiftForm(forms.Form):
    """One half-day: who answers; empty, nobody."""

    on = forms.DateField()
    half = forms.CharField(max_length=12)
    professional = forms.ModelChoiceField(queryset=Professional.objects.none(), required=False)

    def __init__(self, *args: Any, people: list[Professional], days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        self.fields["professional"].queryset = Professional.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in people]
        )
