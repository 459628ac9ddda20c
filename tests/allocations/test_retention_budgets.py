"""The lists of the arrears and of the retention track cost the same at one row and at three."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from allocations import account_import
from tests import factories
from tests.factories import retention
from tests.test_query_counts import count

BUDGETS = {
    ("paul", "/attributions/impayes/"): 10,
    ("leila", "/attributions/impayes/"): 10,
    ("sophie", "/attributions/impayes/import/"): 8,
    ("karim", "/dossiers/reperages/"): 6,
}


PREVIEW = 10


def housed(cast, number):
    """An access household with a first unpaid month, a near legal date, and a decision not told yet."""
    case = factories.housed_case(cast, number=f"05901250000{number}GDEMO1", last_name=f"Nom{number}")
    today = timezone.localdate()
    retention.account(cast, case, today - timedelta(days=70), "500")
    retention.account(cast, case, today - timedelta(days=2), "600")
    retention.met(cast, "thinking", tenant_ref=f"LOC-{number}")


@pytest.mark.parametrize(("person", "url"), list(BUDGETS))
def test_a_list_costs_the_same_at_one_row_and_at_three(person, url, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    housed(cast, 1)
    one = count(browser, url)
    for number in (2, 3):
        housed(cast, number)
    three = count(browser, url)

    assert (one, three) == (BUDGETS[person, url], BUDGETS[person, url])


@pytest.mark.parametrize("person", ["sophie", "paul", "leila", "bruno"])
def test_a_faire_does_not_cost_more_with_more_households(person, cast, sign_in):
    """The page gathers every room's sections: its total is not ours to say, its constancy is."""
    browser = sign_in(getattr(cast, person))
    housed(cast, 1)
    one = count(browser, "/")
    for number in (2, 3):
        housed(cast, number)

    assert count(browser, "/") == one


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_of_an_import_costs_the_same_whatever_its_rows(rows, cast, sign_in):
    figures = account_import.Figures(Decimal(10), Decimal(200))
    reading = account_import.Reading(
        rows=[(retention.retained(cast, tenant_ref=f"LOC-{rank}"), rank, figures) for rank in range(rows)]
    )
    month = timezone.localdate().replace(day=1)
    batch = account_import.prepare(reading, cast.agreement, month, by=cast.sophie.professional)

    assert count(sign_in(cast.sophie), f"/attributions/impayes/imports/{batch.pk}/") == PREVIEW
