"""A report on a follow-up of which the workbook told little is still read, printed and compared."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from reporting import files
from reporting.computing import compute
from reporting.document import Edition
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter
from reporting.workbook.jobs import journal
from reporting.workbook.taking_over import prepare, write
from tests.reporting.workbook.files import right, written

TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
T4 = Quarter(2025, 4)


def take(agreement: Any, *kept: str) -> None:
    sheets = {name: rows for name, rows in right().items() if name in kept}
    told = prepare(written(sheets), agreement, by=None, at=AT, today=TODAY)
    write(told)
    journal(told, "0" * 64, by=None)


@pytest.mark.parametrize("kept", [("menages", "orientations"), ("menages", "orientations", "mesures", "visites")])
def test_a_report_is_made_and_read_by_everybody(sign_in: Any, cast: Any, agreement: Any, kept: tuple[str, ...]) -> None:
    take(agreement, *kept)
    snapshot = SteeringSnapshot.freeze(agreement, T4, today=TODAY, at=AT, by=None)
    page = reverse("reporting:report", args=[snapshot.pk])

    for member in (cast.bruno, cast.paul, cast.emile):
        browser = sign_in(member)
        assert browser.get(page).status_code == 200
        assert browser.get(reverse("reporting:reports")).status_code == 200


@pytest.mark.parametrize("format", ["html", "csv", "json", "xlsx", "docx"])
def test_every_format_is_written(agreement: Any, format: str) -> None:
    take(agreement, "menages", "orientations")
    told = compute(agreement, T4, as_of=None, today=TODAY).told()

    assert told["indicators"]["C1"]["access"]["year"] is None
    assert files.write(told, agreement, format, today=TODAY, edition=Edition.INTERNAL)
