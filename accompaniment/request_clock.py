"""Where a request stands against its clock: pure functions of instants (sheet 05 §5.5, decision 3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from lodabord.kernel.working_days import PARIS
from lodabord.templatetags.lodabord import hour, moment


class Stage(StrEnum):
    """How much of its time has run. The deadlines are those of the agreement's opening hours."""

    RUNNING = "running"
    HALF_TIME = "half_time"
    IN_THE_DAY = "in_the_day"
    OUT_OF_TIME = "out_of_time"


class Clocked(Protocol):
    """What a clock needs to know of a request."""

    half_time_at: datetime | None
    halfday_deadline: datetime
    day_deadline: datetime


TONES = {Stage.RUNNING: "todo", Stage.HALF_TIME: "soon", Stage.IN_THE_DAY: "soon", Stage.OUT_OF_TIME: "late"}


@dataclass(frozen=True)
class Clock:
    """The stage, and the words that say it: colour is never the only sign."""

    stage: Stage
    words: str

    @property
    def tone(self) -> str:
        return TONES[self.stage]


def stage_at(request: Clocked, now: datetime) -> Stage:
    """An instant equal to a deadline is still in time."""
    if now > request.day_deadline:
        return Stage.OUT_OF_TIME
    if now > request.halfday_deadline:
        return Stage.IN_THE_DAY
    if request.half_time_at is not None and now > request.half_time_at:
        return Stage.HALF_TIME
    return Stage.RUNNING


def clock_of(request: Clocked, now: datetime) -> Clock:
    """« à traiter avant 14 h 40 », « dans la journée, avant demain… », « hors délai depuis le… »."""
    stage = stage_at(request, now)
    if stage == Stage.OUT_OF_TIME:
        return Clock(stage, f"hors délai depuis le {moment(request.day_deadline)}")
    if stage == Stage.IN_THE_DAY:
        return Clock(stage, f"demi-journée passée, à traiter avant {_until(request.day_deadline, now)}")
    half = "mi-délai passé, " if stage == Stage.HALF_TIME else ""
    return Clock(stage, f"{half}à traiter avant {_until(request.halfday_deadline, now)}")


def _until(deadline: datetime, now: datetime) -> str:
    """The hour alone when it is today's, else the day too."""
    same_day = deadline.astimezone(PARIS).date() == now.astimezone(PARIS).date()
    return hour(deadline) if same_day else f"le {moment(deadline)}"


def with_clocks(requests: Any, now: datetime) -> list[Any]:
    """These requests with their names, clocks, and whether nobody took them in time; the nearest deadline first."""
    named = requests.select_related("case__household", "case__referent", "taken_by")
    told = list(named.prefetch_related("case__household__persons").order_by("halfday_deadline"))
    for one in told:
        one.clock = clock_of(one, now)
        one.forgotten = one.taken_by_id is None and one.everyone_at is not None and one.everyone_at <= now
    return told
