"""From a figure to the files behind it: as many lines as the figure says, for those who may read them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.urls import reverse

from households.models import Reading
from lodabord.demo.load import load
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement
from reporting.computing import Figures, compute
from reporting.indicators import Indicator, every
from reporting.indicators.results import Unit
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter
from tests.factories import housed_case, referred_case

FIGURE: dict[str, str] = {
    **dict.fromkeys(("A1", "A2", "A4", "A6", "A10", "A11", "C1", "C6", "E1", "S1", "T1", "P1", "P3"), "count"),
    **dict.fromkeys(("A3", "A5", "C2", "C3", "C4", "C5", "C7", "C8", "V1", "V2", "V3", "V6"), "whole"),
    **dict.fromkeys(("Q1", "Q2", "Q3", "Q4", "M1", "M2", "M6", "M7", "P2", "R1"), "whole"),
    **dict.fromkeys((*(f"D{number}" for number in range(1, 11)), "E2", "V4", "V5", "M5"), "n"),
    **dict.fromkeys(("B2", "B4"), "units"),
    "A8": "part",
}
"""Which number of the figure is the length of its list."""
OTHERWISE = {"A7", "A9", "B1", "B3", "M3", "M4"}
"""Two lists, days rather than households, or nobody."""


@pytest.fixture(scope="module")
def year(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Figures]:
    """The worked year."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        load(date(2025, 12, 31))
        agreement = Agreement.objects.get(code="DEMO")
        yield compute(agreement, Quarter.named("2025-T4"), as_of=None, today=date(2026, 1, 5))
        transaction.set_rollback(True)


def figures(year: Figures, indicator: Indicator) -> Iterator[tuple[Any, list[Unit]]]:
    """Each value of the indicator with its units."""
    for track in ("access", "retention", "all"):
        for span in year.frame.spans:
            result = indicator.result(year.facts.of_track(track), track, span)
            if result is not None:
                yield year.values[indicator.code][track][span.name], list(result.units)


def test_every_indicator_says_how_its_list_is_measured() -> None:
    assert {one.code for one in every()} == {*FIGURE, *OTHERWISE}


@pytest.mark.parametrize("code", FIGURE)
def test_the_list_is_as_long_as_the_figure(year: Figures, code: str) -> None:
    indicator = next(one for one in every() if one.code == code)
    for told, units in figures(year, indicator):
        assert len(units) == told[FIGURE[code]]
        if FIGURE[code] == "whole":
            assert sum(one.good for one in units) == told["part"]


def test_flows_days_and_horizons_have_their_lists_too(year: Figures) -> None:
    by = {one.code: one for one in every()}
    for told, units in figures(year, by["A7"]):
        codes = [one.code for one in units]
        assert (codes.count("entree"), codes.count("sortie")) == (told["entries"], told["exits"])
    for told, units in figures(year, by["A9"]):
        assert sum(one.value or 0 for one in units) == told["part"]
    for told, units in figures(year, by["M3"]):
        for horizon, rate in told.items():
            at = [one.good for one in units if one.code == horizon]
            assert (sum(at), len(at)) == (rate["part"], rate["whole"])
    days = [sum(one.value or 0 for one in units) for _, units in figures(year, by["B3"])]
    assert days == [4868, 4868]


@pytest.fixture
def snapshot(cast: Any, agreement: Any) -> SteeringSnapshot:
    """A quarter with one household housed, and one only referred."""
    housed_case(cast)
    referred_case(cast, on=date(2025, 1, 3), last_name="Petit")
    at = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
    return SteeringSnapshot.freeze(agreement, Quarter.named("2025-T2"), today=date(2026, 1, 5), at=at, by=None)


def address(snapshot: SteeringSnapshot, code: str, track: str = "access", span: str = "year") -> str:
    return reverse("reporting:behind", args=[snapshot.pk, code, track, span])


def rows(answer: Any) -> tuple[int, int]:
    """Lines that are read, and lines that only count."""
    return len(answer.context["lines"]), answer.context["found"].beyond


def test_a_figure_opens_its_list(sign_in: Any, snapshot: Any, leila: Any) -> None:
    client = sign_in(leila)
    index = client.get(reverse("reporting:behind_index", args=[snapshot.pk]))
    answer = client.get(address(snapshot, "A1"))

    assert address(snapshot, "A1") in index.content.decode()
    assert rows(answer) == (2, 0)
    assert answer.context["presented"] == answer.context["found"].told == "2"


def test_each_household_of_an_opened_list_is_journalled(sign_in: Any, snapshot: Any, leila: Any) -> None:
    sign_in(leila).get(address(snapshot, "A1"))

    readings = Reading.objects.filter(record_id=snapshot.pk)
    assert readings.values("case").distinct().count() == readings.count() == 2
    assert {one.by for one in readings} == {leila.professional}


def test_the_landlord_opens_the_list_of_what_it_reads_and_no_other(sign_in: Any, snapshot: Any, paul: Any) -> None:
    client = sign_in(paul)

    assert rows(client.get(address(snapshot, "C3"))) == (1, 0)
    for code in ("A1", "A11", "E1", "P3", "Q1", "S1", "T1", "V1"):
        assert client.get(address(snapshot, code)).status_code == 404


def test_a_household_one_does_not_follow_only_counts(sign_in: Any, snapshot: Any, cast: Any) -> None:
    cast.agreement.team_reads_all = False
    cast.agreement.save()

    assert rows(sign_in(cast.ines).get(address(snapshot, "C3"))) == (0, 1)
    assert rows(sign_in(cast.bruno).get(address(snapshot, "C3"))) == (1, 0)


def test_the_caseload_is_ones_own_except_for_the_head(sign_in: Any, snapshot: Any, cast: Any) -> None:
    index = reverse("reporting:behind_index", args=[snapshot.pk])
    told = {name: sign_in(getattr(cast, name)).get(index).context["caseload"] for name in ("bruno", "leila", "ines")}

    assert told == {"bruno": [("Leila", 1)], "leila": [("Leila", 1)], "ines": []}
    assert sign_in(cast.paul).get(index).context["caseload"] == []
    assert rows(sign_in(cast.ines).get(address(snapshot, "A11"))) == (0, 1)


def test_funders_open_no_list(sign_in: Any, snapshot: Any, emile: Any) -> None:
    client = sign_in(emile)

    assert client.get(reverse("reporting:behind_index", args=[snapshot.pk])).status_code == 404
    assert client.get(address(snapshot, "A1")).status_code == 404


@pytest.mark.parametrize(
    "place", [("Z9", "access", "year"), ("A1", "x", "year"), ("A1", "access", "x"), ("M1", "all", "year")]
)
def test_nothing_is_at_an_address_that_is_no_figure(sign_in: Any, snapshot: Any, leila: Any, place: Any) -> None:
    assert sign_in(leila).get(address(snapshot, *place)).status_code == 404


def test_a_correction_since_is_said_beside_what_was_presented(sign_in: Any, snapshot: Any, cast: Any) -> None:
    with acting_as(SYSTEM):
        referred_case(cast, on=date(2025, 2, 3), last_name="Durand")
    answer = sign_in(cast.leila).get(address(snapshot, "A1"))

    assert (answer.context["presented"], answer.context["found"].told) == ("2", "3")
    assert "donnent aujourd'hui 3" in " ".join(answer.content.decode().replace("&#x27;", "'").split())
