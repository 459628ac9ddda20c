"""The spans of a report: a quarter, its calendar year, the agreement; each cut at the reference date (sheet 05 §5.0)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

QUARTER_NAME = re.compile(r"(\d{4})-T([1-4])")


class BadPeriod(Exception):
    """The quarter or the reference date cannot be reported on. The message is for a person."""


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter, told « 2025-T4 »."""

    year: int
    number: int

    @classmethod
    def named(cls, name: str) -> "Quarter":
        found = QUARTER_NAME.fullmatch(name)
        if found is None:
            raise BadPeriod(f"« {name} » n'est pas un trimestre : écrivez par exemple 2025-T4.")
        return cls(int(found.group(1)), int(found.group(2)))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-T{self.number}"

    @property
    def label(self) -> str:
        return f"{'1er' if self.number == 1 else f'{self.number}e'} trimestre {self.year}"

    @property
    def short(self) -> str:
        """« T4 2025 », at the head of a column."""
        return f"T{self.number} {self.year}"

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        return self.next.start - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.start - timedelta(days=1))


@dataclass(frozen=True)
class Span:
    """The days a figure is about, both ends counted. Nothing dated after `end` is known."""

    name: str
    start: date
    end: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def days_of(self, start: date, end: date | None) -> int:
        """Days of the span inside a stay; the day it ends is not counted."""
        last = self.end if end is None else min(self.end, end - timedelta(days=1))
        return max(0, (last - max(self.start, start)).days + 1)


@dataclass(frozen=True)
class Frame:
    """What a report is computed for: its quarter, its reference date, its three spans."""

    quarter: Quarter
    as_of: date
    provisional: bool
    spans: tuple[Span, ...]

    @property
    def cut(self) -> date:
        return min(self.quarter.end, self.as_of)


def frame(quarter: Quarter, *, agreement_start: date, as_of: date | None, today: date) -> Frame:
    """The reference date is the quarter's end; while that is to come, today, and the report is provisional."""
    chosen = as_of or min(quarter.end, today)
    if chosen < quarter.start:
        raise BadPeriod(
            f"La date de référence ({chosen:%d/%m/%Y}) précède le début du trimestre ({quarter.start:%d/%m/%Y})."
        )
    if quarter.end < agreement_start:
        raise BadPeriod(f"La convention commence le {agreement_start:%d/%m/%Y}, après ce trimestre.")
    cut = min(quarter.end, chosen)
    spans = (
        Span("quarter", quarter.start, cut),
        Span("year", date(quarter.year, 1, 1), cut),
        Span("agreement", min(agreement_start, cut), cut),
    )
    return Frame(quarter, chosen, chosen < quarter.end, spans)
