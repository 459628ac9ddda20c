"""Weeks due and weeks visited (sheet 05 §5.4). Pure functions of dates, used by pages, reminders and figures alike.

A week is due when, on its Thursday, the household is in follow-up, not suspended, and the agreed
intensity asks for a visit every week. It is visited when a home visit was done between its Monday
and its Sunday. A missed week has one cause.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
TO_THURSDAY = timedelta(days=3)


@dataclass(frozen=True)
class Span:
    """From a day on, until another one not counted (None: still running)."""

    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class Outcome(StrEnum):
    """What a week was."""

    VISITED = "visited"
    NO_SHOW = "no_show"
    HOUSEHOLD = "household"
    SERVICE = "service"
    NOT_PLANNED = "not_planned"
    SUSPENDED = "suspended"
    NOT_DUE = "not_due"
    TO_DO = "to_do"


LABELS = {
    Outcome.VISITED: "visite faite",
    Outcome.NO_SHOW: "porte close",
    Outcome.HOUSEHOLD: "annulée par le ménage",
    Outcome.SERVICE: "annulée par nous",
    Outcome.NOT_PLANNED: "pas de visite notée",
    Outcome.SUSPENDED: "suspendu",
    Outcome.NOT_DUE: "pas de visite due",
    Outcome.TO_DO: "à faire cette semaine",
}
CAUSES = [("porte_close", Outcome.NO_SHOW), ("annulee_menage", Outcome.HOUSEHOLD), ("annulee_service", Outcome.SERVICE)]
"""The cause of a missed week, the first that applies (V3)."""


@dataclass(frozen=True)
class FollowUp:
    """What decides the weeks of one household."""

    follow_up: Sequence[Span]
    suspensions: Sequence[Span] = ()
    less_often: Sequence[Span] = ()
    """Periods whose agreed rhythm is not weekly: fortnightly, monthly, watch."""

    def in_follow_up(self, day: date) -> bool:
        return any(span.holds(day) for span in self.follow_up)

    def suspended(self, day: date) -> bool:
        return any(span.holds(day) for span in self.suspensions)

    def due(self, monday: date) -> bool:
        """Whether the week that starts on this Monday asks for a visit."""
        thursday = monday + TO_THURSDAY
        return (
            self.in_follow_up(thursday)
            and not self.suspended(thursday)
            and not any(span.holds(thursday) for span in self.less_often)
        )


def monday_of(day: date) -> date:
    """Monday of the ISO week of a day."""
    return day - timedelta(days=day.weekday())


def mondays(start: date, end: date) -> Iterator[date]:
    """Mondays of the weeks whose Thursday lies between two days, both counted."""
    monday = monday_of(start)
    while monday + TO_THURSDAY < start:
        monday += WEEK
    while monday + TO_THURSDAY <= end:
        yield monday
        monday += WEEK


def outcome(household: FollowUp, monday: date, visits: Iterable[tuple[date, str]], today: date) -> Outcome:
    """What this week was, or is. `visits`: (day, status) of the home visits."""
    thursday = monday + TO_THURSDAY
    if not household.due(monday):
        return (
            Outcome.SUSPENDED if household.in_follow_up(thursday) and household.suspended(thursday) else Outcome.NOT_DUE
        )
    statuses = {status for on, status in visits if monday <= on < monday + WEEK}
    if "realisee" in statuses:
        return Outcome.VISITED
    if monday <= today < monday + WEEK:
        return Outcome.TO_DO
    return next((cause for status, cause in CAUSES if status in statuses), Outcome.NOT_PLANNED)


def weeks_between(
    household: FollowUp, start: date, end: date, visits: Sequence[tuple[date, str]], today: date
) -> list[tuple[date, Outcome]]:
    """Each week from one day to another, with what it was."""
    return [(monday, outcome(household, monday, visits, today)) for monday in mondays(start, end)]
