"""From a figure to the files behind it: the very units it counts, by the same computation, under the reader's rights.

The figure on the page was frozen; its list is read from today's records for the same quarter and reference
date. Where a correction made them differ, both are told. Funders never come here: the lists name households.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from accompaniment.models import Visit
from allocations.models import CalPresentation
from households.confidentiality import may_read
from households.models import Case, ExitReason
from lodabord.partners.models import PrescriberType
from lodabord.partners.roles import Role
from reporting.codes import WORDS
from reporting.computing import gather
from reporting.indicators import Indicator
from reporting.indicators.results import Result, Unit
from reporting.wording import say

if TYPE_CHECKING:
    from lodabord.partners.models import Membership
    from reporting.models import SteeringSnapshot

IN_DAYS = frozenset({*(f"D{number}" for number in range(1, 11)), "E2", "A9", "A10", "B3", "M4"})
"""Whose units are told in days."""
OF_WORDS = {
    "entree": "Entrée",
    "sortie": "Sortie",
    "realisee": "Visite réalisée",
    "demi_journee": "Dans la demi-journée",
    "journee": "Dans la journée",
    "plus_tard": "Au-delà de la journée",
    "sans_reponse": "Sans réponse",
    "6": "Horizon de 6 mois",
    "12": "Horizon de 12 mois",
    "24": "Horizon de 24 mois",
}


@dataclass(frozen=True)
class Line:
    """One unit, as its reader has it. `case` is None for what is of no household."""

    case: Case | None
    on: date | None
    good: bool
    detail: str
    value: str


@dataclass(frozen=True)
class Behind:
    """The units of a figure that a reader may open, and how many are beyond what it follows."""

    told: str
    """What the records give today."""
    units: list[Unit]
    beyond: int
    counts_successes: bool


def may_open(indicator: Indicator, membership: "Membership") -> bool:
    """Whether the list tells only what this role reads of a household."""
    return indicator.listed is not None and may_read(membership.role, indicator.listed)


def behind(
    snapshot: "SteeringSnapshot", indicator: Indicator, track: str, span: str, *, membership: "Membership", today: date
) -> Behind:
    """The list of a figure, for that reader."""
    framed, facts = gather(snapshot.agreement, snapshot.period, as_of=snapshot.as_of, today=today)
    asked = next(one for one in framed.spans if one.name == span)
    result = indicator.result(facts.of_track(track), track, asked)
    units = list(result.units) if result else []
    mine = _of_the_reader(indicator, units, membership)
    told = say(None if result is None else result.told())
    return Behind(told, sorted(mine, key=_order), len(units) - len(mine), _counts_successes(result))


def _of_the_reader(indicator: Indicator, units: list[Unit], membership: "Membership") -> list[Unit]:
    """Those of the households it stands on; of its own caseload only, except for the head of the team."""
    cases = Case.objects.visible_to(membership).filter(pk__in={one.case for one in units if one.case})
    followed = {str(pk) for pk in cases.values_list("pk", flat=True)}
    if indicator.code == "A11" and membership.role != Role.ASSO_HEAD:
        units = [one for one in units if one.code == str(membership.professional)]
    return [one for one in units if not one.case or one.case in followed]


def _order(unit: Unit) -> tuple[bool, date, str]:
    """What failed first, then by date."""
    return unit.good, unit.on or date.min, unit.case


def _counts_successes(result: Result | None) -> bool:
    return result is not None and any(not one.good for one in result.units)


def lines(indicator: Indicator, units: list[Unit], membership: "Membership") -> list[Line]:
    """The units with their households, for a page of the list."""
    cases = Case.objects.visible_to(membership).filter(pk__in={one.case for one in units if one.case})
    by_id = {str(one.pk): one for one in cases.select_related("household").prefetch_related("household__persons")}
    words = _words()
    return [
        Line(by_id.get(one.case), one.on, one.good, words.get(one.code, one.code), _value(indicator, one))
        for one in units
    ]


def _value(indicator: Indicator, unit: Unit) -> str:
    if unit.value is None:
        return ""
    number = f"{unit.value:.1f}".removesuffix(".0").replace(".", ",")
    if indicator.code in IN_DAYS:
        return f"{number} jour{'s' if unit.value > 1 else ''}"
    return f"{number} %" if indicator.code == "V4" else number


def _words() -> dict[str, str]:
    """The words of the codes a list may show."""
    effects: dict[str, Any] = {
        **WORDS,
        **OF_WORDS,
        **dict(CalPresentation.Effect.choices),
        **dict(Visit.Status.choices),
    }
    effects |= dict(ExitReason.objects.values_list("code", "label"))
    return effects | dict(PrescriberType.objects.values_list("code", "label"))
