"""Lists and pages of the preparation cost the same for one household and for three: a literal number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.factories import preparation as made
from tests.test_query_counts import count

BUDGETS = {"list": 12, "activities": 11, "show": 11, "attendance": 11, "sign_up": 10, "invitation": 10}


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


def one_more(cast, number, session, activity):
    """A household, signed up and expected, with one more session and activity past and to come."""
    today = timezone.localdate()
    case = factories.preparing_case(cast, on=today - timedelta(days=80), last_name=f"Nom{number}")
    by = cast.leila.professional
    session.sign_up(case, by=by)
    activity.sign_up(case, by=by)
    for days in (-20 - number, 3 + number):
        for gathering in (made.session(cast, on=today + timedelta(days=days)),
                          made.activity(cast, on=today + timedelta(days=days))):  # fmt: skip
            gathering.sign_up(case, by=by)
            if days < 0:
                made.note(cast, gathering, case, today=today)


@pytest.mark.parametrize("name", list(BUDGETS))
def test_a_page_costs_the_same_at_one_household_and_at_three(name, cast, sign_in):
    browser, today = sign_in(cast.leila), timezone.localdate()
    session, activity = made.session(cast, on=today), made.activity(cast, on=today)
    url = {
        "list": page("prep_sessions"),
        "activities": page("group_activities"),
        "show": page("prep_session", session.pk),
        "attendance": page("prep_session_attendance", session.pk),
        "sign_up": page("group_activity_sign_up", activity.pk),
        "invitation": page("prep_session_invitation", session.pk),
    }[name]
    one_more(cast, 1, session, activity)
    one = count(browser, url)
    for number in (2, 3):
        one_more(cast, number, session, activity)
    three = count(browser, url)

    assert (one, three) == (BUDGETS[name], BUDGETS[name])


def test_the_sections_of_a_faire_cost_the_same_at_one_row_and_at_three(cast, sign_in):
    """The whole page is everybody's: here, only that these sections add no query per row."""
    browser, today = sign_in(cast.leila), timezone.localdate()
    session, activity = made.session(cast, on=today), made.activity(cast, on=today)
    one_more(cast, 1, session, activity)
    one = count(browser, reverse("home"))
    for number in (2, 3):
        one_more(cast, number, session, activity)

    assert count(browser, reverse("home")) == one


def test_the_notebook_costs_the_same_with_one_module_and_with_ten(cast, sign_in):
    browser, today = sign_in(cast.leila), timezone.localdate()
    case = factories.preparing_case(cast, on=today - timedelta(days=80))
    url = page("notebook", case.pk)
    found = []
    for number, code in enumerate(("budget", "energie", "voisinage")):
        session = made.session(cast, on=today - timedelta(days=number + 1), modules=(code,))
        made.note(cast, session, case, today=today)
        made.session(cast, on=today + timedelta(days=number + 1), modules=(code,)).sign_up(
            case, by=cast.leila.professional
        )
        found.append(count(browser, url))

    assert found == [19, 19, 19]
