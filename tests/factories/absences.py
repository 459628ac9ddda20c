"""People away, and who replaces them, for the tests."""

from datetime import date

from households.models import Absence
from tests.cast import Cast


def away(cast: Cast, starts_on: date, ends_on: date, *covers, who=None, today: date | None = None) -> Absence:
    """Leïla is away; `covers`: pairs of a colleague and a household, or None for all of hers."""
    person = (who or cast.leila).professional
    return Absence.note(
        person, organisation=(who or cast.leila).organisation, kind=Absence.Kind.AWAY, starts_on=starts_on,
        ends_on=ends_on, covers=covers, by=cast.bruno.professional, today=today or starts_on,
    )  # fmt: skip
