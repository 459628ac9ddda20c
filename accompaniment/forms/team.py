"""Households given from one worker to another: one, several, or all of them."""

from datetime import date
from typing import Any

from django import forms

from accompaniment.team import followers_of
from households.models import Assignment, Case
from lodabord.kernel.forms import ActForm, DateField
from lodabord.partners.models import Agreement, Professional

CAPACITIES = [Assignment.Capacity.REFERENT, Assignment.Capacity.DEPUTY]


class HandOverForm(ActForm):
    """Which households, to whom, from which day, why."""

    cases = forms.MultipleChoiceField(
        label="Ménages à confier", widget=forms.CheckboxSelectMultiple,
        help_text="Tous sont cochés : décochez ceux qui restent.",
    )  # fmt: skip
    to = forms.ModelChoiceField(label="À qui", queryset=Professional.objects.none())
    on = DateField(label="À partir du")
    reason = forms.ChoiceField(label="Pourquoi")

    def __init__(
        self, *args: Any, held: list[tuple[Case, Assignment.Capacity]], leaving: Professional, agreements: list[Agreement],
        reasons: list[tuple[str, str]], today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs["initial"] = {"cases": [self.key(case, capacity) for case, capacity in held], "on": today} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.held = {self.key(case, capacity): (case, capacity) for case, capacity in held}
        self.fields["cases"].choices = [  # type: ignore[attr-defined]
            (key, f"{case.household.code} · {case.household.known_as} — {capacity.label.lower()}")
            for key, (case, capacity) in self.held.items()
        ]
        others = [one.pk for one in followers_of(agreements, today) if one.pk != leaving.pk]
        self.fields["to"].queryset = Professional.objects.filter(pk__in=others)  # type: ignore[attr-defined]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]

    @staticmethod
    def key(case: Case, capacity: str) -> str:
        """A household and the place held with it, as one box to tick."""
        return f"{capacity}:{case.pk}"

    def clean_cases(self) -> list[tuple[Case, Assignment.Capacity]]:
        return [self.held[key] for key in self.cleaned_data["cases"]]
