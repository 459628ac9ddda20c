"""Needs, dwellings and grids cost the same for one row and for three."""

from datetime import date

import pytest
from django.urls import reverse

from allocations.models import BenefitEstimate, HousingNeed
from households.models import Resources
from tests import factories
from tests.factories.needs import dwelling, grid, need
from tests.test_query_counts import count

BUDGETS = {
    ("diane", "needs"): 9,
    ("leila", "needs"): 9,
    ("diane", "dwellings"): 7,
    ("diane", "need_dwellings"): 12,
    ("paul", "dwelling_needs"): 12,
    ("diane", "dwelling_page"): 10,
    ("paul", "grids"): 6,
}


def household(cast, number):
    case = factories.preparing_case(cast, last_name=f"Nom{number}")
    made = need(cast, case)
    Resources.objects.create(household=case.household, kind="rsa", monthly_amount=700, since=date(2025, 1, 1))
    BenefitEstimate.objects.create(case=case, monthly_amount=200, estimated_on=date(2025, 1, 20))
    made.foresee(dwelling(cast, f"V-{number}"), on=date(2025, 2, 1), by=cast.diane.professional)


def address(name):
    at = {
        "need_dwellings": [HousingNeed.objects.first().pk], "dwelling_needs": ["V-1"], "dwelling_page": ["V-1"],
    }.get(name, [])  # fmt: skip
    from allocations.models import Dwelling

    at = [Dwelling.objects.get(reference=one).pk if one == "V-1" else one for one in at]
    return reverse(f"allocations:{name}", args=at)


@pytest.mark.parametrize(("person", "name"), list(BUDGETS))
def test_a_list_costs_the_same_at_one_row_and_at_three(person, name, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    household(cast, 1)
    url = address(name)
    one = count(browser, url)
    for number in (2, 3):
        household(cast, number)
        grid(cast, ("identity", f"Identité {number}"), number=number)
    three = count(browser, url)

    assert (one, three) == (BUDGETS[person, name], BUDGETS[person, name])
