"""Points of vigilance, for the tests."""

from datetime import date, timedelta
from typing import Any

from accompaniment.models import HouseholdAlert
from households.models import Case
from tests.cast import Cast

WRITTEN = date(2025, 6, 4)


def alert(
    cast: Cast, case: Case, *, kind: str = "visite_a_deux", level: str = "attention", why: str = "CANARI-vigilance",
    on: date = WRITTEN, **kept: Any,
) -> HouseholdAlert:  # fmt: skip
    """Written by Leïla that day, for three months."""
    return HouseholdAlert.write(
        case, kind=kind, level=level, why=why, starts_on=kept.get("starts_on", on),
        until=kept.get("until", on + timedelta(days=91)), today=on, by=cast.leila.professional,
    )  # fmt: skip
