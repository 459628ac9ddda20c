"""The forms of reports."""

from datetime import date
from typing import Any

from django import forms

from lodabord.kernel.forms import ActForm
from reporting.periods import Quarter
from reporting.workbook.opening import EMPTY, LARGEST, MEBIBYTE, TOO_LARGE


def quarters(agreement_start: date, today: date) -> list[tuple[str, str]]:
    """The quarters one may report on, latest first; the running one is provisional."""
    told, one = [], Quarter.of(today)
    while one.end >= agreement_start:
        running = " (en cours : provisoire, sans version financeurs)" if one.end > today else ""
        told.append((str(one), f"{one.label}{running}"))
        one = one.previous
    return told


class FreezeForm(ActForm):
    """Which quarter to report on."""

    quarter = forms.ChoiceField(label="Trimestre")

    def __init__(self, *args: object, agreement_start: date, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["quarter"].choices = quarters(agreement_start, today)  # type: ignore[attr-defined]


class WorkbookForm(ActForm):
    """The workbook of an existing follow-up."""

    file = forms.FileField(
        label="Classeur (.xlsx)",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=f"{LARGEST // MEBIBYTE} Mo au plus. Il est relu sur le serveur du site, puis n'est plus gardé.",
        error_messages={"required": "Choisissez le fichier.", "empty": EMPTY},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file
