"""The demo as of 31 December 2025, reported for 2025-T4, gives the worked example to the unit (sheet 07)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from lodabord.demo.load import load
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement
from reporting.computing import Figures, compute
from reporting.disclosure_control import HIDDEN
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter

DAY = date(2025, 12, 31)
Told = dict[str, Any]


def _compute(quarter: str) -> Figures:
    agreement = Agreement.objects.get(code="DEMO")
    return compute(agreement, Quarter.named(quarter), as_of=None, today=date(2026, 1, 5))


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Told]]:
    """The four quarters of the year, computed from the demo loaded once, then rolled back."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        load(DAY)
        yield {f"T{number}": _compute(f"2025-T{number}").values for number in (1, 2, 3, 4)}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def funders(demo: dict[str, Told], django_db_blocker: Any) -> Told:
    """What the funders read of the last quarter."""
    with django_db_blocker.unblock(), acting_as(SYSTEM):
        agreement = Agreement.objects.get(code="DEMO")
        at = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
        snapshot = SteeringSnapshot.freeze(agreement, Quarter.named("2025-T4"), today=date(2026, 1, 5), at=at, by=None)
        return snapshot.told("funder")["indicators"]


@pytest.fixture
def told(demo: dict[str, Told]) -> Told:
    return demo["T4"]


def rate(part: int, whole: int) -> Told:
    return {"part": part, "whole": whole}


def pair(value: Told) -> Told:
    return {"part": value["part"], "whole": value["whole"]}


YEAR_RATES = [
    ("A3", "access", 24, 26),
    ("A5", "access", 20, 25),
    ("A8", "access", 13, 16),
    ("A8", "retention", 2, 4),
    ("A9", "access", 4021, 5840),
    ("A9", "retention", 847, 1460),
    ("A9", "all", 4868, 7300),
    ("C2", "access", 15, 19),
    ("C3", "access", 14, 14),
    ("C4", "access", 9, 14),
    ("C5", "access", 14, 15),
    ("C7", "access", 14, 20),
    ("C8", "access", 14, 14),
    ("V1", "access", 278, 303),
    ("V1", "retention", 100, 113),
    ("V1", "all", 378, 416),
    ("V2", "all", 399, 416),
    ("V3", "all", 21, 38),
    ("Q1", "all", 93, 120),
    ("Q2", "all", 112, 120),
    ("Q3", "all", 6, 120),
    ("Q4", "all", 2, 120),
    ("M1", "access", 12, 14),
    ("M1", "retention", 3, 4),
    ("M2", "access", 12, 14),
    ("P2", "access", 12, 14),
]


@pytest.mark.parametrize(("code", "track", "part", "whole"), YEAR_RATES)
def test_rates_of_the_year(told: Told, code: str, track: str, part: int, whole: int) -> None:
    assert pair(told[code][track]["year"]) == rate(part, whole)


def test_the_agreement_is_the_year(told: Told) -> None:
    for code, values in told.items():
        for track in ("access", "retention", "all"):
            assert values[track]["agreement"] == values[track]["year"], code


def test_referrals_by_prescriber(told: Told) -> None:
    assert told["A1"]["access"]["year"] == {
        "count": 34,
        "by": {
            "siao": 14,
            "hebergement_urgence": 5,
            "chrs": 4,
            "accueil_jour": 5,
            "ccas": 2,
            "service_social": 1,
            "sante": 2,
            "spip": 1,
        },
    }
    assert told["A1"]["retention"]["year"]["count"] == 9


def test_activity(told: Told) -> None:
    assert told["A2"]["access"]["year"]["count"] == 30
    assert told["A4"]["access"]["year"] == {
        "count": 29,
        "households": 25,
        "by": {"retenu": 20, "ajourne": 4, "non_retenu": 5},
    }
    assert [told["A6"][track]["year"]["count"] for track in ("access", "retention", "all")] == [16, 4, 20]
    assert told["A7"]["access"]["year"] == {"entries": 16, "exits": 3}
    assert told["A7"]["retention"]["year"] == {"entries": 4, "exits": 2}
    assert [told["A10"][track]["year"]["count"] for track in ("access", "retention", "all")] == [2, 1, 3]
    assert told["A11"]["all"]["quarter"]["count"] == 15


@pytest.mark.parametrize(
    ("quarter", "access", "retention"), [("T1", 8, 3), ("T2", 13, 3), ("T3", 15, 2), ("T4", 13, 2)]
)
def test_stock_at_each_quarter_end(demo: dict[str, Told], quarter: str, access: int, retention: int) -> None:
    occupied = demo[quarter]["A8"]
    assert (occupied["access"]["quarter"]["part"], occupied["retention"]["quarter"]["part"]) == (access, retention)


def test_decisions_of_the_commission(told: Told) -> None:
    assert told["C6"]["access"]["year"]["by"] == {"a": 6, "b1": 6, "b2": 3, "c": 2, "d": 2, "e": 0}
    assert told["C1"]["access"]["year"]["count"] == 19


@pytest.mark.parametrize(("quarter", "count"), [("T1", 0), ("T2", 10), ("T3", 8), ("T4", 1)])
def test_passages_by_quarter(demo: dict[str, Told], quarter: str, count: int) -> None:
    assert demo[quarter]["C1"]["access"]["quarter"]["count"] == count


DELAYS = {
    "D1": (16.5, 4, 23, 16),
    "D2": (29, 5, 41, 16),
    "D3": (6, 6, 7, 16),
    "D4": (91, 89, 92, 14),
    "D5": (3.5, 2, 10, 14),
    "D6": (0, 0, 8, 14),
    "D7": (19, 18, 25, 14),
    "D8": (148, 123, 168, 14),
}


@pytest.mark.parametrize("code", DELAYS)
def test_delays(told: Told, code: str) -> None:
    value = told[code]["access"]["year"]
    assert (value["median"], value["min"], value["max"], value["n"]) == DELAYS[code]


def test_preparations_lasted_as_agreed(told: Told) -> None:
    assert told["D4"]["access"]["year"]["within_7_days"] == rate(14, 14)
    assert told["D4"]["access"]["year"]["pending"] == 1


@pytest.mark.parametrize(
    ("quarter", "access", "retention"), [("T1", 0, 18), ("T2", 31, 39), ("T3", 118, 30), ("T4", 154, 26)]
)
def test_weeks_due_by_quarter(demo: dict[str, Told], quarter: str, access: int, retention: int) -> None:
    due = demo[quarter]["V1"]
    assert (due["access"]["quarter"]["whole"], due["retention"]["quarter"]["whole"]) == (access, retention)


def test_why_weeks_were_missed_and_the_neglected_household(told: Told) -> None:
    assert told["V3"]["all"]["year"]["by"] == {"porte_close": 21, "annulee_menage": 8, "annulee_service": 9}
    value = told["V4"]["all"]["year"]
    assert (value["median"], value["min"], value["n"]) == (92.6, 76.9, 18)


@pytest.mark.parametrize(("quarter", "count"), [("T1", 8), ("T2", 24), ("T3", 40), ("T4", 48)])
def test_requests_by_quarter(demo: dict[str, Told], quarter: str, count: int) -> None:
    assert demo[quarter]["Q1"]["all"]["quarter"]["whole"] == count


def test_retention_at_the_ends_of_quarters_and_at_six_months(demo: dict[str, Told]) -> None:
    assert demo["T2"]["M1"]["access"]["quarter"] == rate(6, 6)
    assert demo["T3"]["M1"]["access"]["quarter"] == rate(11, 11)
    assert demo["T4"]["M3"]["access"]["year"]["6"] == rate(6, 7)
    assert demo["T4"]["M4"]["access"]["year"] is None
    assert demo["T4"]["M1"]["all"]["year"] is None


def test_exits_by_reason(told: Told) -> None:
    assert told["E1"]["all"]["year"]["by"] == {
        "abandon_logement": 1,
        "conge_sans_relogement": 1,
        "rupture_preparation": 1,
        "objectif_atteint": 1,
        "expulsion": 1,
    }


def test_money(told: Told) -> None:
    spent = {code: told[code]["all"]["year"] for code in ("B1", "B2", "B3", "B4")}
    assert [spent[code]["euros"] for code in spent] == [138240, 6912, 10365, 9216]
    assert [spent[code]["on_budget"] for code in spent] == [144000, 7200, 10797, 9600]
    assert {(one["planned"], one["spent"]) for one in spent["B1"]["by"].values()} == {(57600, 55296), (43200, 41472)}
    assert told["B2"]["access"]["year"] is None
    assert told["B2"]["all"]["quarter"] is None


def test_publics(told: Told) -> None:
    told_of = told["P1"]
    assert told_of["all"]["year"]["by"] == {"personne_seule": 16, "parent_isole": 4}
    assert told_of["all"]["year"]["children"] == 7
    assert told_of["access"]["year"]["profile"]["situation"] == {
        "rue": 3,
        "hebergement_urgence": 5,
        "chrs": 4,
        "tiers": 2,
        "hotel": 1,
        "institution": 1,
    }
    assert told_of["all"]["year"]["profile"]["souffrance_psychique"]["oui"] == 7


def test_the_funders_read_both_tracks_masked(funders: Told) -> None:
    """Seven households with psychic suffering, five and two by track: neither track is told (sheet 07 §7.4)."""
    year = funders["P1"]["all"]["year"]["profile"]["souffrance_psychique"]
    assert year == {"oui": 7, "non": 13}
    for track in ("access", "retention"):
        assert funders["P1"][track]["year"]["profile"] == {}


def test_the_funders_read_no_small_cell_of_people(funders: Told) -> None:
    for code in ("A1", "E1", "S1", "T1", "P1", "P3"):
        for track in ("access", "retention", "all"):
            for span, value in funders[code][track].items():
                breakdowns = [value["by"], *value.get("profile", {}).values()]
                cells = [cell for by in breakdowns for cell in by.values()]
                assert all(cell in (HIDDEN, 0) or cell >= 5 for cell in cells), (code, track, span)
                assert span == "year" or not cells


def test_the_funders_read_neither_health_nor_justice(funders: Told) -> None:
    told = repr(funders)
    for word in ("spip", "'sante'", "soins_somatiques", "hospitalisation", "detention"):
        assert word not in told


def test_the_funders_read_the_programmes_rates_whole(funders: Told, told: Told) -> None:
    for code in ("A8", "C2", "D8", "V1", "Q1", "M1", "B2"):
        assert funders[code] == told[code]
