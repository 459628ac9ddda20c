"""What an agreement aims at, read from its dated parameters. Never a count of months or days of measure:
the programme refuses « mois-mesure », which the funder's annual return derives afterwards."""

from dataclasses import dataclass
from typing import Any

from lodabord.partners.models import Terms
from lodabord.templatetags.lodabord import NARROW, WIDE

MONTH_DAYS = 30.4
"""A month of preparation, in days, to stand beside a median of days."""
OF_THE_YEAR = "dans l'année"
"""The unit of an objective that no quarter alone can meet."""


@dataclass(frozen=True)
class Objective:
    """An indicator of one track, and the value to reach (`at_least`) or not to exceed."""

    code: str
    track: str
    value: float
    unit: str
    at_least: bool = True

    @property
    def told(self) -> str:
        """« au moins 90 % », « au plus 21 j »."""
        space = WIDE if self.unit not in ("%",) else NARROW
        return f"au {'moins' if self.at_least else 'plus'} {self.value:g}{space}{self.unit}".rstrip()

    def reached(self, told: Any) -> bool | None:
        """Whether a value of the indicator meets it; None on nobody."""
        seen = measured(told)
        if seen is None:
            return None
        return seen >= self.value if self.at_least else seen <= self.value


def measured(told: Any) -> float | None:
    """The one number of a value: a percentage, a median, a count. None on nobody."""
    if not told:
        return None
    if "whole" in told:
        return round(100 * told["part"] / told["whole"], 1) if told["whole"] else None
    if "median" in told:
        return told["median"]
    return told.get("count")


def of(terms: Terms) -> list[Objective]:
    """The objectives in force under these parameters; those not set are left out."""
    wanted: list[tuple[str, str, float | None, str, bool]] = [
        ("A6", "all", terms.target_households, OF_THE_YEAR, True),
        ("A9", "all", terms.target_occupation, "%", True),
        ("D1", "access", terms.prediagnosis_days, "j", False),
        ("D2", "access", terms.precal_days, "j", False),
        ("D3", "access", terms.entry_days, "j", False),
        ("D4", "access", round(terms.prep_months * MONTH_DAYS), "j", False),
        ("D5", "access", terms.cal_within_days, "j", False),
        ("D7", "access", terms.move_in_days, "j", False),
        ("D9", "retention", terms.arbitration_days, "j", False),
        ("V1", "all", terms.target_visits, "%", True),
        ("Q1", "all", terms.target_halfday, "%", True),
        ("Q2", "all", terms.target_day, "%", True),
        ("M1", "access", terms.target_retention, "%", True),
        ("M1", "retention", terms.target_retention, "%", True),
    ]
    return [Objective(code, track, value, unit, least) for code, track, value, unit, least in wanted if value]
