"""A report and its lists cost the same whatever the number of households: a literal number of queries each."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lodabord.kernel.actor import SYSTEM, acting_as
from reporting.computing import compute
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter
from tests.factories import housed_case

QUARTER = Quarter.named("2025-T3")
TODAY = date(2026, 1, 5)
REPORT = 30
LIST = 43


def housed(cast: Any, number: int) -> None:
    with acting_as(SYSTEM):
        housed_case(cast, number=f"05901250000{number}GDEMO1", last_name=f"Nom{number}")


def cost_of_the_report(agreement: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        compute(agreement, QUARTER, as_of=None, today=TODAY)
    return len(captured)


def test_a_report_costs_the_same_at_one_household_and_at_three(cast: Any, agreement: Any) -> None:
    housed(cast, 1)
    one = cost_of_the_report(agreement)
    housed(cast, 2)
    housed(cast, 3)

    assert (one, cost_of_the_report(agreement)) == (REPORT, REPORT)


def test_the_list_behind_a_figure_costs_the_same_at_one_household_and_at_three(
    cast: Any, agreement: Any, sign_in: Any
) -> None:
    browser, told = sign_in(cast.leila), []
    for number in (1, 2, 3):
        housed(cast, number)
        at = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
        with acting_as(SYSTEM):
            snapshot = SteeringSnapshot.freeze(agreement, QUARTER, today=TODAY, at=at, by=None)
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(reverse("reporting:behind", args=[snapshot.pk, "C3", "access", "year"]))
        told.append((len(answer.context["lines"]), len(captured)))

    assert told == [(1, LIST), (2, LIST), (3, LIST)]
