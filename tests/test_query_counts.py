"""Pages cost the same for one household and for three: a literal number of queries each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

BUDGETS = {
    ("leila", "/dossiers/"): 8,
    ("paul", "/dossiers/"): 8,
    ("paul", "/attributions/loges/"): 8,
    ("diane", "/attributions/cal/"): 10,
    ("leila", "/accompagnement/demandes/"): 9,
}


def count(browser, url):
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize(("person", "url"), list(BUDGETS))
def test_a_list_costs_the_same_at_one_row_and_at_three(person, url, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    factories.housed_case(cast)
    one = count(browser, url)
    for number in (2, 3):
        factories.housed_case(cast, number=f"05901250000{number}GDEMO1", last_name=f"Nom{number}")
    three = count(browser, url)

    assert (one, three) == (BUDGETS[person, url], BUDGETS[person, url])
