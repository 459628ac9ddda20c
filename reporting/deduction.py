"""What a reader could work out of published tables: the reach of each hidden cell, by integer programming.

A hidden cell is a whole number, one at least; cells add up to their total; within a year counts only grow
from one quarter to the next. A cell whose lowest and highest possible values are one is not hidden at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

UNNAMED = "?"
"""Whatever else a table that is not told may hold."""


@dataclass(frozen=True)
class Reading:
    """One table of one quarter, as it is read. `cells`: number, or None when hidden; empty when the table is not told."""

    total: int
    cells: Mapping[str, int | None]
    adds_up: bool = True
    at_least_one: bool = True
    known: Mapping[str, int] = field(default_factory=dict)
    """Cells given elsewhere."""
    sums: Sequence[tuple[frozenset[str], int]] = ()
    """Sums of cells given elsewhere."""
    floors: Sequence[tuple[frozenset[str], int]] = ()
    """What some cells reach together, at least."""


class System:
    """All the readings of a table within a year, oldest first, taken together."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.readings = readings
        self.codes = [*sorted({code for one in readings for code in (*one.cells, *one.known)}), UNNAMED]
        self.width = len(self.codes)
        self.size = self.width * len(readings)
        lower, upper = zip(*self._reaches(), strict=True)
        self.bounds = Bounds(np.array(lower, float), np.array(upper, float))
        rows = list(self._rows())
        self.constraints = LinearConstraint(
            np.array([row for row, _, _ in rows]), [low for _, low, _ in rows], [high for _, _, high in rows]
        )

    def reach(self, reading: int, code: str) -> tuple[int, int] | None:
        """Lowest and highest value the cell may have; None when nothing fits what is published."""
        aim = np.zeros(self.size)
        aim[self._at(reading, code)] = 1
        found = []
        for sign in (1, -1):
            solved = milp(sign * aim, constraints=self.constraints, bounds=self.bounds, integrality=np.ones(self.size))
            if not solved.success:
                return None
            found.append(round(sign * solved.fun))
        return found[0], found[1]

    def gives_away(self) -> bool:
        """Whether a hidden cell has one possible value, or nothing fits."""
        for index, one in enumerate(self.readings):
            for code, value in one.cells.items():
                if value is None and code not in one.known:
                    reach = self.reach(index, code)
                    if reach is None or reach[0] == reach[1]:
                        return True
        return False

    def _at(self, reading: int, code: str) -> int:
        return reading * self.width + self.codes.index(code)

    def _reaches(self) -> Iterator[tuple[int, int]]:
        for one in self.readings:
            for code in self.codes:
                if code in one.known:
                    yield one.known[code], one.known[code]
                elif not one.cells:
                    yield 0, one.total
                else:
                    value = one.cells.get(code, 0)
                    yield (1, one.total) if value is None else (value, value)

    def _rows(self) -> Iterator[tuple[np.ndarray, float, float]]:
        for index, one in enumerate(self.readings):
            everything = frozenset(self.codes)
            if one.adds_up:
                yield self._sum(index, everything), one.total, one.total
            elif one.at_least_one:
                yield self._sum(index, everything), one.total, np.inf
            for some, total in one.sums:
                yield self._sum(index, some), total if one.cells else 0, total
            for some, floor in one.floors:
                yield self._sum(index, some | {UNNAMED}), floor, np.inf
            for code in self.codes if index and _has_grown(self.readings[index - 1], one) else ():
                row = np.zeros(self.size)
                row[self._at(index, code)], row[self._at(index - 1, code)] = 1, -1
                yield row, 0, np.inf
        yield np.zeros(self.size), 0, np.inf

    def _sum(self, reading: int, some: frozenset[str]) -> np.ndarray:
        row = np.zeros(self.size)
        for code in some:
            if code in self.codes:
                row[self._at(reading, code)] = 1
        return row


def _has_grown(before: Reading, now: Reading) -> bool:
    """Whether nothing shown went down: a correction in between breaks the link."""
    if now.total < before.total:
        return False
    both = [(before.cells[code], now.cells.get(code, 0)) for code in before.cells if now.cells]
    return all(old is None or new is None or old <= new for old, new in both)
