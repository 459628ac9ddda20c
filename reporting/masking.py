"""One table of people as funders may read it: masked against its total, the year's other reports, and other figures."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from reporting.codes import LEASE_LOST, SITUATION
from reporting.deduction import Reading
from reporting.disclosure_control import Published, hide, shown
from reporting.indicators.publics import UNKNOWN, WITHOUT_HOME
from reporting.masked_tables import BesideTable, MaskedTable, Values

WITH_HOME = frozenset({*SITUATION.values(), UNKNOWN}) - WITHOUT_HOME


def masked(
    table: MaskedTable,
    values: Values,
    threshold: int,
    published: Sequence[Values],
    later: Sequence[Values],
    losing: frozenset[str],
) -> dict[str, int | str]:
    """The cells of the table for this quarter, beside those of the year's other reports."""
    cells = table.cells(values)
    read = partial(
        _reading, table, losses=_losses(table, cells, values, losing), certain=_certain(table, cells, values)
    )
    return hide(
        cells,
        threshold,
        partial(read, values),
        earlier=[table.read(one) for one in (*published, *later)],
        before=[read(one, table.read(one)) for one in published],
        after=[read(one, table.read(one)) for one in later],
    )


def _certain(table: MaskedTable, cells: dict[str, int], values: Values) -> bool:
    """Whether what the totals tell of a cell is the whole of it."""
    told = table.known(values) if table.known else {}
    return all(cells.get(code, 0) == count for code, count in told.items())


def _reading(
    table: MaskedTable, values: Values, by: Published, *, losses: tuple[frozenset[str], int], certain: bool
) -> Reading:
    """What this table tells, beside what the other figures of the same report tell of its cells."""
    elsewhere = table.known(values) if table.known else {}
    floors = [(frozenset({code}), count) for code, count in elsewhere.items()] + _homes(table, values)
    codes, base = losses
    return Reading(
        total=table.total(values),
        cells=shown(by),
        adds_up=table.adds_up,
        at_least_one=table.at_least_one,
        known=elsewhere if certain else {},
        sums=[(codes, max(0, _lost(values) - base))] if codes else [],
        floors=floors,
    )


def _homes(table: MaskedTable, values: Values) -> list[tuple[frozenset[str], int]]:
    """P2 counts, among households of the same year, those that had no home."""
    if (table.code, table.part) != ("P1", "situation"):
        return []
    awarded: Any = values["P2"]["all"]["year"] or {"part": 0, "whole": 0}
    return [(WITHOUT_HOME, awarded["part"]), (WITH_HOME, awarded["whole"] - awarded["part"])]


def _losses(
    table: MaskedTable, cells: dict[str, int], values: Values, losing: frozenset[str]
) -> tuple[frozenset[str], int]:
    """The reasons of a loss, and the losses of M1 that are not exits of this year."""
    if table.code != "E1" or not losing:
        return frozenset(), 0
    codes = losing | {LEASE_LOST}
    return codes, _lost(values) - sum(count for code, count in cells.items() if code in codes)


def _lost(values: Values) -> int:
    """Households not maintained at the date of the report: M1 tells them in clear."""
    told = [values["M1"][track]["year"] or {"part": 0, "whole": 0} for track in ("access", "retention")]
    return sum(one["whole"] - one["part"] for one in told)


def masked_beside(
    table: BesideTable, row: Values, threshold: int, before: Sequence[Values], after: Sequence[Values]
) -> dict[str, int | str]:
    """The same, for a breakdown frozen beside the indicators."""

    def read(of: Values, by: Published) -> Reading:
        return Reading(table.total(of["indicators"]), shown(by), adds_up=table.adds_up)

    return hide(
        table.read(row),
        threshold,
        partial(read, row),
        earlier=[table.read(one) for one in (*before, *after)],
        before=[read(one, table.read(one)) for one in before],
        after=[read(one, table.read(one)) for one in after],
    )
