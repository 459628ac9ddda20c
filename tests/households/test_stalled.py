"""Files that stay too long at a stage are chased: their holder first, then the head of that side."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from households.models import Case
from households.pace import pace_of
from households.stages import State, Track
from households.stalled import PATIENCE, TOLD_AFTER, is_stalled, limit_days, stalled_for
from lodabord.partners.models import Terms
from tests import factories
from tests.test_query_counts import count

REACHED = date(2025, 1, 2)


def after(days):
    return REACHED + timedelta(days=days)


@pytest.mark.parametrize("state", list(PATIENCE))
def test_every_limit_is_a_parameter_of_the_agreement(state, agreement):
    terms = agreement.terms_on(REACHED)

    assert limit_days(state, terms) == getattr(terms, PATIENCE[state].parameter) > 0


def test_a_move_says_since_when_the_case_is_there(cast):
    case = factories.assessed_case(cast)

    assert (case.state, case.stage_since) == (State.PRECAL_QUEUE, case.prediagnosed_on)


def test_a_referral_nobody_takes_reaches_the_worker_then_the_head(cast):
    case = factories.referred_case(cast)
    limit = cast.agreement.terms_on(REACHED).taken_days

    on_time, late, later = after(limit), after(limit + 1), after(limit + 1) + TOLD_AFTER

    assert list(stalled_for(cast.leila, on_time)) == []
    assert list(stalled_for(cast.leila, late)) == [case]
    assert list(stalled_for(cast.bruno, late)) == []
    assert list(stalled_for(cast.bruno, later)) == [case]
    assert (is_stalled(case, on_time), is_stalled(case, late)) == (False, True)


def test_a_longer_limit_in_the_agreement_is_obeyed(cast):
    case = factories.referred_case(cast)
    Terms.objects.filter(agreement=cast.agreement).update(taken_days=60)

    assert list(stalled_for(cast.leila, after(60))) == []
    assert list(stalled_for(cast.leila, after(61))) == [case]


def test_a_file_ready_for_the_cal_is_the_officers_then_the_pilots(cast):
    case = factories.ready_case(cast)
    limit = timedelta(days=cast.agreement.terms_on(REACHED).cal_within_days + 1)

    late = case.cal_ready_on + limit

    assert list(stalled_for(cast.diane, late)) == [case]
    assert list(stalled_for(cast.paul, late)) == []
    assert list(stalled_for(cast.paul, late + TOLD_AFTER)) == [case]
    assert list(stalled_for(cast.leila, late + TOLD_AFTER)) == []


def test_a_colleagues_file_is_not_mine_to_chase(cast):
    case = factories.retained_case(cast)

    late = case.stage_since + timedelta(days=31)

    assert list(stalled_for(cast.leila, late)) == [case]
    assert list(stalled_for(cast.ines, late)) == []


@pytest.mark.parametrize("person", ["paul", "diane", "sophie", "karim", "charlie", "emile", "camille"])
def test_a_stalled_referral_is_not_told_beyond_the_association(person, cast):
    factories.referred_case(cast)

    assert list(stalled_for(getattr(cast, person), after(400))) == []


def test_nobody_chases_a_follow_up(case, cast):
    late = case.moved_in_on + timedelta(days=900)

    assert [list(stalled_for(one, late)) for one in (cast.leila, cast.bruno, cast.paul)] == [[], [], []]
    assert is_stalled(case, late) is False


def test_the_page_of_the_holder_says_what_is_awaited_and_since_when(cast, sign_in):
    case = factories.referred_case(cast)

    page = sign_in(cast.leila).get("/").content.decode()

    assert "Dossiers qui attendent trop" in page
    assert f"{case.household.code} · Mme B." in page
    assert "Orientation reçue : à prendre en charge (repère : 7 jours)" in page


def test_the_time_between_steps_is_a_median_with_its_range_and_number(cast):
    for number, wait in enumerate((4, 10, 5)):
        case = factories.referred_case(cast, last_name=f"Nom{number}")
        Case.objects.filter(pk=case.pk).update(prediagnosed_on=case.opened_on + timedelta(days=wait))

    first = pace_of(Case.objects.all(), Track.ACCESS)[0]

    assert (first.start, first.end) == ("orientation", "pré-diagnostic")
    assert (first.median, first.shortest, first.longest, first.cases) == (5, 4, 10, 3)


def test_where_cases_stand_costs_the_same_at_one_row_and_at_three(cast, sign_in):
    browser = sign_in(cast.bruno)
    factories.assessed_case(cast)
    one = count(browser, reverse("households:stages"))
    for number in (2, 3):
        factories.assessed_case(cast, last_name=f"Nom{number}")
    three = count(browser, reverse("households:stages"))

    assert (one, three) == (9, 9)


def test_where_cases_stand_shows_each_side_its_own(cast, sign_in):
    hidden, known = factories.assessed_case(cast), factories.retained_case(cast, last_name="Connu")

    page = sign_in(cast.paul).get(reverse("households:stages")).content.decode()

    assert known.household.code in page
    assert "repère : 30 jours" in page
    assert hidden.household.code not in page


def test_with_no_case_at_all_each_track_says_what_will_appear(cast, sign_in):
    page = sign_in(cast.bruno).get(reverse("households:stages")).content.decode()

    assert page.count("Les dossiers de ce volet apparaîtront ici") == 2
