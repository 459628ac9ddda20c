"""Scenario 8 (sheet 07 §7.6): a rank that takes effect after the report shows both values, and rewrites neither."""

from datetime import UTC, date, datetime

import pytest

from allocations.models import Offer
from reporting.changes import changes
from reporting.editions import Edition
from reporting.models import SteeringSnapshot
from reporting.periods import Quarter
from tests.factories.cal import motive, passages

PRESENTED = date(2025, 7, 10)
READ_AGAIN = date(2025, 8, 1)


@pytest.fixture
def presented(cast):
    """A second rank still waiting behind the first when the second quarter is presented."""
    first, second = passages(cast, 2)
    by = cast.diane.professional
    for passage, rank in ((first, 1), (second, 2)):
        passage.decide("b", rank=rank, candidates_count=3, by=by)
    offer = Offer.notify(first, on=date(2025, 4, 18), by=by)
    snapshot = SteeringSnapshot.freeze(
        cast.agreement, Quarter.named("2025-T2"), today=PRESENTED, at=datetime(2025, 7, 10, 9, tzinfo=UTC), by=by
    )
    return snapshot, offer, second


def told(snapshot):
    value = snapshot.told(Edition.INTERNAL)["indicators"]["C2"]["access"]["quarter"]
    return value["part"], value["whole"]


def differing(snapshot, edition):
    return [
        (one.code, one.presented, one.recomputed)
        for one in changes(snapshot, edition, today=READ_AGAIN)
        if one.where == "Accès, trimestre"
    ]


def test_nothing_differs_while_the_first_rank_has_not_answered(presented):
    snapshot, _offer, _second = presented
    assert differing(snapshot, Edition.INTERNAL) == []


@pytest.mark.parametrize("edition", [Edition.INTERNAL, Edition.PARTNER])
def test_both_values_are_shown_once_the_second_rank_takes_effect(cast, presented, edition):
    snapshot, offer, second = presented
    by = cast.diane.professional
    offer.refuse(on=date(2025, 7, 15), reason=motive("offer", "location"), by=by)
    second.become_effective(on=date(2025, 7, 16), by=by)

    assert differing(snapshot, edition) == [
        ("C2", "1/2, 1 en attente", "2/2"),
        ("C3", "1/2, 1 en attente", "2/2"),
    ]
    assert told(snapshot) == (1, 2)
