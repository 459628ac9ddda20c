"""Three years taken over from a workbook give both figures of the programme's sheet (sheet 07 §7.5)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reporting.computing import compute
from reporting.periods import Quarter
from reporting.workbook.taking_over import prepare, write
from tests.reporting.workbook.files import written
from tests.reporting.workbook.three_years import three_years

TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))


def figures(agreement: Any, recoded: dict[str, str] | None = None, quarter: str = "2025-T4") -> dict[str, Any]:
    agreement.starts_on = date(2023, 1, 1)
    agreement.save()
    write(prepare(written(three_years(recoded)), agreement, by=None, at=AT, today=TODAY))
    return compute(agreement, Quarter.named(quarter), as_of=None, today=TODAY).values


@pytest.fixture
def told(agreement: Any) -> dict[str, Any]:
    return figures(agreement)


def rate(value: dict[str, Any]) -> tuple[int, int]:
    return value["part"], value["whole"]


def test_the_figures_of_the_sheet(told):
    assert rate(told["M1"]["access"]["agreement"]) == (37, 43)
    assert rate(told["M2"]["access"]["agreement"]) == (34, 43)
    assert rate(told["M1"]["retention"]["agreement"]) == (9, 11)
    assert told["M1"]["all"]["agreement"] is None


def test_those_accompanied_and_the_budget(told):
    assert [told["A6"][track]["agreement"]["count"] for track in ("access", "retention", "all")] == [48, 11, 59]
    budget = told["B1"]["all"]["agreement"]
    assert budget["on_budget"] == 432_000
    assert sorted(one["planned"] for one in budget["by"].values()) == [129_600, 129_600, 172_800]


def test_why_six_households_were_not_kept(told):
    by = told["E1"]["access"]["agreement"]["by"]

    assert by == {
        "abandon_logement": 2, "autre_logement": 1, "bail_perdu_detention": 1, "conge_sans_relogement": 2, "expulsion": 1,
        "mutation": 2, "rupture_preparation": 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("year", "entries", "moved", "retention"), [(2023, 16, 14, 4), (2024, 16, 15, 4), (2025, 16, 14, 3)]
)
def test_each_year(agreement, year, entries, moved, retention):
    told = figures(agreement, quarter=f"{year}-T4")

    assert told["A7"]["access"]["year"]["entries"] == entries
    assert told["D8"]["access"]["year"]["n"] == moved
    assert told["A7"]["retention"]["year"]["entries"] == retention


def test_adapted_housing_counts_as_kept(agreement):
    told = figures(agreement, {"expulsion": "logement_adapte"})

    assert rate(told["M1"]["retention"]["agreement"]) == (10, 11)
