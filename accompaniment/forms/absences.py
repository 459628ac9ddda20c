"""Somebody is away: which days, and who does what is needed."""

from datetime import date
from typing import Any

from django import forms

from accompaniment.team import followers_of
from households.models import Absence, Case
from lodabord.kernel.forms import ActForm, DateField
from lodabord.partners.models import Agreement, Professional


class AbsenceForm(ActForm):
    """The head writes anybody's; each writes her own."""

    professional = forms.ModelChoiceField(label="Qui est absent", queryset=Professional.objects.none())
    kind = forms.ChoiceField(label="Nature", choices=Absence.Kind.choices, help_text="Jamais la raison.")
    starts_on = DateField(label="Du")
    ends_on = DateField(label="Au (inclus)")
    colleague = forms.ModelChoiceField(
        label="Qui remplace, pour tous les ménages", queryset=Professional.objects.none(), required=False,
        help_text="Cette personne lit ces jours-là ce qu'il faut pour les visites et les appels, et rien après.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, me: Professional, head: bool, agreements: list[Agreement], today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"professional": me.pk, "starts_on": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        team = Professional.objects.filter(pk__in=[one.pk for one in followers_of(agreements, today)] + [me.pk])
        self.me = me
        self.fields["professional"].queryset = team  # type: ignore[attr-defined]
        self.fields["colleague"].queryset = team  # type: ignore[attr-defined]
        if not head:
            del self.fields["professional"]

    def clean(self) -> dict[str, Any]:
        told = {"professional": self.me} | (super().clean() or self.cleaned_data)
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour précède le premier.")
        if told.get("colleague") and told.get("colleague") == told.get("professional"):
            self.add_error("colleague", "Une autre personne que l'absente la remplace.")
        return told


class CoverForm(ActForm):
    """Somebody else for one household."""

    case = forms.ModelChoiceField(
        label="Ménage", queryset=Case.objects.none(), empty_label="Tous ses ménages", required=False
    )
    colleague = forms.ModelChoiceField(label="Qui remplace", queryset=Professional.objects.none())

    def __init__(
        self, *args: Any, cases: Any, absent: Professional, agreements: list[Agreement], today: date, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]
        self.fields["case"].label_from_instance = lambda case: f"{case.household.code} · {case.household.known_as}"  # type: ignore[attr-defined]
        others = [one.pk for one in followers_of(agreements, today) if one.pk != absent.pk]
        self.fields["colleague"].queryset = Professional.objects.filter(pk__in=others)  # type: ignore[attr-defined]


class ShorteningForm(ActForm):
    ends_on = DateField(label="Dernier jour d'absence")
