"""Text and workbook: the same report, which says what it is, and in which nothing runs."""

import io
import re
import zipfile
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pikepdf
import pytest
from docx import Document as read_text

from lodabord.partners.models import Organisation
from reporting import files
from reporting.editions import Edition
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter
from tests.factories import referred_case

AT = datetime(2025, 4, 10, 9, tzinfo=ZoneInfo("Europe/Paris"))
DAY = date(2025, 4, 10)


@pytest.fixture
def snapshot(cast: Any, agreement: Any) -> SteeringSnapshot:
    referred_case(cast, on=date(2025, 2, 3))
    return SteeringSnapshot.freeze(agreement, Quarter(2025, 1), today=DAY, at=AT, by=None)


def written(snapshot: SteeringSnapshot, format: str, edition: Edition = Edition.FUNDER) -> bytes:
    return files.write(snapshot.told(edition), snapshot.agreement, format, today=DAY, edition=edition)


ABOUT = (
    "DEMO",
    "1er trimestre 2025",
    "31/03/2025",
    "v1",
    "Version financeurs",
    "petits effectifs masqués",
    "Définitif",
)


@pytest.mark.parametrize("word", ABOUT)
def test_the_workbook_says_what_it_is(snapshot: Any, word: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(snapshot, "xlsx")))["Lire d'abord"]

    assert word in " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("word", ABOUT)
def test_the_text_says_what_it_is(snapshot: Any, word: str) -> None:
    text = read_text(io.BytesIO(written(snapshot, "docx")))

    assert word in " ".join(cell.text for row in text.tables[0].rows for cell in row.cells)


def test_every_page_of_the_text_says_its_level_and_its_rules(snapshot: Any) -> None:
    section = read_text(io.BytesIO(written(snapshot, "docx"))).sections[0]

    assert "petits effectifs masqués" in section.header.paragraphs[0].text
    assert section.footer.paragraphs[0].text == (
        "DEMO — 1er trimestre 2025 — chiffres arrêtés au 31/03/2025 — règles v1 ; v2 pour C5, M4, M5, E2, S1, P1 — page "
    )


def test_the_text_has_the_fifteen_parts_as_headings(snapshot: Any) -> None:
    text = read_text(io.BytesIO(written(snapshot, "docx")))
    headings = [one.text for one in text.paragraphs if one.style.name == "Heading 1"]  # type: ignore[union-attr]

    assert [one.split(".")[0] for one in headings] == ["L'essentiel", *(str(number) for number in range(1, 16))]


def test_nothing_in_the_workbook_is_a_formula(snapshot: Any) -> None:
    """A funder whose name begins like a formula stays a name."""
    association = Organisation.objects.get(name="Association Démo")
    Organisation.objects.filter(pk=association.pk).update(name='=HYPERLINK("http://ailleurs.test")')
    snapshot.refresh_from_db()
    content = written(SteeringSnapshot.objects.get(pk=snapshot.pk), "xlsx")

    book = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert not any(b"<f>" in opened.read(name) for name in opened.namelist())
        assert not any("externalLink" in name or "vba" in name.lower() for name in opened.namelist())


def test_the_workbook_has_the_figures_of_the_sheet(snapshot: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(snapshot, "xlsx", Edition.INTERNAL)))
    rows = [tuple(cell.value for cell in row) for row in book["Chiffres"].iter_rows(min_row=2)]
    received = {(row[8], row[9], row[10]): row[11] for row in rows if row[5] == "A1"}

    assert received["access", "quarter", "count"] == 1
    assert len(rows) == written(snapshot, "csv", Edition.INTERNAL).count(b"\r\n") - 1


def test_the_pdf_names_its_attached_sheet_once(snapshot: Any) -> None:
    with pikepdf.open(io.BytesIO(written(snapshot, "pdf"))) as opened:
        assert len(opened.Root.AF) == 1
        assert opened.Root.AF[0].AFRelationship == "/Data"


def test_a_provisional_report_is_marked_as_a_draft(agreement: Any) -> None:
    running = SteeringSnapshot.freeze(agreement, Quarter(2025, 1), today=date(2025, 2, 1), at=AT, by=None)
    html = written(running, "html", Edition.INTERNAL).decode()

    assert '<p class="draft">Brouillon provisoire</p>' in html
    assert (
        "Brouillon provisoire"
        in read_text(io.BytesIO(written(running, "docx", Edition.INTERNAL))).sections[0].header.paragraphs[0].text
    )


def test_the_printed_report_skips_no_level_of_heading(snapshot: Any) -> None:
    html = written(snapshot, "html").decode()
    levels = [int(one) for one in re.findall(r"<h([1-6])", html)]

    assert levels[0] == 1
    assert [(one, after) for one, after in pairwise(levels) if after > one + 1] == []


def test_the_pdf_is_tagged_in_french_and_declares_what_it_is(snapshot: Any) -> None:
    with pikepdf.open(io.BytesIO(written(snapshot, "pdf"))) as opened:
        told = opened.Root.Metadata.read_bytes().decode()

        assert (bool(opened.Root.MarkInfo.Marked), str(opened.Root.Lang)) == (True, "fr")
        assert "/StructTreeRoot" in opened.Root
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert [re.sub(r"\W", "", one) for one in re.findall(r"pdfaid:(?:part|conformance)[=>]\W?(\w)", told)] == ["3", "A"]


def test_every_font_of_the_pdf_is_embedded(snapshot: Any) -> None:
    with pikepdf.open(io.BytesIO(written(snapshot, "pdf"))) as opened:
        descriptors = [one for one in opened.objects if _is_font_descriptor(one)]

        assert descriptors
        assert all(any(name in one for name in ("/FontFile", "/FontFile2", "/FontFile3")) for one in descriptors)


def _is_font_descriptor(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
