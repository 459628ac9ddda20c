"""The demo's calendar: the worked year, moved by whole weeks to end on the day one asks for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lodabord.kernel import working_days
from lodabord.kernel.working_days import PARIS

YEAR_STARTS, YEAR_ENDS = date(2025, 1, 1), date(2025, 12, 31)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Calendar:
    """`as_of` is the day on which the demo is looked at; the worked year ends on `last_day`."""

    as_of: date

    @property
    def shift(self) -> timedelta:
        """Whole weeks that bring 31 December 2025 to `as_of`, or less than a week before."""
        return ((self.as_of - YEAR_ENDS).days // 7) * WEEK

    @property
    def is_the_worked_year(self) -> bool:
        """Nothing moved: the figures are those of the worked example, to the unit."""
        return self.as_of == YEAR_ENDS

    @property
    def first_day(self) -> date:
        return YEAR_STARTS + self.shift

    @property
    def last_day(self) -> date:
        return YEAR_ENDS + self.shift

    def day(self, told: date) -> date:
        """A date of the worked year, where it falls now."""
        return told + self.shift

    def session(self, told: date) -> date:
        """The same for a meeting: never on a day off."""
        return working_days.on_or_after(self.day(told))

    @property
    def eve(self) -> date:
        """The working day before `as_of`."""
        return before(self.as_of)


def before(day: date, count: int = 1) -> date:
    """The working day that many working days before."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not working_days.is_working_day(day):
            day -= timedelta(days=1)
    return day


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of that day, in Paris."""
    return datetime.combine(day, time(hour, minute), PARIS)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def earliest(*days: date) -> date:
    """The first of these days."""
    return min(days)
