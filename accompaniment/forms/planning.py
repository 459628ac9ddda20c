"""Appointments: one visit, or the household's regular day."""

from datetime import date
from typing import Any

from django import forms

from accompaniment.models import Every, Visit, Weekday
from lodabord.kernel.forms import ActForm, DateField, TimeField
from lodabord.partners.models import Professional


class PlanForm(ActForm):
    """One visit or contact to come."""

    kind = forms.ChoiceField(label="Nature", choices=Visit.Kind.choices, initial=Visit.Kind.HOME)
    on = DateField(label="Date")
    at = TimeField(label="Heure", required=False)
    second = forms.ModelChoiceField(label="Avec (visite à deux)", queryset=Professional.objects.none(), required=False)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = colleagues  # type: ignore[attr-defined]


class RegularForm(ActForm):
    """The regular appointment of a household."""

    weekday = forms.TypedChoiceField(label="Jour", choices=Weekday.choices, coerce=int, widget=forms.RadioSelect)
    at = TimeField(label="Heure")
    every_weeks = forms.TypedChoiceField(label="Rythme", choices=Every.choices, coerce=int)
    professional = forms.ModelChoiceField(label="Qui fait la visite", queryset=Professional.objects.none())
    second = forms.ModelChoiceField(label="Avec (visite à deux)", queryset=Professional.objects.none(), required=False)
    starts_on = DateField(label="À partir du")

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("professional", "second"):
            self.fields[name].queryset = team  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("second") and told.get("second") == told.get("professional"):
            self.add_error("second", "Choisissez une autre personne que la première.")
        return told


class MoveForm(ActForm):
    """One visit moved by hand."""

    on = DateField(label="Nouvelle date")
    at = TimeField(label="Heure", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError("Cette date est déjà passée : choisissez-en une à venir.")
        return day


class StopForm(ActForm):
    sure = forms.BooleanField(label="Arrêter ce rendez-vous régulier")
