"""Opening a file that somebody sent as a workbook: bounded in size, never run, refused in plain words.

A workbook is an archive of XML. Its declared size is what may be decompressed (an archive cannot give
more than it declares), so that a small file cannot fill the memory; a document that declares entities,
carries a program or is locked is refused before anything of it is read.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reporting.workbook.problems import Refused, refusal

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
LARGEST_UNZIPPED = 300 * MEBIBYTE
MOST_PARTS = 500
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the old binary format, which also wraps a workbook locked by a password."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+[^>]*ref="([A-Z0-9:$]+)"')
ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
CHUNK = 256 * 1024

SAVE_AGAIN = "Enregistrez-le depuis le tableur au format « Classeur Excel (.xlsx) », sans mot de passe ni macro."
NOT_A_WORKBOOK = f"Ce fichier n'est pas un classeur .xlsx. {SAVE_AGAIN}"
BROKEN = f"Ce classeur est abîmé : il ne peut pas être lu. {SAVE_AGAIN}"
EMPTY = "Ce fichier est vide."
LOCKED = f"Ce classeur est protégé par un mot de passe, ou à l'ancien format .xls. {SAVE_AGAIN}"
MACRO = f"Ce classeur contient un programme (macro) : par sécurité il est refusé. {SAVE_AGAIN}"
TOO_LARGE = (
    f"Ce fichier dépasse {LARGEST // MEBIBYTE} Mo : reprenez le suivi en plusieurs conventions, ou ôtez les images."
)
BOMB = (
    f"Une fois ouvert, ce classeur dépasse {LARGEST_UNZIPPED // MEBIBYTE} Mo : ôtez les images, les mises en forme et les "
    "lignes vides."
)


@contextmanager
def opened(content: bytes) -> Iterator["Book"]:
    """The workbook, for the length of the block. Raises `Refused`, whatever the file holds."""
    _require_an_archive(content)
    with _archive(content) as archive:
        _require_harmless(archive)
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl warns of is told by the cell itself
            try:
                book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            except Exception:  # whatever openpyxl meets in a broken file
                raise refusal(BROKEN) from None
            try:
                yield Book(book, archive)
            finally:
                book.close()


class Book:
    """An open workbook and the archive it comes from."""

    def __init__(self, book: Any, archive: zipfile.ZipFile) -> None:
        self.book, self.archive = book, archive

    @property
    def worksheets(self) -> list[Any]:
        return list(self.book.worksheets)

    def rows(self, sheet: Any, width: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Row by row, the cells as they are."""
        try:
            sheet.reset_dimensions()
            yield from sheet.iter_rows(max_col=width)
        except Refused:
            raise
        except Exception:  # a broken part shows only while it is being read
            raise refusal(BROKEN) from None

    def merged(self, sheet: Any) -> str:
        """The first group of merged cells of a sheet, « A2:A5 », or nothing."""
        with self.archive.open(sheet._worksheet_path.lstrip("/")) as part:
            kept = b""
            while chunk := part.read(CHUNK):
                if found := MERGED.search(kept + chunk):
                    return found[1].decode()
                kept = chunk[-200:]
        return ""


def _require_an_archive(content: bytes) -> None:
    if not content:
        raise refusal(EMPTY)
    if len(content) > LARGEST:
        raise refusal(TOO_LARGE)
    if content.startswith(OLE):
        raise refusal(LOCKED)
    if not content.startswith(b"PK"):
        raise refusal(NOT_A_WORKBOOK)


@contextmanager
def _archive(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception:
        raise refusal(BROKEN) from None
    with archive:
        yield archive


def _require_harmless(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {one.filename.lower() for one in parts}
    if any(one.flag_bits & 1 for one in parts):
        raise refusal(LOCKED)
    if sum(one.file_size for one in parts) > LARGEST_UNZIPPED or len(parts) > MOST_PARTS:
        raise refusal(BOMB)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise refusal(MACRO)
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refusal(NOT_A_WORKBOOK)
    for one in parts:
        if one.filename.lower().endswith((".xml", ".rels", ".vml")):
            _require_no_entity(archive, one)


def _require_no_entity(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """An XML document of a workbook never declares an entity: one that does wants to grow."""
    try:
        with archive.open(part) as content:
            head = content.read(4096)
    except Exception:
        raise refusal(BROKEN) from None
    if ENTITY.search(head) or ENTITY.search(head.replace(b"\0", b"")):
        raise refusal(BROKEN)
