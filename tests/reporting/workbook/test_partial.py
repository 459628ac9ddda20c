"""A report on a follow-up of which the workbook told little is still made, read and printed: nothing stops, nothing is a zero."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from reporting import files
from reporting.computing import values_of
from reporting.document import Edition, document
from reporting.editions import funder, partner
from reporting.facts import Facts, TermsFact, Untold
from reporting.indicators import every
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter, frame
from reporting.workbook.jobs import journal
from reporting.workbook.taking_over import prepare, write
from reporting.workbook.untold import NEEDED_BY, codes_without
from tests.reporting.workbook.files import right, written

TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
T4 = Quarter(2025, 4)
START = date(2025, 1, 1)


def told_without(*absent: str) -> dict[str, Any]:
    """The figures of nobody, those sheets and columns having been absent."""
    terms = (TermsFact(START, {"access": 16, "retention": 4}),)
    facts = Facts(cases=(), terms=terms, untold=(Untold(codes_without(absent), TODAY),))
    framed = frame(T4, agreement_start=START, as_of=None, today=TODAY)
    return {
        "agreement": "DEMO", "quarter": "2025-T4", "start": "2025-10-01", "end": "2025-12-31", "as_of": "2025-12-31",
        "rule_versions": {one.code: one.rule_version for one in every()},
        "indicators": values_of(facts, framed.spans),
    }  # fmt: skip


@pytest.mark.parametrize("absent", [tuple(NEEDED_BY), *[(one,) for one in NEEDED_BY]], ids=lambda one: one[0])
def test_whatever_was_absent_the_report_is_written_for_each_reader(agreement: Any, absent: tuple[str, ...]) -> None:
    told = told_without(*absent)
    values = told["indicators"]
    editions = {
        Edition.INTERNAL: values,
        Edition.PARTNER: partner(values, frozenset()),
        Edition.FUNDER: funder(values, [], frozenset(), small=5, sensitive=5),
    }

    made = {one: document(told | {"indicators": seen}, agreement, TODAY, one) for one, seen in editions.items()}

    assert {len(one.parts) for one in made.values()} == {15}


@pytest.mark.parametrize("format", ["html", "csv", "json", "xlsx", "docx"])
def test_every_format_is_written(agreement: Any, format: str) -> None:
    told = told_without(*NEEDED_BY)

    assert told["indicators"]["C1"]["access"]["year"] is None
    assert files.write(told, agreement, format, today=TODAY)


def test_what_is_unknown_is_a_dash_and_never_a_zero(agreement: Any) -> None:
    page = files.write(told_without("mesures"), agreement, "html", today=TODAY).decode()

    assert "— places d'accès sur —".replace("'", "&#x27;") in page


def test_it_is_frozen_and_read_by_everybody(sign_in: Any, cast: Any, agreement: Any) -> None:
    sheets = {name: rows for name, rows in right().items() if name in ("menages", "orientations")}
    prepared = prepare(written(sheets), agreement, by=None, at=AT, today=TODAY)
    write(prepared)
    journal(prepared, "0" * 64, by=None)
    snapshot = SteeringSnapshot.freeze(agreement, T4, today=TODAY, at=AT, by=None)

    for member in (cast.bruno, cast.paul, cast.emile):
        assert sign_in(member).get(reverse("reporting:report", args=[snapshot.pk])).status_code == 200
