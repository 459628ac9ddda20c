"""What an indicator is worth: a rate, a count, a delay, money. Each knows how it is told to a machine.

A result is made of what it counts, unit by unit: the figure and the list behind it are the same thing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any, NamedTuple, Protocol


class Unit(NamedTuple):
    """One thing a figure counts: a household, a passage, a week, a request, a session."""

    case: str
    """The identifier of the household's file; empty for what is of no household (a session)."""
    on: date | None = None
    good: bool = True
    """Whether it is a success: what the numerator counts."""
    code: str = ""
    value: float | None = None
    """Days of a delay or of a place, rate of a household."""


Units = Sequence[Unit]


class Result(Protocol):
    """Anything an indicator may be worth."""

    @property
    def units(self) -> Units: ...

    def told(self) -> dict[str, Any]: ...


def tidy(number: float) -> float | int:
    """A whole number without its « .0 », else one decimal."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def count_codes(codes: Iterable[str]) -> dict[str, int]:
    """Each code with how often it comes, in alphabetical order."""
    return dict(sorted(Counter(codes).items()))


@dataclass(frozen=True)
class Rate:
    """A part of a whole, never a bare percentage (sheet 05 §5.0)."""

    part: int
    whole: int
    beside: Mapping[str, Any] = field(default_factory=dict)
    units: Units = ()

    @classmethod
    def of(cls, units: Iterable[Unit], **beside: Any) -> "Rate":
        """How many units are successes, among all."""
        units = list(units)
        return cls(sum(1 for one in units if one.good), len(units), beside, units)

    def told(self) -> dict[str, Any]:
        return {"part": self.part, "whole": self.whole, **self.beside}


@dataclass(frozen=True)
class Count:
    """A number, perhaps broken down."""

    count: int
    by: Mapping[str, int] | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)
    units: Units = ()

    @classmethod
    def of(cls, units: Iterable[Unit], **beside: Any) -> "Count":
        """So many units."""
        units = list(units)
        return cls(len(units), None, beside, units)

    @classmethod
    def by_code(cls, units: Iterable[Unit], **beside: Any) -> "Count":
        """So many units, counted together and code by code."""
        units = list(units)
        return cls(len(units), count_codes(one.code for one in units), beside, units)

    def told(self) -> dict[str, Any]:
        broken = {} if self.by is None else {"by": dict(self.by)}
        return {"count": self.count, **broken, **self.beside}


@dataclass(frozen=True)
class Flow:
    """What came in and what went out."""

    entries: int
    exits: int
    units: Units = ()
    """`code` says « entree » or « sortie »."""

    def told(self) -> dict[str, Any]:
        return {"entries": self.entries, "exits": self.exits}


@dataclass(frozen=True)
class Spread:
    """Median with its reach and its number: never a mean, which one household moves."""

    values: Sequence[float]
    beside: Mapping[str, Any] = field(default_factory=dict)
    units: Units = ()

    @classmethod
    def of(cls, units: Iterable[Unit], **beside: Any) -> "Spread":
        """The spread of the units' values."""
        units = list(units)
        return cls([one.value for one in units if one.value is not None], beside, units)

    def told(self) -> dict[str, Any]:
        if not self.values:
            return {"median": None, "min": None, "max": None, "n": 0, **self.beside}
        return {
            "median": tidy(median(self.values)),
            "min": tidy(min(self.values)),
            "max": tidy(max(self.values)),
            "n": len(self.values),
            **self.beside,
        }


@dataclass(frozen=True)
class Horizons:
    """The same measure at 6, 12 and 24 months."""

    at: Mapping[str, Any]
    units: Units = ()
    """`code` says the horizon."""

    def told(self) -> dict[str, Any]:
        return {months: value.told() if hasattr(value, "told") else value for months, value in self.at.items()}


@dataclass(frozen=True)
class Money:
    """Whole euros: what was spent, beside what was budgeted."""

    euros: int | None
    on_budget: int | None
    beside: Mapping[str, Any] = field(default_factory=dict)
    units: Units = ()
    """What the money is divided by."""

    def told(self) -> dict[str, Any]:
        return {"euros": self.euros, "on_budget": self.on_budget, **self.beside}
