"""The history of an accompaniment as a band over time: what is drawn, and the same in words.

A row holds twelve months. Its lanes: the preparation and the periods of intensity with the suspensions over
them, the weeks with what became of their visit, the household's requests, the days that matter. Everything
is told apart by shape, hatching and letter, so that it reads in black and white.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accompaniment.weeks import LABELS, Outcome, monday_of
from households.deadlines import months_later

MONTHS_A_ROW = 12


@dataclass(frozen=True)
class Stretch:
    """A preparation, a period of intensity or a suspension; the last day is not counted."""

    kind: str
    label: str
    starts_on: date
    ends_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """A day that matters: its letter on the band, its name in the table."""

    letter: str
    label: str
    on: date
    coming: bool = False


@dataclass(frozen=True)
class Asked:
    """A request of the household, and whether it was dealt with."""

    on: date
    answered: bool


@dataclass(frozen=True)
class History:
    """All that the band shows of one household."""

    today: date
    stretches: Sequence[Stretch] = ()
    weeks: Sequence[tuple[date, Outcome]] = ()
    """Monday of the week, and what it was."""
    extra_visits: Sequence[date] = ()
    """Home visits made in weeks that asked for none."""
    requests: Sequence[Asked] = ()
    marks: Sequence[Mark] = ()

    @property
    def starts_on(self) -> date:
        days = [one.starts_on for one in self.stretches] + [one.on for one in self.marks]
        return min(days, default=self.today)

    @property
    def ends_on(self) -> date:
        """The present month, or that of what is already known of the future."""
        days = [one.on for one in self.marks] + [one.starts_on for one in self.stretches]
        return max([*days, self.today])

    def rows(self, *, last: int | None = None) -> list[tuple[date, date]]:
        """(first day, day after the last) of each row of twelve months, the oldest first."""
        end = months_later(self.ends_on.replace(day=1), 1)
        start = months_later(end, -MONTHS_A_ROW)
        found = [(start, end)]
        while start > self.starts_on:
            start, end = months_later(start, -MONTHS_A_ROW), start
            found.insert(0, (start, end))
        return found[-last:] if last else found

    def lines(self) -> list[tuple[date, date | None, str, str]]:
        """(from, until, what, precision): the same as the band, in the order of time, for a table."""
        told: list[tuple[date, date | None, str, str]] = [
            (one.starts_on, one.ends_on, one.label, one.note) for one in self.stretches
        ]
        told += [(one.on, one.on, one.label, "à venir" if one.coming else "") for one in self.marks]
        return sorted(told, key=lambda line: (line[0], line[2]))

    def months(self) -> list[dict[str, object]]:
        """Month by month: weeks due, visited, missed by cause, requests. A week is of the month of its Thursday."""
        found: dict[date, MonthCount] = {}
        for monday, outcome in self.weeks:
            found.setdefault((monday + timedelta(days=3)).replace(day=1), MonthCount()).add(outcome)
        for day in self.extra_visits:
            found.setdefault(day.replace(day=1), MonthCount()).others += 1
        for one in self.requests:
            month = found.setdefault(one.on.replace(day=1), MonthCount())
            month.requests += 1
            month.answered += one.answered
        return [{"month": month, **vars(count), "causes": count.told()} for month, count in sorted(found.items())]


@dataclass
class MonthCount:
    """What a month came to."""

    due: int = 0
    visited: int = 0
    suspended: int = 0
    others: int = 0
    requests: int = 0
    answered: int = 0
    missed: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        if outcome == Outcome.SUSPENDED:
            self.suspended += 1
        elif outcome == Outcome.VISITED:
            self.due, self.visited = self.due + 1, self.visited + 1
        elif outcome not in (Outcome.NOT_DUE, Outcome.TO_DO):
            self.due += 1
            self.missed[LABELS[outcome]] = self.missed.get(LABELS[outcome], 0) + 1

    def told(self) -> str:
        return ", ".join(f"{count} {label}" for label, count in self.missed.items())


def weeks_of(history: History, start: date, end: date) -> Iterator[tuple[date, str]]:
    """Each week of a row with the mark it takes; a visit that nobody asked for still shows."""
    extra = {monday_of(day) for day in history.extra_visits}
    for monday, outcome in history.weeks:
        if start <= monday < end:
            yield monday, _MARKS.get(outcome, "more" if monday in extra else "")


_MARKS = {
    Outcome.VISITED: "done", Outcome.NO_SHOW: "missed", Outcome.HOUSEHOLD: "missed", Outcome.SERVICE: "missed",
    Outcome.NOT_PLANNED: "missed", Outcome.SUSPENDED: "paused", Outcome.TO_DO: "todo",
}  # fmt: skip
