"""What an indicator is worth: a rate, a count, a delay, money. Each knows how it is told to a machine."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Protocol


class Result(Protocol):
    """Anything an indicator may be worth."""

    def told(self) -> dict[str, Any]: ...


def tidy(number: float) -> float | int:
    """A whole number without its « .0 », else one decimal."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


@dataclass(frozen=True)
class Rate:
    """A part of a whole, never a bare percentage (sheet 05 §5.0)."""

    part: int
    whole: int
    beside: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def among(cls, population: Iterable[Any], success: Iterable[Any], **beside: Any) -> "Rate":
        """How many of the population are in the success set."""
        whole = list(population)
        good = set(success)
        return cls(sum(1 for one in whole if one in good), len(whole), beside)

    def told(self) -> dict[str, Any]:
        return {"part": self.part, "whole": self.whole, **self.beside}


@dataclass(frozen=True)
class Count:
    """A number, perhaps broken down."""

    count: int
    by: Mapping[str, int] | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_each(cls, codes: Iterable[str], **beside: Any) -> "Count":
        """One for each code, counted together and code by code."""
        by = Counter(codes)
        return cls(sum(by.values()), dict(sorted(by.items())), beside)

    def told(self) -> dict[str, Any]:
        broken = {} if self.by is None else {"by": dict(self.by)}
        return {"count": self.count, **broken, **self.beside}


@dataclass(frozen=True)
class Flow:
    """What came in and what went out."""

    entries: int
    exits: int

    def told(self) -> dict[str, Any]:
        return {"entries": self.entries, "exits": self.exits}


@dataclass(frozen=True)
class Spread:
    """Median with its reach and its number: never a mean, which one household moves."""

    values: Sequence[float]
    beside: Mapping[str, Any] = field(default_factory=dict)

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

    def told(self) -> dict[str, Any]:
        return {months: value.told() if hasattr(value, "told") else value for months, value in self.at.items()}


@dataclass(frozen=True)
class Money:
    """Whole euros: what was spent, beside what was budgeted."""

    euros: int | None
    on_budget: int | None
    beside: Mapping[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        return {"euros": self.euros, "on_budget": self.on_budget, **self.beside}
