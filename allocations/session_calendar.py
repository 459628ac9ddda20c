"""A month of pré-CAL: the sessions on their days, the days off and the closures that explain what moved."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from allocations.models import Meeting
from lodabord.kernel.working_days import is_public_holiday
from lodabord.partners.models import Closure


@dataclass(frozen=True)
class Day:
    """A day of the grid. `off` tells why nobody meets: a public holiday, a closure."""

    on: date
    in_month: bool
    sessions: list[Meeting] = field(default_factory=list)
    off: str = ""

    @property
    def tells_something(self) -> bool:
        """Worth a line on a phone, where empty days are left out."""
        return self.in_month and bool(self.sessions or self.off)


def month_of(first: date, sessions: Iterable[Meeting], closures: Iterable[Closure]) -> list[list[Day]]:
    """The weeks of a month, Monday to Sunday."""
    by_day: dict[date, list[Meeting]] = defaultdict(list)
    for session in sessions:
        by_day[session.on].append(session)
    closed = list(closures)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[Day(on, on.month == first.month, by_day.get(on, []), _off(on, closed)) for on in week] for week in weeks]


def _off(on: date, closures: list[Closure]) -> str:
    if is_public_holiday(on):
        return "Jour férié"
    return next((one.reason for one in closures if one.starts_on <= on <= one.ends_on), "")


def neighbours(first: date) -> tuple[date, date]:
    """The first days of the months before and after."""
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
