"""Each list of visits costs the same for one household and for three: a literal number of queries."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.factories.visits import planned, prefers, step
from tests.test_query_counts import count

NUMBERS = [f"05901250000{rank}GDEMO1" for rank in (2, 3)]
BUDGETS = {
    "/accompagnement/ma-journee/": 16,
    "/accompagnement/ma-journee/etats/": 7,
    "/accompagnement/comptes-rendus/": 8,
    "/accompagnement/suites/": 7,
}


def furnish(cast, case):
    today = timezone.localdate()
    planned(cast, case, on=today, at=time(10))
    planned(cast, case, on=today - timedelta(days=1))
    factories.visit(cast, case, on=today - timedelta(days=8), report="", alert="logement")
    prefers(cast, case, ["appel", "sms"])
    step(cast, case, due_on=today)


@pytest.mark.parametrize("url", list(BUDGETS))
def test_a_list_costs_the_same_at_one_row_and_at_three(url, cast, sign_in, leila, case):
    browser = sign_in(leila)
    furnish(cast, case)
    one = count(browser, url)
    for rank, number in enumerate(NUMBERS):
        furnish(cast, factories.housed_case(cast, number=number, last_name=f"Nom{rank}"))
    three = count(browser, url)

    assert (one, three) == (BUDGETS[url], BUDGETS[url])
