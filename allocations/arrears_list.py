"""« Impayés » as a list: what is asked of it in the address, filtered and sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from allocations.models import ArrearsSnapshot
from allocations.procedures import Standing, housed, standings
from households.models import Case
from households.stages import Track


@dataclass(frozen=True)
class Row:
    """A housed household and its rent, on a day."""

    standing: Standing
    today: date

    @property
    def case(self) -> Any:
        return self.standing.case

    @property
    def tone(self) -> str:
        """Of the next legal date: late, soon or nothing."""
        coming = self.standing.next_dated
        if coming is None or coming.on is None:
            return ""
        return "late" if coming.is_late(self.today) else "soon" if coming.is_near(self.today) else ""

    @property
    def is_old(self) -> bool:
        return self.standing.is_old(self.today)


def rows_for(membership: Any, today: date) -> list[Row]:
    """Every housed household this person stands on."""
    cases = housed(Case.objects.visible_to(membership))
    return [Row(one, today) for one in standings(cases, membership)]


STAGES = list(ArrearsSnapshot.Stage.values)
TRENDS = ["up", "same", "unknown", "down"]


def _next_on(row: Row) -> date:
    coming = row.standing.next_dated
    return (coming.on if coming else None) or date.max


def _last_on(row: Row) -> date:
    return row.standing.last.on if row.standing.last else date.min


def _stage(row: Row) -> int:
    return STAGES.index(row.standing.stage) if row.standing.stage else -1


COLUMNS: dict[str, tuple[str, Callable[[Row], Any], bool]] = {
    "menage": ("Ménage", lambda row: row.case.household.code, False),
    "mois": ("Mois de loyer net", lambda row: (row.standing.months or 0, row.standing.debt or 0), True),
    "tendance": ("Tendance", lambda row: TRENDS.index(row.standing.trend), False),
    "etape": ("Étape", _stage, True),
    "echeance": ("Prochaine date", _next_on, False),
    "releve": ("Dernier relevé", _last_on, False),
}
"""By name in the address: heading, key, and whether the largest comes first."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Anything unknown is as if it were not there."""

    track: str = ""
    stage: str = ""
    only_debt: bool = False
    sort: str = "mois"
    reverse: bool = False

    @classmethod
    def of(cls, query: Any) -> "Asked":
        track, stage, sort = (query.get(name, "") for name in ("volet", "etape", "tri"))
        return cls(
            track if track in Track.values else "",
            stage if stage in STAGES else "",
            query.get("dette") == "1",
            sort if sort in COLUMNS else "mois",
            query.get("sens") == "inverse",
        )

    def apply(self, rows: list[Row]) -> list[Row]:
        kept = [row for row in rows if self._wants(row)]
        _, key, largest_first = COLUMNS[self.sort]
        kept.sort(key=lambda row: row.case.household.code)
        return sorted(kept, key=key, reverse=largest_first != self.reverse)

    def _wants(self, row: Row) -> bool:
        return (
            (not self.track or row.case.track == self.track)
            and (not self.stage or row.standing.stage == self.stage)
            and (not self.only_debt or bool(row.standing.debt))
        )

    def columns(self) -> list[dict[str, Any]]:
        """The headings: each sorts by itself, and the one that sorts is turned over."""
        return [self._column(name, label, largest_first) for name, (label, _, largest_first) in COLUMNS.items()]

    def _column(self, name: str, label: str, largest_first: bool) -> dict[str, Any]:
        kept = {"volet": self.track, "etape": self.stage, "dette": "1" if self.only_debt else "", "tri": name}
        sorts = name == self.sort
        if sorts and not self.reverse:
            kept["sens"] = "inverse"
        descending = largest_first != self.reverse
        return {
            "label": label,
            "url": "?" + urlencode({key: value for key, value in kept.items() if value}),
            "aria": ("descending" if descending else "ascending") if sorts else "",
            "sign": ("▼" if descending else "▲") if sorts else "",
        }
