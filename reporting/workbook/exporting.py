"""The workbook of an agreement, as its reader may read it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lodabord.partners.models import Agreement
from reporting.workbook.book import written
from reporting.workbook.sheets import Column, Sheet, read_by
from reporting.workbook.telling import Reader, rows_of

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


def export(agreement: Agreement, membership: "Membership | None" = None, absent: Iterable[str] = ()) -> bytes:
    """The file. The database is asked as whoever acts now: a member in a request, the programme for an operator.

    `absent`: what an earlier workbook did not carry; left out again as long as nothing was noted since, so that what
    is unknown stays unknown.
    """
    reader = Reader(agreement, membership)
    sheets = read_by(membership.role if membership else None)
    rows = {sheet.name: list(rows_of(sheet.name, reader)) for sheet, _ in sheets}
    return written(_without(sheets, rows, frozenset(absent)), dict(rows))


def _without(
    sheets: list[tuple[Sheet, list[Column]]], rows: dict[str, list[dict[str, Any]]], absent: frozenset[str]
) -> list[tuple[Sheet, list[Column]]]:
    told = []
    for sheet, columns in sheets:
        if sheet.name in absent and not rows[sheet.name] and not sheet.required:
            continue
        kept = [one for one in columns if one.required or not _is_unknown(sheet, one, rows[sheet.name], absent)]
        told.append((sheet, kept))
    return told


def _is_unknown(sheet: Sheet, column: Column, rows: list[dict[str, Any]], absent: frozenset[str]) -> bool:
    never = all(row.get(column.name) in (None, "") for row in rows)
    return f"{sheet.name}.{column.name}" in absent and never
