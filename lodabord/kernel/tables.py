"""Reading the tables people bring: CSV or XLSX, headings in French, every wrong row told at once.

Nothing here knows what the columns mean: a caller names the ones it wants and how each is read.
A file is read whole in memory, within limits; a formula is never evaluated nor kept as a value.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

MAX_BYTES = 5 * 1024 * 1024
MAX_UNZIPPED = 60 * 1024 * 1024
MAX_ROWS = 20_000
ENCODINGS = ("utf-8-sig", "cp1252")
TRUE, FALSE = {"oui", "o", "x", "1", "vrai"}, {"non", "n", "", "0", "faux"}


class UnreadableTable(Exception):
    """The file as a whole cannot be read. The message says what is wrong and how to mend it."""


@dataclass(frozen=True)
class Column:
    """A column that a caller wants: its field, the headings it may bear, how a cell is read."""

    name: str
    headings: tuple[str, ...]
    read: Callable[[Any], Any]
    required: bool = True
    """Whether the column must be there; an empty cell of a required column is an error too."""


@dataclass
class Row:
    """A row of the file, as read: its number on the sheet, its values by field, what is wrong in it."""

    number: int
    values: dict[str, Any]
    errors: list[str] = field(default_factory=list)


def text(value: Any) -> str:
    """A cell as text; a whole number loses its useless decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def number(value: Any) -> Decimal:
    """« 1 234,56 € » as a decimal."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(str(value))
    bare = re.sub(r"[\s  €]", "", text(value)).replace(",", ".")
    try:
        read = Decimal(bare)
    except InvalidOperation:
        raise ValueError(f"« {text(value)} » n'est pas un nombre") from None
    if not read.is_finite():
        raise ValueError(f"« {text(value)} » n'est pas un nombre")
    return read


def day(value: Any) -> date:
    """A date: the workbook's own, « 05/11/2025 » or « 2025-11-05 »."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"):
        try:
            return datetime.strptime(text(value), pattern).date()
        except ValueError:
            continue
    raise ValueError(f"« {text(value)} » n'est pas une date (attendu : jour/mois/année)")


def yes_or_no(value: Any) -> bool:
    """« oui » or « non »; an empty cell is no."""
    told = text(value).casefold()
    if told in TRUE:
        return True
    if told in FALSE:
        return False
    raise ValueError(f"« {text(value)} » : répondez oui ou non")


def read_table(name: str, content: bytes, columns: Iterable[Column]) -> list[Row]:
    """Every row of the first sheet that is not empty, its cells read. `name` tells the format by its ending."""
    wanted = list(columns)
    if len(content) > MAX_BYTES:
        raise UnreadableTable("Le fichier dépasse 5 Mo : découpez-le.")
    lines = _spreadsheet(content) if name.lower().endswith((".xlsx", ".xlsm")) else _csv(content)
    heading = next(((rank, line) for rank, line in lines if any(text(one) for one in line)), None)
    if heading is None:
        raise UnreadableTable("Le fichier est vide : la première ligne porte les titres des colonnes.")
    places = _places(heading[1], wanted)
    rows: list[Row] = []
    for rank, line in lines:
        if not any(text(one) for one in line):
            continue
        if len(rows) >= MAX_ROWS:
            raise UnreadableTable(f"Le fichier dépasse {MAX_ROWS} lignes : découpez-le.")
        rows.append(_row(rank, line, wanted, places))
    return rows


def _row(rank: int, line: list[Any], wanted: list[Column], places: dict[str, int]) -> Row:
    row = Row(rank, {})
    for column in wanted:
        place = places.get(column.name)
        cell = line[place] if place is not None and place < len(line) else None
        if text(cell) == "":
            row.values[column.name] = None
            if column.required:
                row.errors.append(f"« {column.headings[0]} » est vide")
            continue
        try:
            row.values[column.name] = column.read(cell)
        except ValueError as wrong:
            row.values[column.name] = None
            row.errors.append(f"« {column.headings[0]} » : {wrong}")
    return row


def _places(line: list[Any], wanted: list[Column]) -> dict[str, int]:
    """Where each wanted column is; unknown columns are left aside, a missing required one is said."""
    known = {_plain(text(cell)): place for place, cell in enumerate(line)}
    places = {}
    for column in wanted:
        found = next((known[_plain(one)] for one in column.headings if _plain(one) in known), None)
        if found is not None:
            places[column.name] = found
    missing = [one.headings[0] for one in wanted if one.required and one.name not in places]
    if missing:
        raise UnreadableTable(
            "Il manque " + ", ".join(f"la colonne « {one} »" for one in missing) + ". Titres lus : "
            + ", ".join(f"« {text(cell)} »" for cell in line if text(cell))[:300] + "."
        )  # fmt: skip
    return places


def _plain(heading: str) -> str:
    """A heading without accents, capitals, spaces or signs."""
    bare = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", bare)


def _csv(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    if b"\0" in content:
        raise UnreadableTable(
            "Ce fichier n'est ni un CSV ni un classeur XLSX. Enregistrez-le dans l'un de ces formats."
        )
    decoded = next((told for one in ENCODINGS if (told := _decoded(content, one)) is not None), None)
    if decoded is None:
        raise UnreadableTable("Le texte du fichier est illisible : enregistrez-le en CSV UTF-8.")
    first = decoded.lstrip().split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(decoded), delimiter=separator), start=1)
    except csv.Error:
        raise UnreadableTable("Le fichier CSV est mal formé : enregistrez-le de nouveau depuis le tableur.") from None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _spreadsheet(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    import openpyxl

    broken = "Ce classeur est illisible : ouvrez-le dans le tableur et enregistrez-le de nouveau en .xlsx."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MAX_UNZIPPED:
                raise UnreadableTable("Le classeur est trop volumineux une fois ouvert : découpez-le.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except UnreadableTable:
        raise
    except Exception:
        raise UnreadableTable(broken) from None
    try:
        sheet = book.worksheets[0]
        for rank, line in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield rank, list(line)
    except UnreadableTable:
        raise
    except Exception:
        raise UnreadableTable(broken) from None
    finally:
        book.close()
