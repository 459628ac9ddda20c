"""The pages of the pré-CAL cost the same for one household and for three."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import precal
from tests.test_query_counts import count

BUDGETS = {
    ("paul", "allocations:sessions"): 11,
    ("bruno", "allocations:session"): 21,
    ("bruno", "allocations:session_live"): 20,
    ("bruno", "allocations:session_state"): 12,
    ("leila", "allocations:session"): 22,
}


@pytest.mark.parametrize(("person", "name"), list(BUDGETS))
def test_a_page_costs_the_same_at_one_row_and_at_three(person, name, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    session = precal.invited_session(cast)
    _one(cast, session, 1)
    url = reverse(name, args=[] if name == "allocations:sessions" else [session.pk])
    one = count(browser, url)
    for number in (2, 3):
        _one(cast, session, number)
        precal.later_session(cast, date(2025, 2, number))

    assert (one, count(browser, url)) == (BUDGETS[person, name], BUDGETS[person, name])


def _one(cast, session, number):
    """A decided point with its action, and a candidature that waits."""
    decision = precal.signed(cast, precal.written(cast, precal.inscribed(cast, session, number)))
    decision.item.actions.create(
        case=decision.case, what="Appeler", side="landlord", due_on=date(2025, 2, 1), created_by=cast.paul.professional
    )
    precal.waiting_case(cast, 10 + number)


@pytest.mark.parametrize("person", ["bruno", "paul"])
def test_a_faire_costs_the_same_at_one_row_and_at_three(person, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    session = factories.session(cast)
    _one(cast, session, 1)
    one = count(browser, "/")
    for number in (2, 3):
        _one(cast, session, number)

    assert count(browser, "/") == one
