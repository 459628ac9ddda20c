"""The worked year counted again straight from the tables: the same figures, for every indicator, track and span."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from lodabord.demo.load import load
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement
from reporting.computing import compute
from reporting.periods import Quarter
from tests.reporting.independent.recount import answer
from tests.reporting.independent.tables import ledger_of

QUARTERS = ["2025-T1", "2025-T2", "2025-T3", "2025-T4"]
Figures = dict[str, tuple[Any, Any]]


def run(query: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        return cursor.fetchall()


@pytest.fixture(scope="module")
def counted(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Figures]]:
    """Of each quarter, what the report says and what the rows say."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        load(date(2025, 12, 31))
        agreement = Agreement.objects.get(code="DEMO")
        ledger = ledger_of(run, agreement)
        told: dict[str, Figures] = {}
        for quarter in QUARTERS:
            figures = compute(agreement, Quarter.named(quarter), as_of=None, today=date(2026, 1, 5))
            told[quarter] = {}
            for track in ("access", "retention", "all"):
                for span in figures.frame.spans:
                    for code, again in answer(ledger, track, span.start, span.end, span.name).items():
                        said = figures.values[code][track][span.name]
                        told[quarter][f"{code} {track} {span.name}"] = (said, again)
        yield told
        transaction.set_rollback(True)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_report_says_what_the_tables_say(counted: dict[str, Figures], quarter: str) -> None:
    assert {name: pair for name, pair in counted[quarter].items() if pair[0] != pair[1]} == {}


def test_the_recount_of_the_year_is_that_of_the_sheet(counted: dict[str, Figures]) -> None:
    """A few figures of sheet 07, so that both ways may not be wrong alike."""
    year = {name: again for name, (_, again) in counted["2025-T4"].items()}

    assert year["C2 access year"] == {"part": 15, "whole": 19, "undecided": 0}
    assert (year["V1 all year"]["part"], year["V1 all year"]["whole"]) == (378, 416)
    assert (year["Q1 all year"]["part"], year["Q2 all year"]["part"]) == (93, 112)
    assert year["M1 access year"] == {"part": 12, "whole": 14}
    assert year["D8 access year"]["median"] == 148
    assert year["B3 all year"]["on_budget"] == 10797
