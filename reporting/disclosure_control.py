"""Small cells: what a reader must not deduce of one household (decision 15, sheet 04 §4.9).

A cell from one to the threshold less one is hidden; since the total less the other cells would give
it back, at least one more is hidden beside it, under the very same mark: a mark that told which
cell is small and which only completes it would give both away. Only breakdowns of people are
concerned: rates and stocks of the programme are told with their two terms whatever their size.

Two readings of the same people are never published side by side: breakdowns are told for the year
only, not for the quarter nor since the beginning, and a cell that grew by a few since the previous
quarter's report is as good as a small one. By track they are told whole or not at all.
"""

from collections.abc import Iterable, Mapping
from typing import Any

HIDDEN = "masqué"


def hide(by: Mapping[str, int], threshold: int, before: Mapping[str, int] | None = None) -> dict[str, int | str]:
    """The breakdown as it may be read beside its total; empty when nothing of it can be told."""
    hidden = {
        code
        for code, value in by.items()
        if 0 < value < threshold or 0 < value - (before or {}).get(code, 0) < threshold
    }
    if not hidden:
        return dict(by)
    others = sorted((value, code) for code, value in by.items() if code not in hidden)
    while others and _deducible(by, hidden):
        hidden.add(others.pop(0)[1])
    if _deducible(by, hidden):
        return {}
    return {code: HIDDEN if code in hidden else value for code, value in by.items()}


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
