"""The calendar of the field: days off in France, and the clock of working minutes.

Opening hours are given as periods of a day, in the time zone of the programme; nothing runs on a
day off (decision 3). Durations are whole minutes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

PARIS = ZoneInfo("Europe/Paris")
Hours = Sequence[tuple[time, time]]
OFFICE_HOURS: Hours = ((time(8, 30), time(12, 30)), (time(13, 30), time(17, 30)))
"""Decision 3, when an agreement says nothing else."""
SATURDAY = 5


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def is_public_holiday(day: date) -> bool:
    """A French public holiday, whatever the day of the week."""
    return day in _public_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Neither Saturday, nor Sunday, nor a public holiday."""
    return day.weekday() < SATURDAY and not is_public_holiday(day)


def on_or_after(day: date) -> date:
    """That day, or the next working day when it is off (CPC 642)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_later(day: date, count: int) -> date:
    """The working day that many working days after."""
    for _ in range(count):
        day = on_or_after(day + timedelta(days=1))
    return day


def _openings(since: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """The periods of opening that end after that instant, in order and without end."""
    day = since.astimezone(PARIS).date()
    while True:
        if is_working_day(day):
            for opens, closes in hours:
                start = datetime.combine(day, opens, PARIS)
                end = datetime.combine(day, closes, PARIS)
                if end > since:
                    yield max(start, since), end
        day += timedelta(days=1)


def effective_receipt(received_at: datetime, hours: Hours = OFFICE_HOURS) -> datetime:
    """When the clock starts: at once during opening hours, else at the next opening (sheet 05 §5.5)."""
    return next(_openings(received_at, hours))[0]


def working_minutes(start: datetime, end: datetime, hours: Hours = OFFICE_HOURS) -> int:
    """Whole working minutes elapsed between two instants."""
    total = timedelta()
    for opens, closes in _openings(start, hours):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return int(total.total_seconds() // 60)


def add_working_minutes(start: datetime, minutes: int, hours: Hours = OFFICE_HOURS) -> datetime:
    """The instant at which that many working minutes have elapsed."""
    left = timedelta(minutes=minutes)
    for opens, closes in _openings(start, hours):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise AssertionError("unreachable: openings have no end")
