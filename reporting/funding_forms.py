"""The forms of the funding plan and of what is spent."""

from decimal import Decimal
from typing import Any

from django import forms

from lodabord.kernel.forms import ActForm, PastDateField
from lodabord.partners.models import Organisation

ROWS = 5
"""Funders of one plan, at most."""


class FundingPlanForm(ActForm):
    """The budget of a year and each funder's share. Shares sum to 100 %."""

    year = forms.IntegerField(label="Année", min_value=2020, max_value=2100)
    budget = forms.IntegerField(label="Budget de l'année (€)", min_value=1, max_value=100_000_000)

    def __init__(self, *args: Any, funders: list[Organisation], known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._funders = {str(one.pk): one for one in funders}
        choices = [("", "—"), *((str(one.pk), one.name) for one in funders)]
        for rank in range(1, ROWS + 1):
            self.fields[f"funder_{rank}"] = forms.ChoiceField(
                label=f"Financeur {rank}", choices=choices, required=rank == 1
            )
            self.fields[f"share_{rank}"] = forms.DecimalField(
                label=f"Part du financeur {rank} (%)", max_digits=5, decimal_places=2, min_value=Decimal("0.01"),
                max_value=Decimal(100), required=rank == 1,
            )  # fmt: skip
        self.fields["why"] = forms.CharField(
            label="Motif du changement", max_length=200, required=False,
            help_text="Obligatoire quand le plan de l'année existe déjà." if known else "Inutile pour un premier plan.",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for rank in range(1, ROWS + 1):
            funder, share = told.get(f"funder_{rank}"), told.get(f"share_{rank}")
            if funder and share is None and f"share_{rank}" not in self.errors:
                self.add_error(f"share_{rank}", "Donnez la part de ce financeur.")
            if share is not None and not funder:
                self.add_error(f"funder_{rank}", "Dites de quel financeur est cette part.")
        chosen = [told[f"funder_{rank}"] for rank in range(1, ROWS + 1) if told.get(f"funder_{rank}")]
        if len(chosen) != len(set(chosen)):
            self.add_error(None, "Un financeur est choisi deux fois : réunissez ses deux parts.")
        return told

    def shares(self) -> dict[Organisation, Decimal]:
        """Funder → share, in the order typed."""
        told = self.cleaned_data
        return {
            self._funders[told[f"funder_{rank}"]]: told[f"share_{rank}"]
            for rank in range(1, ROWS + 1)
            if told.get(f"funder_{rank}")
        }


class SpendingForm(ActForm):
    """What was spent of a funder's part since the first of January."""

    line = forms.ChoiceField(label="Financeur")
    as_of = PastDateField(label="Dépense arrêtée au")
    spent = forms.IntegerField(label="Dépense depuis le 1er janvier (€)", min_value=0, max_value=100_000_000)
    why = forms.CharField(
        label="Motif de la correction", max_length=200, required=False,
        help_text="Pour corriger une dépense déjà déclarée à cette date, ou déclarer moins qu'à une date antérieure. La "
        "première déclaration reste lisible.",
    )  # fmt: skip

    def __init__(self, *args: Any, lines: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = {str(one.pk): one for one in lines}
        self.fields["line"].choices = [(str(one.pk), f"{one.funder} — {one.year}") for one in lines]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What the verb keeps."""
        line = self._lines[self.cleaned_data["line"]]
        return {
            "funder": line.funder,
            "year": line.year,
            **{name: self.cleaned_data[name] for name in ("as_of", "spent", "why")},
        }
