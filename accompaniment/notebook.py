"""The notebook of the preparation: where a household stands on each of the ten modules. No record is written here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accompaniment.models import PrepAttendance, PrepModule

FIRST_NOTICE, LAST_NOTICE = 30, 7
"""Days before the expected end at which the referent is told (sheet 02 §2.1)."""
OVER = "retard"


class Progress(StrEnum):
    """Where a household stands on one module."""

    TO_DO = "à faire"
    PLANNED = "prévu"
    MISSED = "absence"
    DONE = "suivi"
    ACQUIRED = "acquis"


TONES = {
    Progress.TO_DO: "todo",
    Progress.PLANNED: "soon",
    Progress.MISSED: "late",
    Progress.DONE: "info",
    Progress.ACQUIRED: "done",
}


@dataclass(frozen=True)
class Page:
    """One module of the notebook, with every attendance at it."""

    module: "PrepModule"
    progress: Progress
    attendances: list["PrepAttendance"] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return TONES[self.progress]


@dataclass(frozen=True)
class Notebook:
    """The ten pages."""

    pages: list[Page]

    @property
    def followed(self) -> int:
        """Modules the household came to at least once."""
        return sum(1 for one in self.pages if one.progress in (Progress.DONE, Progress.ACQUIRED))

    @property
    def acquired(self) -> int:
        return sum(1 for one in self.pages if one.progress == Progress.ACQUIRED)

    @property
    def left(self) -> list[Page]:
        """Modules nobody came to yet, planned ones included."""
        return [one for one in self.pages if one.progress in (Progress.TO_DO, Progress.PLANNED, Progress.MISSED)]

    @property
    def to_take_again(self) -> list[Page]:
        return [one for one in self.pages if one.progress == Progress.DONE]

    @property
    def sentence(self) -> str:
        """« 6 modules sur 10, 4 acquis »."""
        many = "s" if self.followed > 1 else ""
        return f"{self.followed} module{many} sur {len(self.pages)}, {self.acquired} acquis"


def notebook(modules: Iterable["PrepModule"], attendances: Iterable["PrepAttendance"]) -> Notebook:
    """Each module with the best that was noted of it: a module acquired once stays acquired."""
    by_module: dict[str, list[PrepAttendance]] = {}
    for one in attendances:
        by_module.setdefault(one.module_id, []).append(one)
    return Notebook([Page(one, _progress(by_module.get(one.pk, [])), by_module.get(one.pk, [])) for one in modules])


def _progress(rows: list["PrepAttendance"]) -> Progress:
    if any(row.acquired for row in rows):
        return Progress.ACQUIRED
    if any(row.present for row in rows):
        return Progress.DONE
    if any(row.present is None for row in rows):
        return Progress.PLANNED
    return Progress.MISSED if rows else Progress.TO_DO


def preparation_stage(expected_end: date | None, today: date) -> str | None:
    """« J-30 », « J-7 », « retard » once it is over; None while the end is far, or unknown.

    The last day still counts as « J-7 »: a preparation is over the day after.
    """
    if expected_end is None or expected_end - today > timedelta(days=FIRST_NOTICE):
        return None
    if today > expected_end:
        return OVER
    return f"J-{LAST_NOTICE}" if expected_end - today <= timedelta(days=LAST_NOTICE) else f"J-{FIRST_NOTICE}"
