"""Plain rows, as they lie in the tables: what the figures are counted again from.

Days are dates, an end is the first day that no longer counts, a missing day is None. Nothing here, nor in
the counts beside it, comes from the programme's own reporting.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]
TABLES = (
    "examinations", "passages", "offers", "preparations", "intensities", "suspensions", "tenancies", "exits", "visits",
    "requests", "accounts", "disturbances", "referents",
)  # fmt: skip


@dataclass
class Ledger:
    """The rows of one agreement."""

    cases: list[Row]
    rows: dict[str, list[Row]]
    """Of each table, rows that name their case."""
    sessions: list[Row]
    funding: list[Row]
    places: dict[str, int]
    starts_on: date = date(2025, 1, 1)
    half_day: int = 240
    whole_day: int = 480
    of_case: dict[tuple[str, str], list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table, rows in self.rows.items():
            for row in rows:
                self.of_case.setdefault((table, row["case"]), []).append(row)

    def of(self, table: str, case: Row) -> list[Row]:
        return self.of_case.get((table, case["id"]), [])
