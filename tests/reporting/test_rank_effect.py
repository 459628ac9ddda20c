"""Scenario 8 (sheet 07 §7.6): a rank counts as an award from the day it takes effect, in C2, C3 and C4, and not before."""

from datetime import date

import pytest

from allocations.models import Offer
from reporting.indicators import one
from reporting.periods import Span
from reporting.reading import read
from tests.factories.cal import motive, passages

QUARTER = Span("quarter", date(2025, 4, 1), date(2025, 6, 30))


def rates(cast):
    """(part, whole) of each rate, read from the database as the report does."""
    facts = read(cast.agreement).known_at(QUARTER.end)
    told = {code: one(code).value(facts, "access", QUARTER) for code in ("C2", "C3", "C4", "C5")}
    return {code: (value["part"], value["whole"]) for code, value in told.items()}


@pytest.fixture
def ranked(cast):
    """Two households for one dwelling: ranks one and two."""
    first, second = passages(cast, 2)
    for passage, rank in ((first, 1), (second, 2)):
        passage.decide("b", rank=rank, candidates_count=3, by=cast.diane.professional)
    return first, second


def test_a_second_rank_moves_from_nought_to_one_when_the_first_refuses(ranked, cast):
    first, second = ranked
    by = cast.diane.professional
    offer = Offer.notify(first, on=date(2025, 4, 18), by=by)
    assert rates(cast) == {"C2": (1, 2), "C3": (1, 2), "C4": (0, 2), "C5": (0, 1)}
    offer.refuse(on=date(2025, 4, 22), reason=motive("offer", "location"), by=by)
    first_alone = rates(cast)
    assert first_alone["C2"] == (1, 2)

    second.become_effective(on=date(2025, 4, 23), by=by)
    Offer.notify(second, on=date(2025, 4, 23), by=by).accept(on=date(2025, 4, 28), by=by)

    assert rates(cast) == {"C2": (2, 2), "C3": (2, 2), "C4": (1, 2), "C5": (1, 2)}


def test_alone_a_second_rank_counts_for_nothing_until_it_takes_effect(cast):
    (passage,) = passages(cast, 1)
    by = cast.diane.professional
    passage.decide("b", rank=2, candidates_count=3, by=by)
    assert [rates(cast)[code] for code in ("C2", "C3", "C4")] == [(0, 1), (0, 1), (0, 1)]

    passage.become_effective(on=date(2025, 4, 25), by=by)
    assert [rates(cast)[code] for code in ("C2", "C3", "C4")] == [(1, 1), (1, 1), (0, 1)]
    Offer.notify(passage, on=date(2025, 4, 25), by=by).accept(on=date(2025, 4, 29), by=by)

    assert [rates(cast)[code] for code in ("C2", "C3", "C4")] == [(1, 1), (1, 1), (1, 1)]
