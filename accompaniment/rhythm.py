"""What the agreed rhythm asks for, and whether it was done (sheet 05 §5.4, V6). Pure functions of dates.

A rhythm asks for a number of visits over a stretch of whole ISO weeks: each week when it is reinforced
(two visits) or weekly (one), each pair of weeks of the period when it is fortnightly, each calendar
month when it is monthly or « veille ». A week belongs to the month of its Thursday. A stretch is asked
when at least half of its Thursdays are under that rhythm, in follow-up and not suspended: nobody owes a
visit of the month for a period that began on its last Thursday.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from accompaniment.weeks import TO_THURSDAY, WEEK, FollowUp, Span, monday_of, mondays

REINFORCED, WEEKLY, FORTNIGHTLY, MONTHLY, WATCH = "renforcee", "hebdomadaire", "quinzaine", "mensuelle", "veille"
VISITS = {REINFORCED: 2, WEEKLY: 1, FORTNIGHTLY: 1, MONTHLY: 1, WATCH: 1}
"""Visits asked over a stretch. Under « veille » any contact made will do."""
WORDS = {
    REINFORCED: "deux visites par semaine",
    WEEKLY: "une visite par semaine",
    FORTNIGHTLY: "une visite par quinzaine",
    MONTHLY: "une visite par mois",
    WATCH: "un contact par mois",
}
HOME, DONE, PLANNED = "visite_domicile", "realisee", "prevue"
TO_SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class Agreed:
    """What was agreed with one household: its follow-up, its pauses, its periods of intensity."""

    follow_up: Sequence[Span]
    suspensions: Sequence[Span] = ()
    periods: Sequence[tuple[Span, str]] = ()
    """Each with its rhythm. Where none is written the rhythm is weekly."""

    def rhythm_on(self, day: date) -> str:
        return next((rhythm for span, rhythm in self.periods if span.holds(day)), WEEKLY)

    def active(self, day: date) -> bool:
        """In follow-up and not suspended."""
        course = FollowUp(self.follow_up, self.suspensions)
        return course.in_follow_up(day) and not course.suspended(day)


@dataclass(frozen=True)
class Ask:
    """So many visits, from a Monday to a Sunday (both counted), under one rhythm."""

    rhythm: str
    starts_on: date
    ends_on: date
    weeks: tuple[date, ...]
    """Mondays of the weeks that are under that rhythm and active."""

    @property
    def visits(self) -> int:
        return VISITS[self.rhythm]

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def made(self, contacts: Iterable[tuple[date, str, str]], *statuses: str) -> int:
        """How many of these contacts (day, kind, status) answer it: home visits, any contact under « veille »."""
        told = statuses or (DONE,)
        return sum(
            1
            for on, kind, status in contacts
            if status in told and self.holds(on) and (kind == HOME or self.rhythm == WATCH)
        )

    def is_met(self, contacts: Iterable[tuple[date, str, str]]) -> bool:
        return self.made(contacts) >= self.visits

    def to_plan(self, contacts: Sequence[tuple[date, str, str]]) -> int:
        """How many visits are neither done nor planned yet."""
        return max(0, self.visits - self.made(contacts, DONE, PLANNED))

    def is_over(self, today: date) -> bool:
        return self.ends_on < today


def asks(household: Agreed, start: date, end: date) -> Iterator[Ask]:
    """Every stretch asked of which a week's Thursday lies between two days, both counted, in order of time."""
    found = [*_of_weeks(household, start, end), *_of_fortnights(household, start, end)]
    found += _of_months(household, start, end)
    yield from sorted(found, key=lambda one: (one.starts_on, one.rhythm))


def ask_of_week(household: Agreed, monday: date) -> Ask | None:
    """The stretch that this week belongs to, or None when nothing is asked."""
    thursday = monday + TO_THURSDAY
    rhythm = household.rhythm_on(thursday)
    return next((one for one in asks(household, thursday, thursday) if one.rhythm == rhythm), None)


def _under(household: Agreed, rhythm: str, monday: date) -> bool:
    thursday = monday + TO_THURSDAY
    return household.active(thursday) and household.rhythm_on(thursday) == rhythm


def _ask(household: Agreed, rhythm: str, stretch: Sequence[date], within: Span | None = None) -> Ask | None:
    """`within`: the period whose stretch it is; the week of the next period of the same rhythm is the next one's."""
    kept = tuple(
        monday
        for monday in stretch
        if _under(household, rhythm, monday) and (within is None or within.holds(monday + TO_THURSDAY))
    )
    if not kept or 2 * len(kept) < len(stretch):
        return None
    return Ask(rhythm, stretch[0], stretch[-1] + TO_SUNDAY, kept)


def _of_weeks(household: Agreed, start: date, end: date) -> Iterator[Ask]:
    for monday in mondays(start, end):
        rhythm = household.rhythm_on(monday + TO_THURSDAY)
        if rhythm in (REINFORCED, WEEKLY) and (one := _ask(household, rhythm, [monday])):
            yield one


def _of_fortnights(household: Agreed, start: date, end: date) -> Iterator[Ask]:
    """Pairs of weeks counted from the first week of the period; a period renewed goes on counting."""
    for span in _joined(span for span, rhythm in household.periods if rhythm == FORTNIGHTLY):
        monday = monday_of(span.starts_on)
        if monday + TO_THURSDAY < span.starts_on:
            monday += WEEK
        while monday + TO_THURSDAY <= end and (span.ends_on is None or monday + TO_THURSDAY < span.ends_on):
            pair = [monday, monday + WEEK]
            if pair[1] + TO_THURSDAY >= start and (one := _ask(household, FORTNIGHTLY, pair, span)):
                yield one
            monday += 2 * WEEK


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that follow one another without a day between are one."""
    held: Span | None = None
    for span in sorted(spans, key=lambda one: one.starts_on):
        if held is not None and held.ends_on == span.starts_on:
            held = Span(held.starts_on, span.ends_on)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _of_months(household: Agreed, start: date, end: date) -> Iterator[Ask]:
    for rhythm in (MONTHLY, WATCH):
        if not any(told == rhythm for _, told in household.periods):
            continue
        for month in _months(start, end):
            if one := _ask(household, rhythm, month):
                yield one


def _months(start: date, end: date) -> Iterator[list[date]]:
    """For each calendar month that has a Thursday between two days, the Mondays of all its weeks."""
    first = start.replace(day=1)
    last = (end.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    for _, weeks in groupby(mondays(first, last), key=lambda monday: (monday + TO_THURSDAY).replace(day=1)):
        month = list(weeks)
        if any(start <= monday + TO_THURSDAY <= end for monday in month):
            yield month
