"""All the statuses of a day in one form: each visit its own line, nothing chosen, nothing changed."""

from typing import Any

from django import forms

from accompaniment.forms.visits import STATUSES
from accompaniment.models import Visit
from lodabord.kernel.forms import ActForm, DateField, TimeField

LEFT = ("", "Pas encore")


class DayForm(ActForm):
    """For each planned visit of the day: what became of it, and the new date when it is postponed."""

    def __init__(self, *args: Any, visits: list[Visit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visits = visits
        for one in visits:
            key, code = one.pk.hex, one.case.household.code
            self.fields[f"status_{key}"] = forms.ChoiceField(
                label=code, choices=[*STATUSES, LEFT], required=False,
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )  # fmt: skip
            self.fields[f"on_{key}"] = DateField(label=f"{code}, nouvelle date", required=False)
            self.fields[f"at_{key}"] = TimeField(label=f"{code}, à quelle heure", required=False)
            for name in ("on", "at"):
                self.fields[f"{name}_{key}"].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for one in self.visits:
            key = one.pk.hex
            if told.get(f"status_{key}") == Visit.Status.POSTPONED and not told.get(f"on_{key}"):
                self.add_error(f"on_{key}", "Une visite reportée indique sa nouvelle date.")
        return told

    def lines(self) -> list[dict[str, Any]]:
        """What the page shows, a visit a line."""
        return [
            {"visit": one, "status": self[f"status_{one.pk.hex}"], "on": self[f"on_{one.pk.hex}"],
             "at": self[f"at_{one.pk.hex}"]}
            for one in self.visits
        ]  # fmt: skip

    def chosen(self) -> list[tuple[Visit, str, dict[str, Any]]]:
        """The visits something was said of."""
        told = self.cleaned_data
        return [
            (one, status, {"moved_to": told.get(f"on_{one.pk.hex}"), "moved_at": told.get(f"at_{one.pk.hex}")})
            for one in self.visits if (status := told.get(f"status_{one.pk.hex}"))
        ]  # fmt: skip
