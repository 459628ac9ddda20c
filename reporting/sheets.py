"""The aggregates as sheets: CSV for machines, XLSX for people. No cell is ever a formula.

A line taken alone still says whose reading it is, up to which day, and by which rule it was computed.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter

from reporting.document import Document
from reporting.editions import Edition
from reporting.parts.shapes import Chart, Part, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = ";"
HEAD = (
    "convention", "trimestre", "date de référence", "état", "version du rapport", "indicateur", "version de la règle",
    "libellé", "volet", "période", "grandeur", "valeur",
)  # fmt: skip
TRACKS = ("access", "retention", "all")
ANNUAL = "MM"
"""The code of the months of measure: derived, beside the indicators and not one of them."""


def lines(told: dict[str, Any], edition: Edition) -> Iterator[list[Any]]:
    """One line per figure, values as they were computed."""
    state = "provisoire" if told["as_of"] < told["end"] else "définitif"
    head = [told["agreement"], told["quarter"], told["as_of"], state, edition.label]
    for code, indicator in told["indicators"].items():
        for track in TRACKS:
            for span, value in indicator[track].items():
                for name, figure in _flat(value):
                    yield [*head, code, told["rule_versions"][code], indicator["label"], track, span, name, figure]
    annual = told.get("beside", {}).get("annual", {})
    for span, value in annual.items():
        if span != "rule_version":
            for name, figure in _flat(value):
                yield [*head, ANNUAL, annual["rule_version"], "Mois-mesure et phases", "all", span, name, figure]


def _flat(value: Any, name: str = "") -> list[tuple[str, Any]]:
    """The leaves of a value, each with its path."""
    if not isinstance(value, dict):
        return [(name, value)] if name else [("", "sans objet")]
    return [leaf for key, inner in value.items() for leaf in _flat(inner, f"{name}.{key}" if name else str(key))]


def as_csv(told: dict[str, Any], edition: Edition) -> bytes:
    """For a spreadsheet: separator « ; », French decimals, no formula."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(HEAD)
    for line in lines(told, edition):
        writer.writerow([plain(one) for one in line])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def plain(value: Any) -> str:
    """A cell that a spreadsheet cannot run: what looks like a formula is quoted."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(",", "", 1).isdigit()


def as_xlsx(report: Document, told: dict[str, Any]) -> bytes:
    """What the file is, every figure as a number, then one sheet per part that has tables."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    about = {"title": report.title, "author": str(report.agreement.association), "comments": report.level}
    book.set_properties({**about, "created": report.made_on_at})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    _cover(book, report, bold, wrap)
    _figures(book, told, report.edition, bold)
    for part in report.parts:
        if any(isinstance(one, Table | Chart) for one in part.blocks):
            _part(book, part, bold, wrap)
    book.close()
    return content.getvalue()


def _cover(book: Any, report: Document, bold: Any, wrap: Any) -> None:
    sheet = book.add_worksheet("Lire d'abord")
    sheet.set_column(0, 0, 30, bold)
    sheet.set_column(1, 1, 90, wrap)
    for rank, (name, value) in enumerate([("Document", report.title), *report.about]):
        sheet.write_string(rank, 0, name)
        sheet.write_string(rank, 1, value)


def _figures(book: Any, told: dict[str, Any], edition: Edition, bold: Any) -> None:
    sheet = book.add_worksheet("Chiffres")
    sheet.write_row(0, 0, HEAD, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 4, 14)
    sheet.set_column(7, 7, 44)
    count = 0
    for rank, line in enumerate(lines(told, edition), start=1):
        count = rank
        for column, value in enumerate(line):
            _write(sheet, rank, column, value)
    sheet.autofilter(0, 0, count, len(HEAD) - 1)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    """A number as a number; anything else as text, whatever it looks like."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value))


def _part(book: Any, part: Part, bold: Any, wrap: Any) -> None:
    sheet = book.add_worksheet(f"{part.number}. {part.anchor}")
    sheet.set_column(0, 0, 48, wrap)
    sheet.set_column(1, 8, 24, wrap)
    sheet.write_string(0, 0, f"{part.number}. {part.title}", bold)
    sheet.write_string(1, 0, part.message, wrap)
    row = 3
    for table in (
        one.table if isinstance(one, Chart) else one for one in part.blocks if isinstance(one, Table | Chart)
    ):
        sheet.write_string(row, 0, table.caption, bold)
        for column, name in enumerate(table.head):
            sheet.write_string(row + 1, column, name, bold)
        for rank, line in enumerate(table.lines, start=row + 2):
            for column, cell in enumerate((f"{line.label} ({line.code})" if line.code else line.label, *line.cells)):
                sheet.write_string(rank, column, cell)
        row += len(table.lines) + 3
