"""« Ma semaine »: late visits first, one tap each, and all that waits for this person on one page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accompaniment.models import Visit
from accompaniment.weeks import monday_of
from tests import factories
from tests.accompaniment.test_pages import page
from tests.test_query_counts import count

WEEK_COSTS = 67


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


def titles(browser):
    shown = browser.get(page("week"))
    return [group["title"] for group in shown.context["groups"] + shown.context["settled"]]


def this_week(days=0):
    return monday_of(timezone.localdate()) + timedelta(days=days)


def weekly_until_now(cast, case):
    """A household visited every week up to the last one: nothing is late."""
    for weeks in range(1, 18):
        factories.visit(cast, case, on=this_week(1) - timedelta(weeks=weeks), status="realisee")


def test_it_is_the_first_page_of_a_worker_and_not_of_a_head(worker, sign_in, bruno):
    assert "<h1>Ma semaine</h1>" in worker.get("/").content.decode()
    assert "<h1>À faire</h1>" in sign_in(bruno).get("/").content.decode()


def test_the_menu_does_not_offer_the_same_page_twice(worker, sign_in, bruno):
    menu = re.compile(r"<nav.*?</nav>", re.S)
    assert "À faire" not in " ".join(menu.findall(worker.get("/").content.decode()))
    assert "À faire" in " ".join(menu.findall(sign_in(bruno).get("/").content.decode()))


def test_a_household_unvisited_since_last_week_comes_first(worker, cast, case):
    assert titles(worker) == ["En retard"]


def test_a_household_on_time_is_to_plan_then_planned_then_done(worker, cast, case):
    weekly_until_now(cast, case)
    assert titles(worker) == ["À planifier"]

    one = Visit.plan(case, on=this_week(6), author=cast.leila.professional)
    assert titles(worker) == ["Aujourd'hui" if this_week(6) == timezone.localdate() else "Plus tard cette semaine"]

    Visit.objects.filter(pk=one.pk).update(on=timezone.localdate())
    assert titles(worker) == ["Aujourd'hui"]

    one.refresh_from_db()
    one.log("realisee", today=timezone.localdate(), by=cast.leila.professional)
    assert titles(worker) == ["Faites"]


def test_appointments_come_in_the_order_of_the_day(worker, cast, case):
    weekly_until_now(cast, case)
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Avant")
    weekly_until_now(cast, other)
    today = timezone.localdate()
    Visit.plan(case, on=today, at="15:00", author=cast.leila.professional)
    Visit.plan(other, on=today, at="09:00", author=cast.leila.professional)
    lines = worker.get(page("week")).context["groups"][0]["lines"]
    assert [line.case for line in lines] == [other, case]


def test_what_waits_elsewhere_is_on_the_same_page(worker, cast, case):
    factories.request(cast, case, at=timezone.now() - timedelta(minutes=5), subject="Fuite d'eau")
    case.household.housing_request.expires_on = timezone.localdate() + timedelta(days=20)
    shown = worker.get(page("week"))
    assert "Fuite d&#x27;eau" in shown.content.decode()
    assert "Appels et demandes" not in [section.title for section in shown.context["sections"]], "shown once"
    assert all(section.rows for section in shown.context["sections"])


def test_the_page_costs_the_same_at_one_household_and_at_three(worker, cast):
    factories.housed_case(cast)
    one = count(worker, page("week"))
    for number in (2, 3):
        factories.housed_case(cast, number=f"05901250000{number}GDEMO1", last_name=f"Nom{number}")
    assert (one, count(worker, page("week"))) == (WEEK_COSTS, WEEK_COSTS)


def test_an_empty_week_says_what_will_appear(sign_in, ines):
    assert "apparaîtront ici" in sign_in(ines).get(page("week")).content.decode()
