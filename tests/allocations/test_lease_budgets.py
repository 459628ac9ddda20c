"""The lists of entries, leases and daily requests cost the same at one row and at three."""

from datetime import date

import pytest
import time_machine

from allocations.models import LeaseNotice, SlidingConvention, raise_rental_point
from tests.factories import lease as make
from tests.test_query_counts import count

BUDGETS = {
    ("leila", "/attributions/entrees/"): 12,
    ("diane", "/attributions/entrees/"): 12,
    ("paul", "/attributions/demandes/"): 8,
    ("karim", "/attributions/demandes/"): 6,
    ("leila", "/attributions/demandes/"): 8,
    ("paul", "/attributions/entrees/etapes/"): 7,
}
HOMES = ["leila", "bruno", "paul", "diane", "sophie", "karim"]
DAY = date(2025, 6, 2)


def one_more(cast, rank):
    """A housed household whose lease slides and ends, with a late list, a request and a point that wait."""
    from accompaniment import conduct

    lease = make.sign(
        cast,
        make.accepted_case(cast, number=f"05901250000{rank}GDEMO1", last_name=f"Nom{rank}"),
        status="bail_glissant",
    )
    SlidingConvention.sign(
        lease, signed_on=date(2025, 5, 2), holder=cast.agreement.association, ground="dalo", annexed=True,
        examined_until=date(2025, 8, 5), by=cast.diane.professional,
    )  # fmt: skip
    LeaseNotice.receive(lease, on=date(2025, 5, 20), months=1, by=cast.diane.professional)
    conduct.move_in(lease.case, on=make.KEYS, by=cast.leila.professional)
    make.asked(cast, lease.case, addressee="pole_social", on=date(2025, 5, 12))
    raise_rental_point(lease.case, "impaye", on=date(2025, 5, 12), by=cast.sophie.professional)


@pytest.fixture(autouse=True)
def on_a_monday():
    with time_machine.travel("2025-06-02T10:00:00+02:00", tick=False):
        yield


@pytest.mark.parametrize(("person", "url"), list(BUDGETS))
def test_a_list_costs_the_same_at_one_row_and_at_three(person, url, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    one_more(cast, 1)
    one = count(browser, url)
    one_more(cast, 2)
    one_more(cast, 3)

    assert (one, count(browser, url)) == (BUDGETS[person, url], BUDGETS[person, url])


@pytest.mark.parametrize("person", HOMES)
def test_a_faire_costs_the_same_at_one_household_and_at_three(person, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    one_more(cast, 1)
    browser.get("/")
    one = count(browser, "/")
    one_more(cast, 2)
    one_more(cast, 3)

    assert count(browser, "/") == one
