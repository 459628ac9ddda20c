"""The worked year as told in `worked_year.csv`: one row per household referred or reported."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

SOURCE = Path(__file__).with_name("worked_year.csv")


@dataclass(frozen=True)
class Row:
    """One household's year, at the dates of 2025. Blank means that it did not happen."""

    told: dict[str, str]

    def __getattr__(self, name: str) -> str:
        try:
            return self.told[name]
        except KeyError:
            raise AttributeError(name) from None

    def day(self, name: str) -> date | None:
        """The date of that column, or None."""
        return date.fromisoformat(self.told[name]) if self.told[name] else None

    def known_day(self, name: str) -> date:
        return date.fromisoformat(self.told[name])

    @property
    def is_access(self) -> bool:
        return self.told["track"] == "access"

    @property
    def entered(self) -> bool:
        """A measure began."""
        return self.told["outcome"] == "measure"

    @property
    def housed_from(self) -> date | None:
        """T0 of the follow-up (R-31)."""
        return self.day("moved_in" if self.is_access else "started")

    @cached_property
    def suspension(self) -> tuple[date, date | None] | None:
        if not self.told["suspended"]:
            return None
        start, _, end = self.told["suspended"].partition("..")
        return date.fromisoformat(start), date.fromisoformat(end) if end else None

    def dice(self, topic: str) -> Random:
        """The same draws at every load, for this household and this topic."""
        return Random(f"{self.told['code']} {topic}")

    def in_measure_on(self, day: date) -> bool:
        """On a day of the worked year."""
        started, ended = self.day("started"), self.day("exit_on")
        return started is not None and started <= day and (ended is None or day < ended)


def worked_year() -> list[Row]:
    """Every row, in the order of arrival."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = [Row(dict(told)) for told in csv.DictReader(file, delimiter=";")]
    return sorted(rows, key=lambda row: (row.told["referred"], row.told["code"]))


def persons_of(row: Row) -> tuple[dict[str, Any], list[int]]:
    """The holder, and the birth years of the children."""
    dice = row.dice("persons")
    holder = {
        "civility": row.civility,
        "gender": "f" if row.civility == "ms" else "m",
        "first_name": row.first_name,
        "last_name": row.last_name,
        "birth_date": row.known_day("birth"),
        "phone": f"06 39 98 {dice.randrange(10, 99)} {dice.randrange(10, 99)}",
        "safe_contact": dice.choice(["", "", "SMS de préférence", "Appeler après 17 h", "Laisser un message"]),
    }
    return holder, [dice.randrange(2009, 2022) for _ in range(int(row.children))]
