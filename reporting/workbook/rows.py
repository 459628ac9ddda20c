"""The sheets of an open workbook, cell by cell: what could be read, and all that could not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from reporting.workbook.kinds import plain, shown
from reporting.workbook.opening import Book, opened
from reporting.workbook.problems import Problem, refusal
from reporting.workbook.sheets import BY_NAME, NOT_READ, SHEETS, Column, Sheet

MOST_ROWS, MOST_IN_ALL = 100_000, 300_000
LAST_ROW = 1_048_576
"""Of a spreadsheet: beyond, the file lies."""
HEADINGS_WITHIN, BEYOND = 200, 20
"""How far headings are looked for, and how far after the last one a stray value is."""
EACH = 5_000

Tell = Callable[[str, int], None]
"""Told how the work goes: the step in words, how many rows so far."""


def silent(step: str, done: int) -> None:
    """Nobody listens."""


@dataclass
class Row:
    """A row that is not empty: its number in the spreadsheet, its values, and the columns that could not be read."""

    sheet: str
    number: int
    values: dict[str, Any]
    wrong: set[str] = field(default_factory=set)

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def problem(self, column: str, told: str) -> Problem:
        return Problem(self.sheet, self.number, column, told)


@dataclass
class Content:
    """What a workbook holds: rows by sheet, the columns that were there, what is wrong."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, sheet: str) -> list[Row]:
        return self.rows.get(sheet, [])

    def carries(self, sheet: str, column: str = "") -> bool:
        """Whether the sheet, or this column of it, was in the file."""
        return sheet in self.columns and (not column or column in self.columns[sheet])

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def read(content: bytes, tell: Tell = silent) -> Content:
    """Every row of every sheet. Raises `Refused` when the file as a whole cannot be read."""
    told = Content()
    with opened(content) as book:
        for sheet, found in _sheets(book, told):
            _read_sheet(book, found, sheet, told, tell)
    for sheet in SHEETS:
        if sheet.required and sheet.name not in told.columns:
            told.problems.append(Problem(sheet.name, 0, "", "cette feuille est obligatoire. Repartez du modèle."))
    return told


def _sheets(book: Book, told: Content) -> Iterable[tuple[Sheet, Any]]:
    """The sheets that hold data; unknown, hidden and double ones are problems."""
    seen: set[str] = set()
    for found in book.worksheets:
        name = plain(found.title)
        if name in NOT_READ:
            continue
        wrong = _wrong_sheet(name, found, seen)
        if wrong:
            told.problems.append(Problem(found.title, 0, "", wrong))
        elif name in BY_NAME:
            seen.add(name)
            yield BY_NAME[name], found


def _wrong_sheet(name: str, found: Any, seen: set[str]) -> str:
    if name not in BY_NAME:
        return "cette feuille est inconnue. Feuilles attendues : " + ", ".join(BY_NAME) + "."
    if name in seen:
        return "cette feuille est là deux fois : gardez-en une."
    if found.sheet_state != "visible":
        return "cette feuille est masquée : affichez-la pour la relire, ou supprimez-la."
    return ""


def _read_sheet(book: Book, found: Any, sheet: Sheet, told: Content, tell: Tell) -> None:
    if merged := book.merged(found):
        wrong = f"des cellules sont fusionnées ({merged}) : défusionnez-les, une valeur par cellule."
        told.problems.append(Problem(sheet.name, 0, "", wrong))
    places: dict[int, Column] | None = None
    kept: list[Row] = []
    width = HEADINGS_WITHIN
    told.columns[sheet.name] = []
    for number, cells in enumerate(book.rows(found, width), start=1):
        if number > LAST_ROW:
            raise refusal(f"La feuille « {sheet.name} » annonce plus de lignes qu'un tableur n'en a : refaites-la.")
        if places is None:
            if any(cell.value is not None for cell in cells):
                places = _headings(sheet, number, cells, told)
                told.columns[sheet.name] = [one.name for one in places.values()]
            continue
        if row := _row(sheet, number, cells, places, told):
            kept.append(row)
            _within_limits(sheet, kept, told, tell)
    if places is None:
        _missing(sheet, 1, set(), told)
    told.rows[sheet.name] = kept


def _within_limits(sheet: Sheet, kept: list[Row], told: Content, tell: Tell) -> None:
    if len(kept) > MOST_ROWS or told.count + len(kept) > MOST_IN_ALL:
        raise refusal(
            f"La feuille « {sheet.name} » dépasse ce qu'une reprise accepte ({MOST_ROWS} lignes par feuille, "
            f"{MOST_IN_ALL} en tout) : reprenez le suivi convention par convention."
        )
    if len(kept) % EACH == 0:
        tell(f"Lecture de « {sheet.name} »", told.count + len(kept))


def _headings(sheet: Sheet, number: int, cells: tuple[Any, ...], told: Content) -> dict[int, Column]:
    """Which column is where; unknown, double and missing ones are problems."""
    known = {one.name: one for one in sheet.columns}
    places: dict[int, Column] = {}
    for place, cell in enumerate(cells):
        if cell.value is None or not str(cell.value).strip():
            continue
        name = plain(cell.value).rstrip("*").rstrip("_")
        if cell.data_type == "f" or name not in known:
            wrong = "cette colonne est inconnue. Colonnes attendues : " + ", ".join(known) + "."
            told.problems.append(Problem(sheet.name, number, shown(cell.value), wrong))
        elif known[name] in places.values():
            told.problems.append(Problem(sheet.name, number, name, "cette colonne est là deux fois : gardez-en une."))
        else:
            places[place] = known[name]
    _missing(sheet, number, {one.name for one in places.values()}, told)
    return places


def _missing(sheet: Sheet, number: int, there: set[str], told: Content) -> None:
    for column in sheet.columns:
        if column.required and column.name not in there:
            told.problems.append(Problem(sheet.name, number, column.name, "cette colonne obligatoire manque."))


def _row(sheet: Sheet, number: int, cells: tuple[Any, ...], places: dict[int, Column], told: Content) -> Row | None:
    filled = [(place, cell) for place, cell in enumerate(cells) if not _is_empty(cell)]
    if not filled:
        return None
    row = Row(sheet.name, number, {})
    for place, cell in filled:
        column = places.get(place)
        if column is None:
            stray = f"« {shown(cell.value)} » est sous une colonne sans titre connu : ôtez-le, ou donnez un titre."
            told.problems.append(Problem(sheet.name, number, cell.column_letter, stray))
            continue
        _value(row, column, cell, told)
    for column in places.values():
        if column.required and column.name not in row.values and column.name not in row.wrong:
            row.wrong.add(column.name)
            told.problems.append(row.problem(column.name, f"la cellule est vide (attendu : {column.kind.expected})."))
    return row


def _is_empty(cell: Any) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.replace("\u00a0", " ").strip())


def _value(row: Row, column: Column, cell: Any, told: Content) -> None:
    """The value of a cell; a formula is never read."""
    if cell.data_type == "f":
        wrong = f"la cellule contient une formule : collez sa valeur (attendu : {column.kind.expected})."
    elif cell.data_type == "e" or isinstance(cell.value, timedelta | time):
        wrong = f"« {shown(cell.value)} » ne peut pas être lu (attendu : {column.kind.expected})."
    else:
        try:
            row.values[column.name] = column.kind.read(cell.value)
            return
        except ValueError as refused:
            wrong = f"« {shown(cell.value)} » : {refused} (attendu : {column.kind.expected})."
    row.wrong.add(column.name)
    told.problems.append(row.problem(column.name, wrong))
