"""Small cells: what a reader must not deduce of one household (decision 15, sheet 04 §4.9).

A cell from one to the threshold less one is hidden; since the total less the other cells would give
it back, at least one more is hidden beside it, under the very same mark: a mark that told which
cell is small and which only completes it would give both away. Only breakdowns of people are
concerned: rates and stocks of the programme are told with their two terms whatever their size.

Two readings of the same people are never published side by side: breakdowns are told for the year
only, not for the quarter nor since the beginning, and a cell that differs by a few from one already
published for the same year is as good as a small one. By track they are told whole or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

HIDDEN = "masqué"


Published = Mapping[str, int | str]
"""A breakdown as its readers have it."""


def hide(by: Mapping[str, int], threshold: int, earlier: Sequence[Published] = ()) -> dict[str, int | str]:
    """The breakdown as it may be read beside its total and what was published before; empty when nothing can be."""
    hidden = {
        code
        for code, value in by.items()
        if 0 < value < threshold or any(_close(value, told.get(code, 0), threshold) for told in earlier if told)
    }
    if not hidden:
        return dict(by)
    others = sorted((value, code) for code, value in by.items() if code not in hidden)
    while others and _deducible(by, hidden):
        hidden.add(others.pop(0)[1])
    if _deducible(by, hidden):
        return {}
    return {code: HIDDEN if code in hidden else value for code, value in by.items()}


def _close(value: int, published: int | str, threshold: int) -> bool:
    """Near enough to what readers already have for the difference to point at a few households."""
    return isinstance(published, int) and 0 < abs(value - published) < threshold


def _deducible(by: Mapping[str, int], hidden: set[str]) -> bool:
    """Whether the total and what is shown leave a single way to fill the hidden cells, each at least one."""
    return len(hidden) == 1 or sum(by[code] for code in hidden) <= len(hidden)


def hide_tracks(tracks: Mapping[str, Mapping[str, int]], threshold: int) -> dict[str, dict[str, int]]:
    """By track, the breakdown is told only when no track holds a small cell: else one would give the other."""
    if any(0 < value < threshold for by in tracks.values() for value in by.values()):
        return {track: {} for track in tracks}
    return {track: dict(by) for track, by in tracks.items()}


def relabel(by: Mapping[str, Any], revealing: Iterable[str], neutral: str) -> dict[str, Any]:
    """Codes that reveal health, justice or childhood protection become one neutral word (decision 16)."""
    revealing = frozenset(revealing)
    told: dict[str, Any] = {}
    for code, value in by.items():
        name = neutral if code in revealing else code
        told[name] = told.get(name, 0) + value
    return told


def is_hidden(value: Any) -> bool:
    """Whether this is the mark of a hidden cell."""
    return value == HIDDEN
