"""`steering_report`, from the operator's side: its formats, and its refusals in French."""

import csv
import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from lodabord.kernel import pdf
from lodabord.management.commands.indicators_doc import text
from tests.factories import referred_case

CODES = {
    *(f"A{number}" for number in range(1, 12)),
    *(f"C{number}" for number in range(1, 9)),
    *(f"D{number}" for number in range(1, 11)),
    *(f"V{number}" for number in range(1, 7)),
    *(f"Q{number}" for number in range(1, 5)),
    *(f"M{number}" for number in range(1, 8)),
    *(f"B{number}" for number in range(1, 5)),
    *("E1", "E2", "S1", "R1", "T1", "P1", "P2", "P3"),
}


def make(agreement: Any, path: Path, format: str, **options: str) -> Path:
    wanted = {"agreement": agreement.code, "quarter": "2025-T1", **options}
    call_command("steering_report", format=format, output=str(path), **wanted)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "rapport"


def test_json_has_every_indicator_for_each_track_and_span(cast: Any, agreement: Any, out: Path) -> None:
    referred_case(cast)
    told = json.loads(make(agreement, out, "json").read_text())

    assert {key: told[key] for key in ("agreement", "quarter", "start", "end", "as_of")} == {
        "agreement": agreement.code,
        "quarter": "2025-T1",
        "start": "2025-01-01",
        "end": "2025-03-31",
        "as_of": "2025-03-31",
    }
    assert set(told["indicators"]) == CODES
    for indicator in told["indicators"].values():
        assert set(indicator) == {"label", "access", "retention", "all"}
        assert all(
            set(indicator[track]) == {"quarter", "year", "agreement"} for track in ("access", "retention", "all")
        )


def test_html_and_csv_say_the_same_reference_date(agreement: Any, out: Path) -> None:
    assert "31/03/2025" in make(agreement, out, "html").read_text()
    assert make(agreement, out, "csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_line_of_the_csv_says_its_date_state_edition_and_rule(agreement: Any, out: Path) -> None:
    sheet = make(agreement, out, "csv").read_text(encoding="utf-8-sig")
    first = next(csv.DictReader(io.StringIO(sheet), delimiter=";"))

    assert {name: first[name] for name in ("convention", "trimestre", "date de référence", "état")} == {
        "convention": agreement.code,
        "trimestre": "2025-T1",
        "date de référence": "2025-03-31",
        "état": "définitif",
    }
    assert (first["version du rapport"], first["version de la règle"]) == ("Version interne de l'association", "1")


def test_the_pdf_carries_its_figures_as_a_sheet(agreement: Any, out: Path, tmp_path: Path) -> None:
    assert pdf.available()
    document, sheet = make(agreement, out, "pdf"), make(agreement, tmp_path / "feuille", "csv")
    with pikepdf.open(document) as opened:
        attached = {name: one.get_file().read_bytes() for name, one in opened.attachments.items()}

    assert attached == {f"chiffres-{agreement.code}-2025-t1.csv".lower(): sheet.read_bytes()}


def test_a_report_on_nobody_says_so(agreement: Any, out: Path) -> None:
    assert "sans objet" in make(agreement, out, "html").read_text()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"agreement": "NULLE-PART"}, "Aucune convention"),
        ({"quarter": "2025-Q1"}, "n'est pas un trimestre"),
        ({"as_of": "2024-12-31"}, "précède"),
        ({"as_of": "hier"}, "n'est pas une date"),
        ({"output": "/nulle/part/rapport"}, "ne peut pas être écrit"),
    ],
)
def test_refusals_are_said_in_french(agreement: Any, out: Path, options: dict[str, str], told: str) -> None:
    wanted = {"agreement": agreement.code, "quarter": "2025-T1", "format": "json", "output": str(out), **options}
    with pytest.raises(CommandError, match=told):
        call_command("steering_report", stderr=StringIO(), **wanted)


def test_the_document_of_indicators_is_up_to_date(settings: Any) -> None:
    assert (Path(settings.BASE_DIR) / "docs" / "indicators.md").read_text(encoding="utf-8") == text()
