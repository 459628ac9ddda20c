"""Attributions as the State and the metropolis ask for them: reserved share, DALO, priority public, commune, QPV, quartile.

An attribution is the passage whose offer the household accepted, as for P2. Counts only, without any name.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocations.models import CalPresentation, Offer
from households.models import HouseholdPriority, HousingRequest
from lodabord.partners.models import Agreement
from reporting.periods import Span

UNKNOWN = "non_renseigne"
ANSWERS = {"yes": "oui", "no": "non", "unknown": UNKNOWN}
NAMES = {
    "quota": "contingent",
    "dalo": "DALO reconnu",
    "public": "public prioritaire",
    "commune": "commune",
    "district": "logement en QPV",
    "quartile": "ménage du premier quartile",
}
"""Each breakdown, by its word."""
ABOUT_PEOPLE = frozenset({"public"})
"""Kept inside the association, as P3 is; masked at the higher threshold for the funders."""


@dataclass(frozen=True)
class Award:
    """What is told of one attribution."""

    on: date
    quota: str
    dalo: str
    publics: tuple[str, ...]
    commune: str
    district: str
    quartile: str


def read(agreement: Agreement, cut: date) -> tuple[Award, ...]:
    """The attributions known on that day, one per case, in two queries."""
    passages = CalPresentation.objects.decided().filter(
        case__agreement=agreement, cal_on__lte=cut, offer__state=Offer.State.ACCEPTED
    )
    passages = passages.select_related("case__household__housing_request", "dwelling", "offer")
    first: dict[Any, CalPresentation] = {}
    for passage in passages.order_by("cal_on", "created_at"):
        if (passage.offer.replied_on or passage.offer.notified_on) <= cut:
            first.setdefault(passage.case_id, passage)
    publics: dict[Any, list[str]] = {}
    owners = {passage.case.household_id for passage in first.values()}
    for household, code in HouseholdPriority.objects.filter(household__in=owners).values_list(
        "household_id", "public__code"
    ):
        publics.setdefault(household, []).append(code)
    return tuple(_award(one, publics.get(one.case.household_id, [])) for one in first.values())


def _award(passage: CalPresentation, publics: list[str]) -> Award:
    request = getattr(passage.case.household, "housing_request", None)
    return Award(
        on=passage.cal_on,
        quota=UNKNOWN if passage.quota == "unknown" else passage.quota,
        dalo=_dalo(request),
        publics=tuple(sorted(set(publics))) or (UNKNOWN,),
        commune=(passage.dwelling.commune if passage.dwelling else "") or UNKNOWN,
        district=ANSWERS[passage.priority_district],
        quartile=ANSWERS[passage.first_quartile],
    )


def _dalo(request: HousingRequest | None) -> str:
    if request is None:
        return UNKNOWN
    return "oui" if request.dalo_status == HousingRequest.Dalo.RECOGNISED else "non"


def breakdowns(awards: Iterable[Award], span: Span) -> dict[str, dict[str, int]]:
    """Of the attributions of the span; a household may belong to several priority publics."""
    seen = [one for one in awards if span.holds(one.on)]
    return {
        "quota": _count(one.quota for one in seen),
        "dalo": _count(one.dalo for one in seen),
        "public": _count(code for one in seen for code in one.publics),
        "commune": _count(one.commune for one in seen),
        "district": _count(one.district for one in seen),
        "quartile": _count(one.quartile for one in seen),
    }


def _count(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))
