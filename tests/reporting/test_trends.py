"""Trends of one's role and territories side by side: from frozen reports, and only from what may be compared."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lodabord.partners.models import Agreement, Membership, Organisation, Terms, Territory
from lodabord.partners.roles import Role
from reporting.editions import Edition
from reporting.models import SteeringSnapshot
from reporting.parts.context import Earlier
from reporting.periods import Quarter
from reporting.territories import CAUTIONS, TOO_FEW, side_by_side
from reporting.trends import FOLLOWED, ahead, multiples
from reporting.views.reports import READERS
from tests.factories import referred_case

AT = datetime(2026, 1, 9, 9, tzinfo=ZoneInfo("Europe/Paris"))


def frozen(agreement: Any, *numbers: int) -> None:
    for number in numbers:
        SteeringSnapshot.freeze(agreement, Quarter(2025, number), today=date(2026, 1, 9), at=AT, by=None)


def told(*values: Any, code: str = "V1", track: str = "all") -> list[Earlier]:
    """Quarters in which one indicator alone is worth something."""
    nobody = {"part": 0, "whole": 0}
    every = {one for role in FOLLOWED.values() for one, _ in role}
    return [
        Earlier(
            Quarter(2025, number),
            {
                one: {
                    "label": one,
                    **{
                        side: dict.fromkeys(
                            ("quarter", "year", "agreement"), value if (one, side) == (code, track) else nobody
                        )
                        for side in ("access", "retention", "all")
                    },
                }
                for one in every
            },
        )
        for number, value in enumerate(values, start=1)
    ]


def rate(part: int, whole: int) -> dict[str, int]:
    return {"part": part, "whole": whole}


def test_every_reader_follows_something() -> None:
    assert set(FOLLOWED) == READERS


def test_a_small_chart_says_where_it_went() -> None:
    one = multiples(told(rate(14, 20), rate(18, 20)), Terms(), Role.ASSO_WORKER)

    assert [each.message for each in one] == ["V1 : 90\u202f% au T2 2025, 20 points de plus qu'au T1 2025"]
    assert [(line.label, line.cells) for line in one[0].table.lines] == [
        ("T1 2025", ("70\u202f% (14/20)",)),
        ("T2 2025", ("90\u202f% (18/20)",)),
    ]


def test_one_quarter_is_a_number_and_not_a_curve() -> None:
    one = multiples(told(rate(0, 0), rate(18, 20)), Terms(), Role.ASSO_WORKER)

    assert [(each.message, each.svg) for each in one] == [("V1 : 90\u202f% au T2 2025", "")]


def test_an_objective_is_a_dashed_line_with_its_words() -> None:
    one = multiples(told(rate(14, 20), rate(18, 20)), Terms(target_visits=85), Role.ASSO_WORKER)[0]

    assert "stroke-dasharray" in one.svg
    assert "Objectif : au moins 85\u202f%" in one.svg


@pytest.mark.parametrize(("part", "words"), [(18, "Atteint"), (10, "Pas encore")])
def test_an_objective_says_whether_it_is_met(part: int, words: str) -> None:
    one = ahead(told(rate(part, 20))[0], Terms(target_visits=85), Role.ASSO_WORKER)

    assert [(each.code, each.reached) for each in one if each.code == "V1"] == [("V1", words)]


@pytest.mark.parametrize("name", ["leila", "bruno", "paul", "sophie", "emile"])
def test_each_role_opens_its_trends(sign_in: Any, cast: Any, agreement: Any, name: str) -> None:
    browser = sign_in(getattr(cast, name))
    assert "Aucun rapport n'est encore établi" in browser.get(reverse("reporting:trends")).content.decode()

    referred_case(cast)
    frozen(agreement, 1, 2)
    assert "T2 2025" in browser.get(reverse("reporting:trends")).content.decode()


def test_trends_cost_the_same_over_one_quarter_and_over_three(sign_in: Any, cast: Any, agreement: Any) -> None:
    browser = sign_in(cast.bruno)
    counts = []
    for numbers in ((1,), (2, 3)):
        frozen(agreement, *numbers)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse("reporting:trends")).status_code == 200
        counts.append(len(captured))

    assert counts == [counts[0]] * 2


@pytest.fixture
def three(cast: Any, agreement: Any) -> list[Agreement]:
    """One landlord, three associations, three territories."""
    others = [cast.agreement_2]
    association = Organisation.objects.create(kind="association", name="Troisième Association Démo")
    third = Agreement.objects.create(
        code="DEMO-3", programme=agreement.programme, landlord=agreement.landlord, association=association,
        territory=Territory.objects.create(code="T3", name="Troisième territoire"), starts_on=agreement.starts_on,
    )  # fmt: skip
    Terms.objects.create(agreement=third, applies_from=third.starts_on)
    return [agreement, *others, third]


def test_three_agreements_stand_side_by_side_in_the_order_of_their_codes(three: list[Agreement]) -> None:
    for agreement in three:
        frozen(agreement, 4)
    one = side_by_side(three[::-1], Edition.PARTNER, Quarter(2025, 4))

    assert [line.label.split("(")[-1] for line in one.tables[0].lines] == ["DEMO)", "DEMO-2)", "DEMO-3)"]
    assert one.missing == ()


def test_territories_are_compared_at_fixed_horizons_only(three: list[Agreement]) -> None:
    frozen(three[0], 4)
    one = side_by_side(three, Edition.PARTNER, Quarter(2025, 4))

    assert one.tables[0].head[1:] == (
        "Maintien à 6 mois", "Maintien à 12 mois", "Maintien à 24 mois",
        "Survie à 6 mois", "Survie à 12 mois", "Survie à 24 mois",
    )  # fmt: skip
    assert one.tables[0].lines[0].cells == ("sans objet",) * 3 + (TOO_FEW,) * 3
    assert [agreement.code for agreement in one.missing] == ["DEMO-2", "DEMO-3"]


def test_the_caution_is_printed_with_the_table(sign_in: Any, paul: Any, agreement: Any) -> None:
    frozen(agreement, 4)
    page = sign_in(paul).get(reverse("reporting:territories")).content.decode().replace("&#x27;", "'")

    assert all(sentence in page for sentence in CAUTIONS)


def test_an_association_reads_its_own_territory_only(sign_in: Any, charlie: Any, three: list[Agreement]) -> None:
    for agreement in three:
        frozen(agreement, 4)
    page = sign_in(charlie).get(reverse("reporting:territories")).content.decode()

    assert ("(DEMO-2)" in page, "(DEMO)" in page, "(DEMO-3)" in page) == (True, False, False)


def test_a_page_asked_for_a_quarter_nobody_presented_shows_the_last_one(
    sign_in: Any, paul: Membership, agreement: Any
) -> None:
    frozen(agreement, 3)
    page = sign_in(paul).get(reverse("reporting:territories") + "?trimestre=2031-T1")

    assert "3e trimestre 2025" in page.content.decode()
