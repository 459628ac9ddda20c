"""The workbook as a file: its sheets with their drop-down lists and its notice, empty or filled.

Every text is written as a text: no cell of it is ever a formula.
"""

import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reporting.workbook.sheets import LISTS, NOTICE, SHEETS, Column, Sheet

ROWS_WITH_LISTS = 20_000
"""How far down a drop-down list goes."""
WIDTH, NARROW = 16, 12
NOTICE_WIDTH = 110
LONGEST_PROMPT = 250

READ_FIRST = [
    "Reprise d'un suivi existant",
    "Une feuille par sujet, une ligne par fait. Les titres suivis d'une étoile sont obligatoires sur chaque ligne.",
    "« menage » reprend le code de la feuille « menages ». Les dates sont des dates du tableur, ou un texte comme 2025-11-05. "
    "Les heures s'écrivent comme 2025-11-05 14:30. Oui et non s'écrivent en toutes lettres.",
    "« fin » est le premier jour qui n'est plus compté : le jour de la réactivation, de la sortie, ou de la mesure suivante.",
    "Ôtez les feuilles et les colonnes facultatives que vous ne suivez pas : l'indicateur sera « non défini ». "
    "Laissées vides, elles disent qu'il ne s'est rien passé.",
    "Ni formule, ni cellules fusionnées, ni feuille masquée, ni macro, ni mot de passe.",
    "Le site relit tout avant d'écrire : toutes les erreurs sont données ensemble, et rien n'est repris tant qu'il en reste.",
]


def template(lists: dict[str, list[str]]) -> bytes:
    """The empty workbook, with one word of help on each heading. `lists`: codes that the database holds, by column."""
    return written([(sheet, list(sheet.columns)) for sheet in SHEETS], {}, lists)


def written(
    sheets: list[tuple[Sheet, list[Column]]],
    rows: dict[str, Iterable[dict[str, Any]]],
    lists: dict[str, list[str]] | None = None,
) -> bytes:
    """Those sheets and columns, with their rows."""
    import xlsxwriter

    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, options) as book:
        page = _Page(book)
        page.notice(sheets)
        for sheet, columns in sheets:
            page.sheet(sheet, columns, rows.get(sheet.name, ()))
        page.lists(sheets, lists or {})
    return kept.getvalue()


class _Page:
    """The workbook being written, and its formats."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.text = book.add_format({"num_format": "@"})
        self.places: dict[tuple[str, ...], str] = {}
        self.listed: list[tuple[str, tuple[str, ...]]] = []

    def notice(self, sheets: list[tuple[Sheet, list[Column]]]) -> None:
        page = self.book.add_worksheet(NOTICE)
        page.set_column(0, 0, NOTICE_WIDTH)
        page.hide_gridlines(2)
        for line, told in enumerate(READ_FIRST):
            page.write_string(line, 0, told, self.title if line == 0 else self.wrap)
        line = len(READ_FIRST) + 1
        for sheet, columns in sheets:
            page.write_string(line, 0, f"{sheet.name} — {sheet.help}", self.bold)
            for column in columns:
                line += 1
                star = "*" if column.required else ""
                page.write_string(
                    line, 0, f"   {column.name}{star} : {column.help} ({column.kind.expected})", self.wrap
                )
            line += 2

    def sheet(self, sheet: Sheet, columns: list[Column], rows: Iterable[dict[str, Any]]) -> None:
        page = self.book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            page.write_string(0, place, f"{column.name}*" if column.required else column.name, self.head)
            page.set_column(place, place, max(NARROW, min(len(column.name) + 4, 2 * WIDTH)), self._format(column))
            self._validate(page, place, column)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                self._cell(page, line, place, row.get(column.name))

    def _format(self, column: Column) -> Any:
        """Of the empty cells to come: a date typed there is a date, a number of eighteen digits stays a text."""
        return {"date": self.day, "date_heure": self.instant, "texte": self.text}.get(column.kind.name)

    def _validate(self, page: Any, place: int, column: Column) -> None:
        """A drop-down list for one code; a word of help elsewhere."""
        prompt = {
            "input_title": column.name[:32],
            "input_message": f"{column.help} — {column.kind.expected}"[:LONGEST_PROMPT],
        }
        if column.kind.codes and not column.kind.several:
            rule = {"validate": "list", "source": self._range(tuple(column.kind.codes), column.name)}
            told = {"error_title": column.name[:32], "error_message": "Choisissez un code de la liste."}
            page.data_validation(1, place, ROWS_WITH_LISTS, place, {**rule, **told, **prompt})
        else:
            page.data_validation(1, place, ROWS_WITH_LISTS, place, {"validate": "any", **prompt})

    def _range(self, codes: tuple[str, ...], name: str) -> str:
        """Where the list is, on its own sheet; the same list is written once."""
        if codes not in self.places:
            letter = self._letter(len(self.listed))
            self.places[codes] = f"={LISTS}!${letter}$2:${letter}${len(codes) + 1}"
            self.listed.append((name, codes))
        return self.places[codes]

    @staticmethod
    def _letter(place: int) -> str:
        from xlsxwriter.utility import xl_col_to_name

        return str(xl_col_to_name(place))

    def lists(self, sheets: list[tuple[Sheet, list[Column]]], more: dict[str, list[str]]) -> None:
        """The codes, column by column: those of the drop-down lists, then those that are written with « ; »."""
        several = {
            (column.name, tuple(column.kind.codes))
            for _, columns in sheets
            for column in columns
            if column.kind.several and column.kind.codes
        }
        page = self.book.add_worksheet(LISTS)
        for place, (name, codes) in enumerate([*self.listed, *sorted(several), *sorted(more.items())]):
            page.write_string(0, place, name, self.head)
            page.set_column(place, place, 2 * WIDTH - NARROW)
            for line, one in enumerate(codes, start=1):
                page.write_string(line, place, one)

    def _cell(self, page: Any, line: int, place: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            page.write_string(line, place, "oui" if value else "non")
        elif isinstance(value, datetime):
            page.write_datetime(line, place, value.replace(tzinfo=None), self.instant)
        elif isinstance(value, date):
            page.write_datetime(line, place, value, self.day)
        elif isinstance(value, int | float | Decimal):
            page.write_number(line, place, value)
        else:
            page.write_string(line, place, str(value), self.text)
