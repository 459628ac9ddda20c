"""The demo exported, then taken over in an empty agreement: every indicator is the same (interfaces §2)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from lodabord.demo.load import load
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement, Terms
from reporting.computing import compute
from reporting.periods import Quarter
from reporting.workbook.exporting import export
from reporting.workbook.taking_over import prepare, write

TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
QUARTERS = ["2025-T1", "2025-T2", "2025-T3", "2025-T4"]


def empty_like(agreement: Agreement, code: str) -> Agreement:
    """The same partners, no case."""
    made = Agreement.objects.create(
        code=code,
        programme=agreement.programme,
        landlord=agreement.landlord,
        association=agreement.association,
        territory=agreement.territory,
        starts_on=agreement.starts_on,
    )
    Terms.objects.create(
        agreement=made, applies_from=agreement.starts_on, health_data_enabled=True, small_cell_sensitive=5
    )
    return made


@pytest.fixture(scope="module", autouse=True)
def figures(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The figures of both agreements, quarter by quarter."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        load(date(2025, 12, 31))
        demo = Agreement.objects.get(code="DEMO")
        again = empty_like(demo, "REPRISE")
        write(prepare(export(demo), again, by=None, at=AT, today=TODAY))
        yield {
            quarter: [compute(one, Quarter.named(quarter), as_of=None, today=TODAY).values for one in (demo, again)]
            for quarter in QUARTERS
        }
        transaction.set_rollback(True)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_indicator_is_the_same(figures: dict[str, Any], quarter: str) -> None:
    before, after = figures[quarter]

    assert {code: after[code] for code in before if after[code] != before[code]} == {}
    assert set(after) == set(before)


def test_the_figures_compared_are_those_of_the_worked_year(figures: dict[str, Any]) -> None:
    told = figures["2025-T4"][1]

    assert [told["A6"][track]["year"]["count"] for track in ("access", "retention")] == [16, 4]
    assert (told["V1"]["all"]["year"]["part"], told["V1"]["all"]["year"]["whole"]) == (378, 416)
    assert (told["Q1"]["all"]["year"]["part"], told["Q1"]["all"]["year"]["whole"]) == (93, 120)
