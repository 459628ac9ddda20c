"""Attributions as the State asks for them: typed by the landlord's officer, counted, masked for the funders."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from allocations.models import CalPresentation, Offer
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from reporting.attributions import Award, breakdowns, read
from reporting.beside import beside
from reporting.computing import Figures, compute
from reporting.editions import Edition
from reporting.periods import Quarter, Span
from tests import factories

YEAR = Span("year", date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def passage(cast: Any) -> CalPresentation:
    told: CalPresentation = factories.presented_case(cast)
    return told


def award(passage: CalPresentation, cast: Any) -> None:
    passage.decide("a", by=cast.diane.professional, candidates_count=3)
    offer = Offer.notify(passage, on=passage.cal_on, by=cast.diane.professional)
    offer.accept(on=passage.cal_on, by=cast.diane.professional)


def test_the_officer_describes_an_attribution(sign_in: Any, passage: CalPresentation, cast: Any) -> None:
    award(passage, cast)
    sign_in(cast.diane).post(
        reverse("allocations:cal_award", args=[passage.pk]), {"first_quartile": "yes", "priority_district": "no"}
    )

    passage.refresh_from_db()
    assert (passage.first_quartile, passage.priority_district) == ("yes", "no")


def test_only_the_officer_describes_it(sign_in: Any, passage: CalPresentation, cast: Any) -> None:
    award(passage, cast)
    address = reverse("allocations:cal_award", args=[passage.pk])

    assert [sign_in(getattr(cast, name)).get(address).status_code for name in ("leila", "bruno", "paul", "emile")] == (
        [404] * 4
    )


def test_what_was_not_awarded_is_not_described(passage: CalPresentation, cast: Any) -> None:
    with pytest.raises(MoveRefused, match="décrivent une attribution"):
        passage.describe(first_quartile="yes", priority_district="no", by=cast.diane.professional)


def test_an_attribution_is_counted_once_its_offer_is_accepted(passage: CalPresentation, cast: Any) -> None:
    with acting_as(SYSTEM):
        assert read(passage.case.agreement, passage.cal_on) == ()
    award(passage, cast)
    with acting_as(SYSTEM):
        told = breakdowns(read(passage.case.agreement, passage.cal_on), YEAR)

    assert {name: sum(by.values()) for name, by in told.items() if name != "public"} == dict.fromkeys(
        ("quota", "dalo", "commune", "district", "quartile"), 1
    )
    assert (told["quartile"], told["district"]) == ({"non_renseigne": 1}, {"non_renseigne": 1})


def test_a_household_of_two_priority_publics_counts_in_both() -> None:
    one = Award(date(2025, 5, 1), "outside", "oui", ("b", "l"), "Ville Démo", "oui", "non")

    assert breakdowns([one], YEAR)["public"] == {"b": 1, "l": 1}
    assert breakdowns([one], Span("quarter", date(2025, 7, 1), date(2025, 9, 30)))["quota"] == {}


def _figures(agreement: Any) -> Figures:
    return compute(agreement, Quarter(2025, 4), as_of=None, today=date(2026, 1, 5))


def test_the_landlord_does_not_read_the_priority_publics(agreement: Any, passage: CalPresentation, cast: Any) -> None:
    award(passage, cast)
    figures = _figures(agreement)
    with acting_as(SYSTEM):
        told = {edition: set(beside(figures, edition, [], [])["awards"]) for edition in Edition}

    assert told[Edition.INTERNAL] - told[Edition.PARTNER] == {"public"}


def test_the_funders_read_no_small_cell_of_attributions(
    agreement: Any, passage: CalPresentation, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotas = Counter({"outside": 2, "state_priority": 9, "action_logement": 6})
    many = tuple(
        Award(date(2025, 5, 1), quota, "non", ("b",), "Ville Démo", "non", "oui") for quota in quotas.elements()
    )
    monkeypatch.setattr("reporting.beside.read", lambda *told: many)
    figures = _figures(agreement)
    figures.values["P2"]["all"]["year"] = {"part": 0, "whole": len(many)}
    with acting_as(SYSTEM):
        told = beside(figures, Edition.FUNDER, [], [])["awards"]

    assert told["quota"] == {"outside": "masqué", "state_priority": 9, "action_logement": "masqué"}
    assert told["quartile"] == {"oui": 17}
