"""Retention in the dwelling: who is still housed, by which rule, over which horizon (sheet 05 §5.6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from reporting.facts import CaseFacts, Facts, Stay
from reporting.indicators import define
from reporting.indicators.results import Horizons, Rate, Spread
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
)  # fmt: skip
def maintained(facts: Facts, span: Span) -> Rate:
    housed = cohort(facts, span.end)
    return Rate(sum(1 for one in housed if outcome(one, span.end) == MAINTAINED), len(housed))


@define(
    "M2", "Maintien dans le logement attribué",
    definition="Ménages encore dans le même logement sur ménages logés depuis le début de la convention.",
    population="Même population que M1.", success="Encore dans le même logement.", tracks=PER_TRACK,
)  # fmt: skip
def strictly_maintained(facts: Facts, span: Span) -> Rate:
    housed = cohort(facts, span.end)
    good = [one for one in housed if outcome(one, span.end) == MAINTAINED and same_dwelling(one, span.end)]
    return Rate(len(good), len(housed))


@define(
    "M3", "Maintien à 6, 12 et 24 mois",
    definition="Part des ménages encore maintenus 183, 365 et 730 jours après leur entrée ; une perte plus tardive "
    "ne compte pas.",
    population="Ménages dont l'horizon est atteint à la date du rapport.",
    success="Maintenu le jour de l'horizon.", tracks=PER_TRACK,
)  # fmt: skip
def at_horizons(facts: Facts, span: Span) -> Horizons:
    return Horizons({months: _at_horizon(facts, span.end, days) for months, days in HORIZONS.items()})


def _at_horizon(facts: Facts, day: date, days: int) -> Rate:
    reached = [
        (one, one.housed_from + timedelta(days=days))
        for one in facts.cases
        if one.housed_from and one.housed_from + timedelta(days=days) <= day
    ]
    outcomes = [outcome(one, horizon) for one, horizon in reached]
    return Rate(outcomes.count(MAINTAINED), len(outcomes) - outcomes.count(EXCLUDED))


@dataclass(frozen=True)
class Observed:
    """A household observed for so many days, ended by a loss or only by the calendar."""

    days: int
    lost: bool


def survival(observed: list[Observed]) -> Callable[[int], float]:
    """Kaplan–Meier: the estimated share still maintained after a number of days."""
    steps, share = [], 1.0
    for day in sorted({one.days for one in observed if one.lost}):
        at_risk = sum(1 for one in observed if one.days >= day)
        lost = sum(1 for one in observed if one.lost and one.days == day)
        share *= 1 - lost / at_risk
        steps.append((day, share))
    return lambda days: next((share for day, share in reversed(steps) if day <= days), 1.0)


def observations(facts: Facts, day: date) -> list[Observed]:
    """How long each household has been watched in its dwelling."""
    told = []
    for case in cohort(facts, day):
        assert case.housed_from is not None
        end = case.exits[-1].on if case.closed else day
        told.append(Observed((end - case.housed_from).days, outcome(case, day) == LOST))
    return told


@define(
    "M4", "Survie dans le logement (Kaplan–Meier)",
    definition="Estimation qui tient compte de la durée d'observation de chaque ménage. Non publiée sous 30 ménages.",
    population="Même population que M1.", success="Pas de perte du logement à cette durée.", tracks=PER_TRACK,
)  # fmt: skip
def kaplan_meier(facts: Facts, span: Span) -> Horizons | None:
    observed = observations(facts, span.end)
    if len(observed) < ENOUGH_FOR_SURVIVAL:
        return None
    share = survival(observed)
    told = {months: {"percent": round(100 * share(days), 1), "n": len(observed)} for months, days in HORIZONS.items()}
    return Horizons(told)


@define(
    "M5", "Dette locative",
    definition="Médiane de la dette en mois de loyer net à la date du rapport, à côté de la dette au premier relevé.",
    population="Ménages du volet maintien dont le compte est relevé.", tracks=frozenset({"retention"}),
)  # fmt: skip
def debt(facts: Facts, span: Span) -> Spread | None:
    known = [[one for one in case.accounts if one.months is not None] for case in facts.cases if case.started_on]
    told = [sorted(accounts, key=lambda one: one.on) for accounts in known if accounts]
    if not told:
        return None
    first = Spread([accounts[0].months or 0.0 for accounts in told]).told()
    return Spread([accounts[-1].months or 0.0 for accounts in told], {"at_start": first})


@define(
    "M6", "Plans d'apurement respectés",
    definition="Plans respectés au dernier relevé sur plans suivis.",
    population="Ménages du volet maintien avec un plan d'apurement.", success="Plan respecté.",
    tracks=frozenset({"retention"}),
)  # fmt: skip
def plans_respected(facts: Facts, span: Span) -> Rate | None:
    if not any(case.accounts for case in facts.cases):
        return None
    last = [
        [one.plan_respected for one in sorted(case.accounts, key=lambda one: one.on) if one.plan_respected is not None]
        for case in facts.cases
        if case.started_on
    ]
    known = [told[-1] for told in last if told]
    return Rate(sum(known), len(known))


@define(
    "M7", "Troubles de voisinage cessés",
    definition="Ménages sans nouveau fait depuis trois mois sur ménages entrés pour des troubles ou en ayant connu.",
    population="Ménages du volet maintien concernés par des troubles.", success="Aucun fait depuis trois mois.",
    tracks=frozenset({"retention"}),
)  # fmt: skip
def disturbances_ceased(facts: Facts, span: Span) -> Rate | None:
    concerned = [one for one in facts.cases if one.started_on and (one.disturbances or "disturbance" in one.motives)]
    if not any(one.disturbances for one in concerned):
        return None
    since = span.end - timedelta(days=QUIET_DAYS)
    return Rate(sum(1 for one in concerned if all(day <= since for day in one.disturbances)), len(concerned))
