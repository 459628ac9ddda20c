"""« L'équipe »: who carries what, whom nobody has seen, and households given on with their reason."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accompaniment.team import team_of
from households.models import Assignment, Case, assign
from tests import factories
from tests.accompaniment.test_pages import page
from tests.test_query_counts import count

TEAM_COSTS = 20


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


# --- households given to a colleague -----------------------------------------------------------------


def give(head, cast, *cases, **more):
    sent = {
        "cases": [f"referent:{case.pk}" for case in cases], "to": cast.ines.professional.pk,
        "on": timezone.localdate().isoformat(), "reason": "absence",
    }  # fmt: skip
    return head.post(page("caseload", cast.leila.professional_id), sent | more)


def test_all_her_households_are_ticked_and_pass_with_the_reason(head, cast, case):
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Autre")
    form = head.get(page("caseload", cast.leila.professional_id)).context["form"]
    assert set(form["cases"].initial) == {f"referent:{case.pk}", f"referent:{other.pk}"}

    assert give(head, cast, case, other).status_code == 302
    for one in (case, other):
        one.refresh_from_db()
        assert one.referent == cast.ines.professional
    running = Assignment.objects.filter(ends_on__isnull=True, capacity="referent")
    assert set(running.values_list("reason", flat=True)) == {"absence"}


def test_what_she_had_under_way_passes_too(head, cast, case):
    today = timezone.localdate()
    coming = factories.visit(cast, case, on=today + timedelta(days=2), status="prevue")
    past = factories.visit(cast, case, on=today - timedelta(days=7))
    demand = factories.request(cast, case, at=timezone.now() - timedelta(minutes=5))
    demand.take(by=cast.leila.professional, at=timezone.now())
    give(head, cast, case)
    for one in (coming, past, demand):
        one.refresh_from_db()
    assert coming.author == demand.taken_by == cast.ines.professional
    assert past.author == cast.leila.professional, "what was done stays hers"


def test_only_those_ticked_pass_and_a_reason_is_asked(head, cast, case):
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Autre")
    assert give(head, cast, case, reason="").status_code == 422
    assert give(head, cast, other).status_code == 302
    case.refresh_from_db()
    assert case.referent == cast.leila.professional


def test_none_passes_when_one_is_refused(head, cast, case):
    before = (timezone.localdate() - timedelta(days=3650)).isoformat()
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Autre")
    answer = give(head, cast, case, other, on=before)
    assert answer.status_code == 422
    assert not Assignment.objects.filter(professional=cast.ines.professional).exists()


def test_both_colleagues_are_told_once(head, cast, case):
    from households.models import Reminder
    from households.reminders import tick

    give(head, cast, case)
    for _ in range(2):
        tick(timezone.now())
    told = Reminder.objects.filter(about__startswith="confie:").values_list("stage", "recipient__first_name")
    assert sorted(told) == [("passe", "Leila"), ("recu", "Ines")]


def test_a_worker_without_households_has_no_such_page(head, cast, case):
    assert head.get(page("caseload", cast.ines.professional_id)).status_code == 404
