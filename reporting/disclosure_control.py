"""Small cells: what a reader must not deduce of one household (decision 15, sheet 04 §4.9).

A cell from one to the threshold less one is hidden; since the total less the other cells would give
it back, others are hidden beside it, under the very same mark: a mark that told which cell is small and
which only completes it would give both away. A cell that differs by a few from one already published for
the same year is as good as a small one. Nothing is left to hope: `reporting.deduction` looks for what the
published tables of the year let be deduced together, and more is hidden until nothing is; a table that
hides nothing by hiding is not told at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reporting.deduction import Reading, System

HIDDEN = "masqué"


Published = Mapping[str, int | str]
"""A breakdown as its readers have it."""
Read = Callable[[Published], Reading]
"""What a breakdown tells its readers, beside what they have elsewhere."""


def hide(
    by: Mapping[str, int],
    threshold: int,
    read: Read,
    *,
    earlier: Sequence[Published] = (),
    before: Sequence[Reading] = (),
    after: Sequence[Reading] = (),
) -> dict[str, int | str]:
    """The breakdown as it may be read beside its total and what was published; empty when nothing can be.

    `earlier`: the same breakdown as already published for the year; `before` and `after`: what these tell,
    for the quarters that come before, and after.
    """
    hidden = {code for code, value in by.items() if _is_small(code, value, threshold, earlier)}
    others = sorted((value, code) for code, value in by.items() if code not in hidden and value)
    while True:
        told = {code: HIDDEN if code in hidden else value for code, value in by.items()}
        if not System([*before, read(told), *after]).gives_away():
            return told
        if not others:
            return {}
        hidden.add(others.pop(0)[1])


def _is_small(code: str, value: int, threshold: int, earlier: Sequence[Published]) -> bool:
    return 0 < value < threshold or any(is_close(value, told.get(code, 0), threshold) for told in earlier if told)


def is_close(value: int, published: int | str, threshold: int) -> bool:
    """Near enough to what readers already have for the difference to point at a few households."""
    return isinstance(published, int) and 0 < abs(value - published) < threshold


def shown(by: Published) -> dict[str, int | None]:
    """The cells of a breakdown, None for a hidden one."""
    return {code: value if isinstance(value, int) else None for code, value in by.items()}


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
