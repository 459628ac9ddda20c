"""The pages of the CAL cost the same for one household and for three: a literal number of queries each."""

from datetime import date

import pytest
from django.urls import reverse

from allocations.models import CalSitting, Offer
from tests import factories
from tests.factories.cal import CAL_ON, NUMBERS
from tests.test_query_counts import count

BUDGETS = {
    ("ready", "cal", "diane"): 14,
    ("ready", "cal", "bruno"): 14,
    ("scheduled", "cal_scheduled", "diane"): 13,
    ("scheduled", "cal_sitting", "diane"): 8,
    ("scheduled", "cal_results", "diane"): 9,
    ("offered", "cal_offers", "diane"): 11,
    ("ranked", "cal_pending", "diane"): 11,
    ("ranked", "cal_recent", "diane"): 12,
    ("preparing", "home", "sophie"): 28,
    ("scheduled", "home", "diane"): 27,
    ("ready", "home", "diane"): 32,
    ("offered", "home", "diane"): 25,
}


def ready(cast, number):
    return factories.ready_case(cast, number=NUMBERS[number], last_name=f"Nom{number}")


def preparing(cast, number):
    return factories.preparing_case(cast, last_name=f"Nom{number}")


def scheduled(cast, number):
    return factories.presented_case(cast, number=NUMBERS[number], last_name=f"Nom{number}")


def ranked(cast, number):
    passage = scheduled(cast, number)
    passage.decide("b", rank=2, candidates_count=3, by=cast.diane.professional)


def offered(cast, number):
    passage = scheduled(cast, number)
    passage.decide("a", candidates_count=3, by=cast.diane.professional)
    Offer.notify(passage, on=date(2025, 4, 18), by=cast.diane.professional)


MAKERS = {"ready": ready, "preparing": preparing, "scheduled": scheduled, "ranked": ranked, "offered": offered}


def address(name, cast):
    if name == "home":
        return "/"
    if name in ("cal_sitting", "cal_results"):
        return reverse(f"allocations:{name}", args=[CalSitting.objects.get(agreement=cast.agreement, on=CAL_ON).pk])
    return reverse(f"allocations:{name}")


@pytest.mark.parametrize(("made", "name", "person"), list(BUDGETS))
def test_a_page_of_the_cal_costs_the_same_at_one_row_and_at_three(made, name, person, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    MAKERS[made](cast, 1)
    one = count(browser, address(name, cast))
    for number in (2, 3):
        MAKERS[made](cast, number)
    three = count(browser, address(name, cast))

    assert (one, three) == (BUDGETS[made, name, person], BUDGETS[made, name, person])


def test_the_file_of_a_household_costs_the_same_whatever_its_papers(cast, sign_in):
    case = factories.preparing_case(cast)
    browser = sign_in(cast.sophie)
    bare = count(browser, reverse("allocations:cal_file", args=[case.pk]))
    factories.seen_papers(cast, case, date(2025, 2, 3))

    assert count(browser, reverse("allocations:cal_file", args=[case.pk])) == bare
