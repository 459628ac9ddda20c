"""The worked year reads the same, to the unit, in every file one may take away (sheet 07)."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.utils.html import strip_tags
from pypdf import PdfReader

from lodabord.demo.load import load
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement
from lodabord.templatetags.lodabord import share
from reporting import files
from reporting.beside import beside
from reporting.computing import compute
from reporting.earlier import recomputed
from reporting.editions import Edition
from reporting.periods import Quarter
from tests.reporting.test_worked_year import YEAR_RATES

DAY = date(2025, 12, 31)
FORMATS = ("json", "html", "csv", "xlsx", "pdf")
Row = tuple[str, str, str, str]


@pytest.fixture(scope="module", autouse=True)
def media(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, bytes]]:
    """The last quarter of 2025, in every format, beside the three before."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        load(DAY)
        agreement, quarter = Agreement.objects.get(code="DEMO"), Quarter(2025, 4)
        figures = compute(agreement, quarter, as_of=None, today=date(2026, 1, 5))
        told = {**figures.told(), "beside": beside(figures, Edition.INTERNAL, [], [])}
        before = recomputed(figures)
        yield {one: files.write(told, agreement, one, today=DAY, earlier=before) for one in FORMATS}
        transaction.set_rollback(True)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text))


@pytest.fixture(scope="module")
def texts(media: dict[str, bytes]) -> dict[str, str]:
    """What a person reads in the page and in the PDF."""
    pages = PdfReader(io.BytesIO(media["pdf"])).pages
    return {
        "html": _plain(strip_tags(media["html"].decode())),
        "pdf": _plain(" ".join(page.extract_text() for page in pages)),
    }


@pytest.fixture(scope="module")
def rows(media: dict[str, bytes]) -> dict[str, dict[Row, str]]:
    """The figures of both sheets, by code, track, span and quantity."""
    sheet = csv.reader(io.StringIO(media["csv"].decode("utf-8-sig")), delimiter=";")
    book = openpyxl.load_workbook(io.BytesIO(media["xlsx"]))["Chiffres"]
    lines = {"csv": list(sheet), "xlsx": [[cell.value for cell in row] for row in book.iter_rows()]}
    return {
        one: {(line[5], line[8], line[9], line[10]): str(line[11]) for line in told[1:]} for one, told in lines.items()
    }


@pytest.mark.parametrize(("code", "track", "part", "whole"), YEAR_RATES)
def test_rates_in_data(
    media: dict[str, bytes], rows: dict[str, dict[Row, str]], code: str, track: str, part: int, whole: int
) -> None:
    told = json.loads(media["json"])["indicators"][code][track]["year"]
    assert (told["part"], told["whole"]) == (part, whole)
    for one in ("csv", "xlsx"):
        terms = rows[one][code, track, "year", "part"], rows[one][code, track, "year", "whole"]
        assert terms == (str(part), str(whole)), one


@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_rates_in_words(texts: dict[str, str], medium: str) -> None:
    missing = [
        (code, track, told)
        for code, track, part, whole in YEAR_RATES
        if (told := _plain(share({"part": part, "whole": whole}))) not in texts[medium]
    ]
    assert missing == []


SAID = [
    "148 (123–168 ; n = 14", "16,5 (4–23 ; n = 16", "29 (5–41 ; n = 16", "91 (89–92 ; n = 14", "3,5 (2–10 ; n = 14",
    "19 (18–25 ; n = 14", "92,6 (76,9–100 ; n = 18)", "138 240 € (budget : 144 000 €)", "6 912 € (budget : 7 200 €)",
    "10 365 € (budget : 10 797 €)", "9 216 € (budget : 9 600 €)", "132,1 (4021 jours)", "27,8 (847 jours)",
    "34 orientations reçues, 14 entrées dans un logement", "19 passages : 17 attributions, dont 15 suivies d'une offre",
    "38 semaines manquées dans l'année", "112 demandes sur 120 traitées dans la journée", "6 mois : 6/7",
]  # fmt: skip


@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_delays_money_and_messages(texts: dict[str, str], medium: str) -> None:
    assert [one for one in SAID if one not in texts[medium]] == []


def test_days_of_measure_are_those_of_the_places(rows: dict[str, dict[Row, str]]) -> None:
    for one in ("csv", "xlsx"):
        days = [rows[one]["MM", "all", "year", f"tracks.{track}.days"] for track in ("access", "retention")]
        assert days == ["4021", "847"]


def test_each_quarter_stands_beside_the_others(texts: dict[str, str]) -> None:
    """Places taken at the end of each quarter: 8, 13, 15, 13 in access."""
    assert "50 % (8/16) 81,3 % (13/16) 93,8 % (15/16) 81,3 % (13/16)" in texts["pdf"]
