"""Lists cost the same at one household and at three, and a history the same at one year and at many events."""

from datetime import date

import pytest

from tests import factories
from tests.factories import modular as made
from tests.test_query_counts import count

NUMBERS = [f"05901250000{rank}GDEMO1" for rank in (1, 2, 3)]


@pytest.mark.parametrize(("person", "budget"), [("leila", 9), ("bruno", 9)])
def test_the_households_that_left_cost_the_same_at_one_and_at_three(person, budget, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    costs = []
    for rank, number in enumerate(NUMBERS):
        case = factories.housed_case(cast, number=number, last_name=f"Nom{rank}")
        ended = made.ended(cast, case)
        made.attempted(cast, ended, 6, date(2026, 3, 2))
        costs.append(count(browser, "/accompagnement/apres-la-fin/"))

    assert (costs[0], costs[2]) == (budget, budget)


@pytest.mark.parametrize("person", ["leila", "bruno"])
def test_what_waits_costs_the_same_at_one_and_at_three(person, cast, sign_in):
    """Reviews due and calls to make, on the page « À faire »."""
    browser = sign_in(getattr(cast, person))
    costs = []
    for rank, number in enumerate(NUMBERS):
        factories.housed_case(cast, number=number, last_name=f"Suivi{rank}")
        left = factories.housed_case(cast, number=number.replace("G", "H"), last_name=f"Sorti{rank}")
        made.ended(cast, left)
        costs.append(count(browser, "/"))

    assert costs[0] == costs[2]


def test_the_course_costs_the_same_with_one_suspension_and_with_three(cast, case, sign_in):
    browser = sign_in(cast.leila)
    costs = []
    for month in (6, 7, 8):
        made.paused(cast, case, date(2025, month, 2))
        made.resumed(cast, case, date(2025, month, 20))
        made.goal(cast, case, words=f"Objectif {month}")
        costs.append(count(browser, f"/accompagnement/{case.pk}/fil/"))

    assert costs[0] == costs[2] <= 27
