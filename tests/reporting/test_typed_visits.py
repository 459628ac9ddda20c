"""What is tapped and typed in the pages is what the figures count: V1 to V6, T1."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accompaniment import conduct
from accompaniment.models import Visit
from reporting.indicators import one
from reporting.periods import Span
from reporting.reading import read
from tests.factories.visits import planned

MONDAY = date(2025, 6, 2)
WEEK = timedelta(weeks=1)
FIVE_WEEKS = Span("quarter", MONDAY, MONDAY + 5 * WEEK - timedelta(days=1))


@pytest.fixture
def figure(agreement):
    def value(code, span=FIVE_WEEKS):
        return one(code).value(read(agreement).known_at(span.end), "access", span)

    return value


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


def tap(worker, visit, status, was="prevue"):
    return worker.post(reverse("accompaniment:visit_status", args=[visit.pk]), {"status": status, "was": was})


def test_one_tap_makes_the_week_and_its_cause(cast, case, worker, figure):
    statuses = ["realisee", "porte_close", "annulee_menage", "annulee_service", None]
    visits = [planned(cast, case, on=MONDAY + number * WEEK) for number in range(5)]
    for visit, status in zip(visits, statuses, strict=True):
        if status:
            assert tap(worker, visit, status).status_code == 302

    v1, v2, v3 = figure("V1"), figure("V2"), figure("V3")
    assert (v1["part"], v1["whole"]) == (1, 5)
    assert (v2["part"], v2["whole"]) == (2, 5)
    assert (v3["part"], v3["whole"]) == (1, 4)
    assert v3["by"] == {"porte_close": 1, "annulee_menage": 1, "annulee_service": 1, "non_prevue": 1}
    assert figure("V4")["median"] == 20


def test_a_tap_corrected_the_same_day_is_corrected_in_the_figures(cast, case, worker, figure):
    visit = planned(cast, case, on=MONDAY)
    tap(worker, visit, "porte_close")
    assert figure("V1")["part"] == 0
    tap(worker, visit, "realisee", was="porte_close")
    assert (figure("V1")["part"], figure("V2")["part"]) == (1, 1)
    tap(worker, visit, "prevue", was="realisee")
    assert (figure("V1")["part"], figure("V2")["part"]) == (0, 0)


def test_one_cause_only_the_door_first_then_the_household(cast, case, worker, figure):
    for days, status in ((0, "annulee_service"), (1, "annulee_menage"), (3, "porte_close")):
        tap(worker, planned(cast, case, on=MONDAY + timedelta(days=days)), status)
    for days, status in ((7, "annulee_service"), (8, "annulee_menage")):
        tap(worker, planned(cast, case, on=MONDAY + timedelta(days=days)), status)
    assert figure("V3")["by"] == {"porte_close": 1, "annulee_menage": 1, "non_prevue": 3}


def test_a_postponed_visit_done_within_the_week_makes_the_week(cast, case, worker, figure):
    visit = planned(cast, case, on=MONDAY)
    visit.log("reportee", today=MONDAY, by=cast.leila.professional, moved_to=MONDAY + timedelta(days=4))
    assert figure("V1")["part"] == 0
    tap(worker, Visit.objects.planned().get(), "realisee")
    assert (figure("V1")["part"], figure("V1")["whole"]) == (1, 5)


def test_a_visit_moved_to_another_week_in_the_form_moves_the_week(cast, case, worker, figure):
    visit = planned(cast, case, on=MONDAY)
    tap(worker, visit, "realisee")
    first = Span("quarter", MONDAY, MONDAY + timedelta(days=6))
    assert figure("V1", first)["part"] == 1
    moved = {"kind": "visite_domicile", "status": "realisee", "on": (MONDAY + WEEK).isoformat(), "at": "10:00"}
    worker.post(reverse("accompaniment:visit", args=[visit.pk]), moved)
    assert (figure("V1", first)["part"], figure("V1")["part"]) == (0, 1)


def test_themes_typed_in_the_form_are_counted_once_a_contact(cast, case, worker, figure):
    url = reverse("accompaniment:new_visit", args=[case.pk])
    sent = {"status": "realisee", "on": MONDAY.isoformat(), "at": "10:00"}
    worker.post(url, {**sent, "kind": "visite_domicile", "themes": ["budget", "emploi"]})
    worker.post(url, {**sent, "kind": "appel", "themes": ["budget"]})
    worker.post(url, {**sent, "kind": "visite_domicile", "status": "annulee_menage", "themes": ["hygiene"]})
    told = figure("T1")
    assert (told["count"], told["by"]) == (2, {"budget": 2, "emploi": 1})


def test_under_another_rhythm_the_week_is_not_due_and_v6_counts_it(cast, case, worker, figure):
    conduct.set_intensity(case, "quinzaine", on=MONDAY, by=cast.leila.professional)
    tap(worker, planned(cast, case, on=MONDAY), "realisee")
    assert figure("V1")["whole"] == 0
    assert (figure("V6")["part"], figure("V6")["whole"]) == (2, 4), "the last fortnight is not over"


def test_every_kind_of_contact_done_counts_in_v5(cast, case, worker, figure):
    for kind in ("visite_domicile", "appel", "bureau"):
        tap(worker, planned(cast, case, on=MONDAY, kind=kind), "realisee")
    tap(worker, planned(cast, case, on=MONDAY, kind="bureau"), "porte_close")
    assert figure("V5")["median"] == pytest.approx(3 / (35 / (365 / 12)), abs=0.1)
