"""Regular appointments, for the tests."""

from datetime import date, time

from accompaniment.models import VisitPlan
from households.models import Case
from tests.cast import Cast


def regular(cast: Cast, case: Case, *, starts_on: date, today: date | None = None, **more) -> VisitPlan:
    """Tuesdays at ten, every week, Leïla alone."""
    told = {"weekday": 1, "at": time(10), "every_weeks": 1, "professional": cast.leila.professional, "second": None}
    return VisitPlan.agree(
        case, starts_on=starts_on, today=today or starts_on, by=cast.leila.professional, **told | more
    )
