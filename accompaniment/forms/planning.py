"""Appointments: one visit, or the household's regular day."""

from datetime import date
from typing import Any

from django import forms

from accompaniment.models import Every, HouseholdAlert, Visit, Weekday
from accompaniment.vigilance import asks_for_two
from lodabord.kernel.forms import ActForm, DateField, TimeField
from lodabord.partners.models import Professional

GO_BY_TWO = (
    "Un point de vigilance demande d'y aller à deux : choisissez qui vient avec vous, ou cochez « Y aller à une seule "
    "personne cette fois »."
)


class ByTwoForm(ActForm):
    """A form that plans a visit: where a point of vigilance asks for two people, going alone is said, never assumed."""

    def __init__(self, *args: Any, alerts: list[HouseholdAlert] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alerts = alerts or []
        if any(one.asks_for_two for one in self.alerts):
            self.fields["alone"] = forms.BooleanField(label="Y aller à une seule personne cette fois", required=False)

    def require_two(self, told: dict[str, Any], *, kind: str, on: date | None) -> None:
        settled = told.get("second") or told.get("alone") or "second" in self.errors
        if on is not None and not settled and asks_for_two(self.alerts, kind, on):
            self.add_error("second", GO_BY_TWO)


class PlanForm(ByTwoForm):
    """One visit or contact to come."""

    kind = forms.ChoiceField(label="Nature", choices=Visit.Kind.choices, initial=Visit.Kind.HOME)
    on = DateField(label="Date")
    at = TimeField(label="Heure", required=False)
    second = forms.ModelChoiceField(label="Avec (visite à deux)", queryset=Professional.objects.none(), required=False)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        self.require_two(told, kind=told.get("kind", ""), on=told.get("on"))
        told.pop("alone", None)
        return told


class RegularForm(ByTwoForm):
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
        self.require_two(told, kind=Visit.Kind.HOME, on=told.get("starts_on"))
        told.pop("alone", None)
        return told


class MoveForm(ByTwoForm):
    """One visit moved by hand, or made with somebody else."""

    on = DateField(label="Nouvelle date")
    at = TimeField(label="Heure", required=False)
    second = forms.ModelChoiceField(label="Avec (visite à deux)", queryset=Professional.objects.none(), required=False)

    def __init__(self, *args: Any, today: date, kind: str, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.kind = today, kind
        self.fields["second"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        self.require_two(told, kind=self.kind, on=told.get("on"))
        return told

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError("Cette date est déjà passée : choisissez-en une à venir.")
        return day


class StopForm(ActForm):
    sure = forms.BooleanField(label="Arrêter ce rendez-vous régulier")
