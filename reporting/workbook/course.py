"""What a story means: its measures, its clocks, how far it went. Pure, before any record is made."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from households.stages import State
from reporting.workbook.rows import Row
from reporting.workbook.stories import Story

COMPLETED = frozenset({"achevee", "anticipee"})
CLOSING_OF = {"non_retenu": "non_retenu", "reoriente": "reorientation", "desistement": "desistement"}
FINAL_BEFORE = frozenset(CLOSING_OF)


@dataclass(frozen=True)
class Part:
    """A stretch of a measure under one intensity and one referent; its last day is not counted."""

    start: date
    end: date | None
    intensity: str
    referent: str


@dataclass(frozen=True)
class Followed:
    """A measure, from its first row to its last."""

    kind: str
    start: date
    end: date | None
    reason: str
    parts: tuple[Part, ...]
    row: Row

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Leaving:
    """An end of accompaniment, and the day it was taken up again."""

    on: date
    row: Row
    reopened_on: date | None


@dataclass(frozen=True)
class Pause:
    start: date
    end: date | None
    row: Row

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass
class Course:
    """The path of one household. Rows with an unreadable date are left out: they are told elsewhere."""

    story: Story

    def rows(self, sheet: str, *needed: str) -> list[Row]:
        return [row for row in self.story.of(sheet) if all(row[name] is not None for name in needed)]

    # --- measures -----------------------------------------------------------------------------------

    @cached_property
    def measures(self) -> list[Followed]:
        groups: list[list[Row]] = []
        for row in self.rows("mesures", "nature", "debut"):
            last = groups[-1][-1] if groups else None
            goes_on = last and last["nature"] == row["nature"] and last["fin"] == row["debut"] and not last["motif_fin"]
            if last is not None and goes_on:
                groups[-1].append(row)
            else:
                groups.append([row])
        return [self._measure(rows) for rows in groups]

    def _measure(self, rows: list[Row]) -> Followed:
        first, last = rows[0], rows[-1]
        end, leaving = last["fin"], self._exit_row(last["debut"])
        if end is None and leaving is not None:
            end = leaving["date"]
        parts = [
            Part(
                row["debut"],
                later["debut"] if later else end,
                row["intensite"] or "hebdomadaire",
                row["referent"] or "",
            )
            for row, later in [*pairwise(rows), (last, None)]
        ]
        return Followed(first["nature"], first["debut"], end, self._reason(last, end, leaving), tuple(parts), last)

    def _exit_row(self, since: date) -> Row | None:
        return next((row for row in self.rows("sorties", "date") if row["date"] >= since), None)

    @staticmethod
    def _reason(last: Row, end: date | None, leaving: Row | None) -> str:
        if end is None:
            return ""
        if last["motif_fin"]:
            return str(last["motif_fin"])
        if leaving is not None and leaving["date"] == end:
            return "rupture" if leaving["motif"] == "rupture_preparation" else "sortie"
        return "achevee"

    @property
    def preparations(self) -> list[Followed]:
        return [one for one in self.measures if one.kind == "preparation"]

    @property
    def follow_ups(self) -> list[Followed]:
        return [one for one in self.measures if one.kind == "suivi"]

    @cached_property
    def exits(self) -> list[Leaving]:
        rows = self.rows("sorties", "date")
        told = []
        for row, following in [*pairwise(rows), *([(rows[-1], None)] if rows else [])]:
            limit = following["date"] if following else date.max
            again = [one.start for one in self.measures if row["date"] <= one.start < limit]
            told.append(Leaving(row["date"], row, min(again, default=None)))
        return told

    @cached_property
    def suspensions(self) -> list[Pause]:
        told = []
        for row in self.rows("suspensions", "debut"):
            end, leaving = row["fin"], self._exit_row(row["debut"])
            if end is None and leaving is not None:
                end = leaving["date"]
            told.append(Pause(row["debut"], end, row))
        return told

    # --- clocks -------------------------------------------------------------------------------------

    @property
    def opened_on(self) -> date | None:
        return self.story.opened_on

    def first(self, sheet: str, column: str = "date", **wanted: Any) -> date | None:
        rows = self.rows(sheet, column)
        found = next((row for row in rows if all(row[name] == value for name, value in wanted.items())), None)
        return found[column] if found else None

    @property
    def prediagnosed_on(self) -> date | None:
        return self.first("prediagnostics")

    @property
    def retained_on(self) -> date | None:
        return self.first("pre_cal" if self.story.is_access else "arbitrages", decision="retenu")

    @property
    def arbitrated_on(self) -> date | None:
        final = [row["date"] for row in self.rows("arbitrages", "date") if row["decision"] != "attente"]
        return final[0] if final else None

    @property
    def prep_started_on(self) -> date | None:
        """First day of the place: of the preparation, or of the follow-up of a household taken up at home."""
        started = self.preparations or self.follow_ups
        return started[0].start if self.story.is_access and started else None

    @property
    def prep_ended_on(self) -> date | None:
        ended = [one.end for one in self.preparations if one.reason in COMPLETED]
        return ended[-1] if ended else None

    @property
    def moved_in(self) -> Row | None:
        """The lease by which a household of the access track came in."""
        return next(iter(self.rows("baux", "entree_le")), None) if self.story.is_access else None

    @property
    def housed_from(self) -> date | None:
        if self.story.is_access:
            return self.moved_in["entree_le"] if self.moved_in else None
        return self.follow_ups[0].start if self.follow_ups else None

    @property
    def started_on(self) -> date | None:
        return self.prep_started_on if self.story.is_access else self.housed_from

    # --- the end ------------------------------------------------------------------------------------

    @property
    def refusal(self) -> Row | None:
        """The joint decision that closes by itself, when nothing was decided after it."""
        rows = self.rows("pre_cal" if self.story.is_access else "arbitrages", "date")
        return rows[-1] if rows and rows[-1]["decision"] in FINAL_BEFORE else None

    @property
    def dismissed(self) -> tuple[date, str] | None:
        """Closed before any measure: when and why (decision 20)."""
        told = self.story.orientation
        if told is not None and told["classee_le"] and told["motif_classement"]:
            return told["classee_le"], told["motif_classement"]
        if self.refusal is not None and not self.measures:
            return self.refusal["date"], CLOSING_OF[self.refusal["decision"]]
        return None

    @property
    def standing_exit(self) -> Leaving | None:
        last = self.exits[-1] if self.exits else None
        return last if last and last.reopened_on is None else None

    @property
    def closed_on(self) -> date | None:
        if self.standing_exit:
            return self.standing_exit.on
        return self.dismissed[0] if self.dismissed else None

    # --- the stage ----------------------------------------------------------------------------------

    @cached_property
    def stage(self) -> tuple[State, date]:
        """Where the case stands, and since when."""
        assert self.opened_on is not None
        if self.closed_on:
            return State.CLOSED, self.closed_on
        pause = next((one for one in self.suspensions if one.end is None), None)
        if pause:
            return State.SUSPENDED, pause.start
        if self.housed_from:
            return State.FOLLOW_UP, self.housed_from
        return self._before_the_keys() if self.story.is_access else self._before_the_measure()

    def _before_the_keys(self) -> tuple[State, date]:
        cal, offer = self.rows("cal", "date"), self.rows("offres", "notifiee_le")
        if offer and offer[-1]["reponse"] in (None, "accepted"):
            accepted = offer[-1]["reponse"] == "accepted"
            on = offer[-1]["repondue_le"] or offer[-1]["notifiee_le"]
            return (State.MOVE_IN_PENDING if accepted else State.CAL_AWARDED), on
        if cal and not offer and effect_of(cal[-1]) != "none":
            waits = effect_of(cal[-1]) == "pending"
            return (State.CAL_SCHEDULED if waits else State.CAL_AWARDED), cal[-1]["date"]
        if self.prep_ended_on or cal:
            return State.CAL_READY, max(filter(None, [self.prep_ended_on, *[row["date"] for row in cal]]))
        if self.prep_started_on:
            return State.PREPARATION, self.prep_started_on
        if self.retained_on:
            return State.PRECAL_ACCEPTED, self.retained_on
        return self._before_the_decision()

    def _before_the_decision(self) -> tuple[State, date]:
        assert self.opened_on is not None
        examined, studied = self.rows("pre_cal", "date"), self.rows("prediagnostics", "date")
        if examined:
            return State.PRECAL_DEFERRED, examined[-1]["date"]
        if studied:
            away = studied[-1]["conclusion"] == "redirect"
            return (State.PREDIAGNOSIS if away else State.PRECAL_QUEUE), studied[-1]["date"]
        return State.ORIENTATION_RECEIVED, self.opened_on

    def _before_the_measure(self) -> tuple[State, date]:
        assert self.opened_on is not None
        if self.retained_on:
            return State.ACCEPTED_WAITING, self.retained_on
        rounds = self.rows("arbitrages", "date")
        return (State.ARBITRATION, rounds[-1]["date"]) if rounds else (State.REPORT_RECEIVED, self.opened_on)


def effect_of(row: Row) -> str:
    """What a passage gave the household, as told, else as its decision does at once (`first_effect`)."""
    if row["effet"] is not None:
        return "effective" if row["effet"] else "none"
    if row["decision"] == "a" or (row["decision"] == "b" and row["rang"] == 1):
        return "effective"
    return "pending" if row["decision"] in ("b", "c") else "none"
