"""Retention in the dwelling: who is still housed, by which rule, over which horizon (sheet 05 §5.6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from scipy.stats import CensoredData, ecdf

from households.confidentiality import DataClass
from reporting.facts import CaseFacts, Facts, Stay
from reporting.indicators import define
from reporting.indicators.results import Horizons, Rate, Spread, Unit
from reporting.periods import Span

PER_TRACK = frozenset({"access", "retention"})
HORIZONS = {"6": 183, "12": 365, "24": 730}
ENOUGH_FOR_SURVIVAL = 30
QUIET_DAYS = 91
"""Three months without a new event."""

MAINTAINED, LOST, EXCLUDED = "maintained", "lost", "excluded"
RULE = (
    "Sont maintenus les ménages encore dans le logement ou relogés dans un logement durable (mutation, autre parc, "
    "logement adapté, départ choisi). Sont hors du calcul : décès, entrée en établissement, rupture de préparation, "
    "fin sans attribution. Un ménage suspendu reste au dénominateur."
)
"""Printed under M1 (decision 9)."""


def housed_on(tenancies: tuple[Stay, ...], day: date) -> bool:
    """Somewhere to live that day, as far as the leases tell; no lease written tells nothing against it."""
    begun = [one for one in tenancies if one.start <= day]
    return not begun or any(one.end is None or day <= one.end for one in begun)


def outcome(case: CaseFacts, day: date) -> str:
    """Maintained, lost or excluded, as it stood on that day."""
    exits = [one for one in case.exits if one.on <= day and not (one.reopened_on and one.reopened_on <= day)]
    if not exits:
        return MAINTAINED if _still_there(case.tenancies, day) else LOST
    effect = exits[-1].effect
    if effect == "as_housed":
        return MAINTAINED if housed_on(case.tenancies, exits[-1].on) else LOST
    return effect


def _still_there(tenancies: tuple[Stay, ...], day: date) -> bool:
    begun = [one for one in tenancies if one.start <= day]
    return not begun or any(one.holds(day) for one in begun)


def same_dwelling(case: CaseFacts, day: date) -> bool:
    """Still in the dwelling of the first day of the follow-up."""
    first = next((one for one in case.tenancies), None)
    if case.closed and case.exits and case.exits[-1].effect != "as_housed":
        return case.exits[-1].same_dwelling
    return first is None or first.holds(day) or (case.closed and first.end == day)


def cohort(facts: Facts, day: date) -> list[CaseFacts]:
    """Housed by then and not excluded."""
    return [one for one in facts.cases if one.housed_from and one.housed_from <= day and outcome(one, day) != EXCLUDED]


@define(
    "M1", "Taux de maintien dans le logement",
    definition=f"Ménages maintenus sur ménages logés depuis le début de la convention. {RULE}",
    population="Ménages entrés dans leur logement (accès) ou dont l'accompagnement a commencé (maintien).",
    success="Encore dans le logement, ou dans un autre logement durable, à la date du rapport.",
    tracks=PER_TRACK,
    caution="Un ménage entré la semaine dernière compte comme maintenu : M1 flatte un programme qui grandit. La pré-CAL "
    "choisit les entrées : M1 n'est pas l'effet de l'accompagnement. Sur quatorze ménages, un seul pèse sept points. "
    "Un ménage dont on ignore le devenir après la sortie compte comme à sa sortie.",
)  # fmt: skip
def maintained(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(one.id, one.housed_from, outcome(one, span.end) == MAINTAINED) for one in cohort(facts, span.end)
    )


@define(
    "M2", "Maintien dans le logement attribué",
    definition="Ménages encore dans le même logement sur ménages logés depuis le début de la convention.",
    population="Même population que M1.", success="Encore dans le même logement.", tracks=PER_TRACK,
    caution="Une mutation ou un relogement durable réussi n'y compte pas : M2 est plus sévère que M1.",
)  # fmt: skip
def strictly_maintained(facts: Facts, span: Span) -> Rate:
    day = span.end
    return Rate.of(
        Unit(one.id, one.housed_from, outcome(one, day) == MAINTAINED and same_dwelling(one, day))
        for one in cohort(facts, day)
    )


@define(
    "M3", "Maintien à 6, 12 et 24 mois",
    definition="Part des ménages encore maintenus 183, 365 et 730 jours après leur entrée ; une perte plus tardive "
    "ne compte pas.",
    population="Ménages dont l'horizon est atteint à la date du rapport.",
    success="Maintenu le jour de l'horizon.", tracks=PER_TRACK,
    caution="Entre territoires, seuls M3 et M4 se comparent : la durée d'observation y est la même.",
)  # fmt: skip
def at_horizons(facts: Facts, span: Span) -> Horizons:
    at = {months: _at_horizon(facts, span.end, months) for months in HORIZONS}
    return Horizons(at, [unit for rate in at.values() for unit in rate.units])


def _at_horizon(facts: Facts, day: date, months: str) -> Rate:
    reached = [
        (one, horizon, outcome(one, horizon))
        for one in facts.cases
        if one.housed_from and (horizon := one.housed_from + timedelta(days=HORIZONS[months])) <= day
    ]
    return Rate.of(
        Unit(one.id, horizon, told == MAINTAINED, months) for one, horizon, told in reached if told != EXCLUDED
    )


@dataclass(frozen=True)
class Observed:
    """A household observed for so many days, ended by a loss or only by the calendar."""

    days: int
    lost: bool
    case: str = ""


def survival(observed: list[Observed]) -> Callable[[int], float | None]:
    """Kaplan–Meier: the estimated share still maintained after a number of days; None where nobody was watched so far.

    The curve is SciPy's (`scipy.stats.ecdf` on right-censored data).
    """
    lost = [one.days for one in observed if one.lost]
    still = [one.days for one in observed if not one.lost]
    curve = ecdf(CensoredData(uncensored=lost, right=still)).sf
    longest = max(one.days for one in observed)
    return lambda days: float(curve.evaluate(days)) if days <= longest else None


def observations(facts: Facts, day: date) -> list[Observed]:
    """How long each household has been watched in its dwelling: to its loss, its exit, or that day."""
    told = []
    for case in cohort(facts, day):
        assert case.housed_from is not None
        lost = outcome(case, day) == LOST
        told.append(Observed((_watched_until(case, day, lost) - case.housed_from).days, lost, case.id))
    return told


def _watched_until(case: CaseFacts, day: date, lost: bool) -> date:
    if case.closed:
        return case.exits[-1].on
    ends = [one.end for one in case.tenancies if one.end]
    return min(max(ends), day) if lost and ends else day


@define(
    "M4", "Survie dans le logement (Kaplan–Meier)",
    definition="Estimation qui tient compte de la durée d'observation de chaque ménage. Non publiée sous 30 ménages, ni "
    "au-delà de la plus longue observation.",
    population="Même population que M1.", success="Pas de perte du logement à cette durée.", tracks=PER_TRACK,
    rule_version=2,
    caution="Les sorties connues autrement que par une perte cessent d'être observées ce jour-là : elles ne comptent ni pour "
    "ni contre.",
)  # fmt: skip
def kaplan_meier(facts: Facts, span: Span) -> Horizons | None:
    observed = observations(facts, span.end)
    if len(observed) < ENOUGH_FOR_SURVIVAL:
        return None
    share = survival(observed)
    told = {months: _estimate(share(days), len(observed)) for months, days in HORIZONS.items()}
    return Horizons(told, [Unit(one.case, good=not one.lost, value=one.days) for one in observed])


def _estimate(share: float | None, households: int) -> dict[str, float | int] | None:
    return None if share is None else {"percent": round(100 * share, 1), "n": households}


@define(
    "M5", "Dette locative",
    definition="Médiane de la dette en mois de loyer net au dernier relevé, à côté de la dette à l'entrée (dernier "
    "relevé à la date d'entrée, sinon le premier qui suit).",
    population="Ménages du volet maintien dont le compte est relevé.", tracks=frozenset({"retention"}), rule_version=2,
    listed=DataClass.REPORTED,
)  # fmt: skip
def debt(facts: Facts, span: Span) -> Spread | None:
    now, before = [], []
    for case in facts.cases:
        accounts = sorted((one for one in case.accounts if one.months is not None), key=lambda one: one.on)
        if case.housed_from is None or not accounts:
            continue
        by_then = [one for one in accounts if one.on <= case.housed_from]
        at_start = by_then[-1] if by_then else accounts[0]
        now.append(Unit(case.id, accounts[-1].on, value=accounts[-1].months))
        before.append(Unit(case.id, at_start.on, value=at_start.months))
    return Spread.of(now, at_start=Spread.of(before).told()) if now else None


@define(
    "M6", "Plans d'apurement respectés",
    definition="Plans respectés au dernier relevé sur plans suivis.",
    population="Ménages du volet maintien avec un plan d'apurement.", success="Plan respecté.",
    tracks=frozenset({"retention"}),
    listed=DataClass.REPORTED,
)  # fmt: skip
def plans_respected(facts: Facts, span: Span) -> Rate | None:
    if not any(case.accounts for case in facts.cases):
        return None
    last = [
        (case, [one for one in sorted(case.accounts, key=lambda one: one.on) if one.plan_respected is not None])
        for case in facts.cases
        if case.started_on
    ]
    return Rate.of(Unit(case.id, told[-1].on, bool(told[-1].plan_respected)) for case, told in last if told)


@define(
    "M7", "Troubles de voisinage cessés",
    definition="Ménages sans nouveau fait depuis trois mois sur ménages entrés pour des troubles ou en ayant connu.",
    population="Ménages du volet maintien concernés par des troubles.", success="Aucun fait depuis trois mois.",
    tracks=frozenset({"retention"}),
    listed=DataClass.REPORTED,
)  # fmt: skip
def disturbances_ceased(facts: Facts, span: Span) -> Rate | None:
    concerned = [one for one in facts.cases if one.started_on and (one.disturbances or "disturbance" in one.motives)]
    if not any(one.disturbances for one in concerned):
        return None
    since = span.end - timedelta(days=QUIET_DAYS)
    return Rate.of(
        Unit(one.id, max(one.disturbances, default=None), all(day <= since for day in one.disturbances))
        for one in concerned
    )
