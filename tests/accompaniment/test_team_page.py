"""« L'équipe »: who carries what, whom nobody has seen, and households given on with their reason."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accompaniment.team import team_of
from households.models import Case, assign
from tests import factories
from tests.accompaniment.test_pages import page
from tests.test_query_counts import count

TEAM_COSTS = 19


@pytest.fixture
def head(sign_in, bruno):
    return sign_in(bruno)


def team(bruno):
    return team_of(bruno, now=timezone.now(), today=timezone.localdate())


def loads(bruno):
    return {load.professional.first_name: load for load in team(bruno).loads}


@pytest.mark.parametrize("other", ["leila", "ines", "nour", "charlie", "paul", "sophie", "emile", "camille", "admin"])
def test_the_page_is_the_heads_alone(other, cast, sign_in, case):
    browser = sign_in(getattr(cast, other))
    assert browser.get(page("team")).status_code == 404
    assert browser.get(page("caseload", cast.leila.professional_id)).status_code == 404


def test_each_worker_carries_her_households(bruno, case, ines):
    assign(case, "deputy", ines.professional, on=date(2025, 5, 1), by=bruno.professional)
    told = loads(bruno)
    assert (told["Leila"].referent_of, told["Leila"].deputy_of) == (1, 0)
    assert (told["Ines"].referent_of, told["Ines"].deputy_of) == (0, 1)
    assert "Bruno" not in told, "a head without households is no line of her own table"


def test_over_the_ceiling_it_says_by_how_many(bruno, case):
    bruno.agreement.terms.update(caseload_ceiling=0)
    assert loads(bruno)["Leila"].over == 1


def test_the_households_of_the_other_association_do_not_count(bruno, cast, case):
    factories.referred_case(cast, agreement=cast.agreement_2, by=cast.charlie.professional)
    assert {load.professional.first_name for load in team(bruno).loads} == {"Leila", "Ines"}


@pytest.mark.parametrize(("days", "limit"), [(8, 7), (15, 14), (22, 21)])
def test_an_unseen_household_rises_with_the_days(bruno, cast, case, days, limit):
    today = timezone.localdate()
    factories.visit(cast, case, on=today - timedelta(days=days), status="realisee")
    (unseen,) = team(bruno).unseen
    assert (unseen.days, unseen.beyond, unseen.ever) == (days, limit, True)


def test_a_household_seen_lately_is_not_shown(bruno, cast, case):
    factories.visit(cast, case, on=timezone.localdate() - timedelta(days=7), status="realisee")
    assert team(bruno).unseen == []


def test_doors_closed_in_a_row_are_counted_since_the_last_visit(bruno, cast, case):
    today = timezone.localdate()
    for weeks, status in [(5, "porte_close"), (4, "realisee"), (3, "porte_close"), (2, "porte_close")]:
        factories.visit(cast, case, on=today - timedelta(weeks=weeks), status=status)
    assert team(bruno).streaks == [], "three in a row, by the agreement"

    factories.visit(cast, case, on=today - timedelta(weeks=1), status="porte_close")
    (streak,) = team(bruno).streaks
    assert (streak.case, streak.count, streak.last_on) == (case, 3, today - timedelta(weeks=1))


def test_a_household_without_a_referent_is_shown(head, case):
    Case.objects.filter(pk=case.pk).update(referent=None)
    assert case.household.code in head.get(page("team")).content.decode()


def test_a_request_out_of_time_is_shown(bruno, cast, case):
    late = factories.request(cast, case, at=timezone.now() - timedelta(days=10))
    factories.request(cast, case, at=timezone.now() - timedelta(minutes=1))
    assert team(bruno).late_requests == [late]


def test_the_page_costs_the_same_at_one_household_and_at_three(head, cast):
    factories.housed_case(cast)
    one = count(head, page("team"))
    for number in (2, 3):
        factories.housed_case(cast, number=f"05901250000{number}GDEMO1", last_name=f"Nom{number}")
    assert (one, count(head, page("team"))) == (TEAM_COSTS, TEAM_COSTS)
