"""What suits and what does not: each point with its facts and its reason, nothing added up."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from allocations.models import BenefitEstimate, Dwelling, HousingNeed
from allocations.suitability import FITS, LOOK, UNFIT, UNKNOWN, Means, least_surface, points, rate
from households.models import Resources
from tests import factories
from tests.factories.needs import TOLD, dwelling, need

SUBJECTS = [
    "Taille", "Loyer et charges", "Taux d'effort", "Secteur", "Étage", "Accessibilité", "Financement et contingent",
]  # fmt: skip
FLAT = {
    "typology": "T2", "surface": 45, "rent": Decimal(310), "charges": Decimal(60), "commune": "Lille", "sector": "Centre",
    "floor": 1, "has_lift": False, "accessible": None, "financing": "PLAI", "quota": "unknown",
}  # fmt: skip


def judged(subject, *, flat=None, wish=None, means=None):
    told = points(
        Dwelling(**(FLAT | (flat or {}))), HousingNeed(**(TOLD | (wish or {}))), means or Means(900, 260), attention=33
    )
    return next(one for one in told if one.subject == subject)


@pytest.mark.parametrize(
    ("subject", "flat", "wish", "means", "verdict"),
    [
        ("Taille", {}, {}, None, FITS),
        ("Taille", {"typology": "T4"}, {}, None, LOOK),
        ("Taille", {"typology": ""}, {}, None, UNKNOWN),
        ("Taille", {"surface": 15}, {}, None, UNFIT),
        ("Taille", {"surface": 16}, {}, None, FITS),
        ("Taille", {"surface": None}, {}, None, FITS),
        ("Loyer et charges", {}, {}, None, FITS),
        ("Loyer et charges", {"rent": Decimal(360)}, {}, None, FITS),
        ("Loyer et charges", {"rent": Decimal("360.01")}, {}, None, LOOK),
        ("Loyer et charges", {"charges": None}, {}, None, UNKNOWN),
        ("Loyer et charges", {}, {"max_cost": None}, None, UNKNOWN),
        ("Taux d'effort", {}, {}, Means(900, 260), FITS),
        ("Taux d'effort", {}, {}, Means(300, 271), FITS),
        ("Taux d'effort", {}, {}, Means(300, 270), LOOK),
        ("Taux d'effort", {}, {}, Means(100, 200), UNFIT),
        ("Taux d'effort", {}, {}, Means(900, None), UNKNOWN),
        ("Taux d'effort", {}, {}, Means(None, 260), UNKNOWN),
        ("Taux d'effort", {}, {}, Means(0, 260), LOOK),
        ("Taux d'effort", {"rent": None}, {}, Means(900, 260), UNKNOWN),
        ("Secteur", {}, {}, None, FITS),
        ("Secteur", {"commune": "LOMME"}, {}, None, FITS),
        ("Secteur", {"commune": "Hem"}, {}, None, LOOK),
        ("Secteur", {"commune": "Hem"}, {"communes": ""}, None, FITS),
        ("Secteur", {"sector": "fives"}, {}, None, UNFIT),
        ("Secteur", {"commune": "Fivès", "sector": ""}, {}, None, UNFIT),
        ("Secteur", {"sector": ""}, {}, None, LOOK),
        ("Secteur", {"sector": ""}, {"excluded": ""}, None, FITS),
        ("Secteur", {"commune": "", "sector": ""}, {}, None, UNKNOWN),
        ("Étage", {}, {}, None, FITS),
        ("Étage", {"floor": 2}, {}, None, UNFIT),
        ("Étage", {"floor": 2, "has_lift": True}, {}, None, FITS),
        ("Étage", {"floor": 9}, {"max_floor_without_lift": None}, None, FITS),
        ("Étage", {"floor": 1}, {"needs_lift": True}, None, UNFIT),
        ("Étage", {"floor": 0}, {"needs_lift": True}, None, FITS),
        ("Étage", {"floor": None}, {}, None, UNKNOWN),
        ("Étage", {"floor": 1}, {"needs_accessible": True}, None, UNFIT),
        ("Accessibilité", {}, {}, None, FITS),
        ("Accessibilité", {}, {"needs_accessible": True}, None, UNKNOWN),
        ("Accessibilité", {"accessible": True}, {"needs_accessible": True}, None, FITS),
        ("Accessibilité", {"accessible": False}, {"needs_accessible": True}, None, UNFIT),
        ("Financement et contingent", {}, {}, None, FITS),
        ("Financement et contingent", {"financing": "PLUS"}, {}, None, LOOK),
        ("Financement et contingent", {"financing": ""}, {}, None, UNKNOWN),
        ("Financement et contingent", {"quota": "action_logement"}, {}, None, LOOK),
        ("Financement et contingent", {"quota": "state_priority"}, {}, None, FITS),
        ("Financement et contingent", {"quota": "state_priority"}, {"priority": False}, None, LOOK),
    ],
)
def test_each_point_by_its_facts(subject, flat, wish, means, verdict):
    told = judged(subject, flat=flat, wish=wish, means=means)

    assert told.verdict == verdict, told
    assert told.because.endswith(".")


def test_the_effort_rate_is_the_one_of_the_glossary_with_what_is_left_to_live_on():
    told = judged("Taux d'effort", means=Means(900, 260))

    assert told.facts.replace("\u00a0", " ") == "(370 € − 260 € d'APL) / 900 € = 12,2 % ; reste à vivre 790 €"


def test_why_a_sector_is_excluded_is_not_even_asked():
    assert judged("Secteur", flat={"sector": "Fives"}).because == "« Fives » est exclu : ne pas proposer."


@pytest.mark.parametrize(("people", "surface"), [(1, 9), (2, 16), (3, 25), (4, 34), (8, 70), (12, 70)])
def test_the_least_surface_grows_with_the_household(people, surface):
    assert least_surface(people) == surface


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(1, 3, "33,3 %"), (33, 100, "33 %"), (Decimal("12.25"), 100, "12,3 %")]
)
def test_a_rate_reads_the_french_way(part, whole, told):
    assert rate(part, whole) == told


amounts = st.one_of(st.none(), st.integers(0, 3000))


@given(
    rent=amounts, charges=amounts, floor=st.one_of(st.none(), st.integers(-3, 30)), resources=amounts, benefit=amounts,
    most=st.one_of(st.none(), st.integers(1, 2000)), people=st.integers(1, 12), accessible=st.sampled_from([None, True, False]),
)  # fmt: skip
def test_whatever_is_missing_every_point_is_said_in_the_same_order(
    rent, charges, floor, resources, benefit, most, people, accessible
):
    flat = Dwelling(**(FLAT | {"rent": rent, "charges": charges, "floor": floor, "accessible": accessible}))
    wish = HousingNeed(**(TOLD | {"max_cost": most, "people": people, "needs_accessible": True}))

    told = points(flat, wish, Means(resources, benefit), attention=33)

    assert [one.subject for one in told] == SUBJECTS
    assert all(one.verdict in (FITS, LOOK, UNFIT, UNKNOWN) and one.because for one in told)
    assert len(told.fitting) + len(told.to_look_at) == len(SUBJECTS)


# --- pages ------------------------------------------------------------------------------------------


def _known(case, *, resources=900, benefit=260):
    Resources.objects.create(household=case.household, kind="rsa", monthly_amount=resources, since=date(2025, 1, 1))
    BenefitEstimate.objects.create(case=case, monthly_amount=benefit, estimated_on=date(2025, 1, 20))


def test_before_the_cal_the_officer_reads_no_resource(cast, sign_in):
    case = factories.preparing_case(cast)
    made = need(cast, case)
    _known(case)
    dwelling(cast)
    url = reverse("allocations:need_dwellings", args=[made.pk])

    hers, pilots = (sign_in(one).get(url).content.decode() for one in (cast.diane, cast.paul))

    assert "ne vous sont pas encore ouvertes" in hers
    assert "900" not in hers
    assert "12,2 %" in pilots
    assert "Inscrire en CAL avec ce logement" not in hers


def test_once_ready_the_dwelling_leads_to_the_cal(cast, sign_in):
    case = factories.ready_case(cast)
    made, flat = need(cast, case), dwelling(cast)
    _known(case)
    expected = reverse("allocations:cal_schedule", args=[case.pk]) + "?" + urlencode({"logement": flat.pk})

    by_need = sign_in(cast.diane).get(reverse("allocations:need_dwellings", args=[made.pk])).content.decode()
    by_dwelling = sign_in(cast.diane).get(reverse("allocations:dwelling_needs", args=[flat.pk])).content.decode()

    assert expected in by_need
    assert expected in by_dwelling
    assert "12,2 %" in by_need
    assert (
        expected not in sign_in(cast.sophie).get(reverse("allocations:need_dwellings", args=[made.pk])).content.decode()
    )


def test_only_open_dwellings_are_shown_and_the_vacant_ones_when_asked(cast, sign_in):
    made = need(cast, factories.preparing_case(cast))
    dwelling(cast, "OPEN")
    dwelling(cast, "VACANT", state="vacant")
    dwelling(cast, "GONE", state="vacant").withdraw(reason="Vente", by=cast.diane.professional, on=date(2025, 2, 1))
    url = reverse("allocations:need_dwellings", args=[made.pk])

    def shown(**asked):
        return {row["dwelling"].reference for row in sign_in(cast.diane).get(url, asked).context["rows"]}

    assert shown() == {"OPEN"}
    assert shown(vacants="1") == {"OPEN", "VACANT"}


def test_the_order_is_never_that_of_merit(cast, sign_in):
    """The worst comes first when its reference does."""
    made = need(cast, factories.preparing_case(cast))
    dwelling(cast, "A-worst", typology="T6", rent=Decimal(900), sector="Fives")
    dwelling(cast, "B-best", sector="Centre", floor=0)

    page = sign_in(cast.diane).get(reverse("allocations:need_dwellings", args=[made.pk]))

    assert [row["dwelling"].reference for row in page.context["rows"]] == ["A-worst", "B-best"]


def test_the_psychologist_who_reads_no_dwelling_has_no_such_page(cast, sign_in):
    made = need(cast, factories.preparing_case(cast))

    assert sign_in(cast.nour).get(reverse("allocations:need_dwellings", args=[made.pk])).status_code == 404
    assert sign_in(cast.nour).get(made.get_absolute_url()).status_code == 200


def test_points_are_a_pure_function_of_plain_values():
    flat = SimpleNamespace(**FLAT, monthly_cost=370, get_quota_display=lambda: "", get_financing_display=lambda: "PLAI")
    wish = SimpleNamespace(**TOLD, excluded_list=["Fives"], commune_list=["Lille"], get_quota_display=lambda: "")
    assert [one.subject for one in points(flat, wish, Means(), attention=33)] == SUBJECTS
