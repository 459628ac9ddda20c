"""A page costs the same number of queries for one household and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

NUMBERS = [f"05901250000{rank}GDEMO1" for rank in (2, 3)]


def cost(browser, address):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", ["/accompagnement/ma-semaine/", "/accompagnement/demandes/", "/"])
def test_three_households_cost_what_one_costs(address, cast, sign_in, leila, case):
    browser = sign_in(leila)
    browser.get(address)
    one = cost(browser, address)
    for rank, number in enumerate(NUMBERS):
        factories.housed_case(cast, number=number, last_name=f"Nom{rank}")
    assert cost(browser, address) == one
