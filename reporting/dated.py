"""The small dated facts that a case is made of: stays, decisions, visits, requests. Without any name."""

from dataclasses import dataclass
from datetime import date, datetime

HOME = "visite_domicile"
THURSDAY = 3
"""Of a week that starts on day 0; a week belongs to the day of its Thursday."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A period whose last day is not counted; open while `end` is None."""

    start: date
    end: date | None = None
    kind: str = ""
    planned_end: date | None = None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Examination:
    on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A decision of the CAL. Its effect is read as known when computing, whatever the cut."""

    on: date
    code: str
    effect: str
    accepted_on: date | None = None

    @property
    def effective(self) -> bool:
        return self.effect == "effective"

    @property
    def undecided(self) -> bool:
        return self.effect == "pending"


@dataclass(frozen=True, slots=True)
class OfferFact:
    notified_on: date
    deadline: date
    state: str
    replied_on: date | None = None


@dataclass(frozen=True, slots=True)
class VisitMade:
    on: date
    kind: str
    status: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestMade:
    received_at: datetime
    on: date
    in_scope: bool
    intervened_at: datetime | None
    intervened_on: date | None
    delay: int | None


@dataclass(frozen=True, slots=True)
class RelayAsked:
    """`kind` is the type of relay; all those of health are one."""

    on: date
    kind: str
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExitMade:
    """An end of accompaniment, and what its reason means for the retention rate."""

    on: date
    reason: str
    effect: str
    same_dwelling: bool
    reopened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The rent account on a day."""

    on: date
    months: float | None
    plan_respected: bool | None
