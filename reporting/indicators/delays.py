"""Delays in calendar days, each in the period where it ends; those still running are told apart (sheet 05 §5.3)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from reporting.facts import CaseFacts, Facts
from reporting.indicators import define
from reporting.indicators.results import Rate, Spread, Unit
from reporting.periods import Span

Day = Callable[[CaseFacts], date | None]
NEAR = 7
"""Days around the planned end within which a preparation lasted as agreed."""


def _first_cal(case: CaseFacts) -> date | None:
    return case.passages[0].on if case.passages else None


def _awarding_cal(case: CaseFacts) -> date | None:
    return case.awarding_passage.on if case.awarding_passage else None


def ended(facts: Facts, span: Span, start: Day, end: Day) -> list[Unit]:
    """The delays that end within the span."""
    return [
        Unit(one.id, finish, value=(finish - begin).days)
        for one in facts.cases
        if (begin := start(one)) and (finish := end(one)) and span.holds(finish)
    ]


def running(facts: Facts, start: Day, end: Day) -> int:
    """How many households still wait at the reference date."""
    return sum(1 for one in facts.cases if start(one) and not end(one) and not one.closed)


def _begun(facts: Facts) -> Facts:
    """Only the households whose preparation has started (D1 to D3)."""
    return replace(facts, cases=tuple(one for one in facts.cases if one.prep_started_on))


def _access_opened(case: CaseFacts) -> date | None:
    return case.opened_on if case.track == "access" else None


def _reported(case: CaseFacts) -> date | None:
    return case.opened_on if case.track == "retention" else None


DELAYS: dict[str, tuple[str, str, Day, Day]] = {
    "D1": ("Orientation → pré-diagnostic", "orientation", _access_opened, lambda one: one.prediagnosed_on),
    "D2": ("Orientation → décision favorable de pré-CAL", "orientation", _access_opened,
           lambda one: one.precal_accepted_on),
    "D3": ("Pré-CAL favorable → début de la préparation", "décision favorable",
           lambda one: one.precal_accepted_on, lambda one: one.prep_started_on),
    "D4": ("Durée de la préparation", "début de la préparation",
           lambda one: one.prep_started_on, lambda one: one.prep_ended_on),
    "D5": ("Fin de la préparation → première CAL", "fin de la préparation", lambda one: one.prep_ended_on, _first_cal),
    "D6": ("Première CAL → passage d'attribution", "première CAL", _first_cal, _awarding_cal),
    "D7": ("Attribution → entrée dans le logement", "passage d'attribution", _awarding_cal,
           lambda one: one.moved_in_on),
    "D8": ("Orientation → entrée dans le logement", "orientation", _access_opened, lambda one: one.moved_in_on),
    "D9": ("Repérage → arbitrage", "repérage", _reported, lambda one: one.arbitrated_on),
    "D10": ("Arbitrage → début de l'accompagnement", "arbitrage", lambda one: one.accepted_on,
            lambda one: one.measure_started_on),
}  # fmt: skip
OF_ENTRANTS = frozenset({"D1", "D2", "D3"})


def _define(code: str) -> None:
    label, since, start, end = DELAYS[code]

    def compute(facts: Facts, span: Span) -> Spread:
        population = _begun(facts) if code in OF_ENTRANTS else facts
        beside: dict[str, object] = {"pending": running(facts, start, end)}
        if code == "D4":
            beside["within_7_days"] = _as_agreed(facts, span).told()
        return Spread.of(ended(population, span, start, end), **beside)

    among = " Ménages dont la préparation a commencé." if code in OF_ENTRANTS else ""
    define(
        code,
        label,
        definition=f"Médiane, minimum et maximum en jours calendaires, depuis : {since}. Les délais en cours sont "
        "comptés à part.",
        population=f"Délais dont le terme tombe dans la période.{among}",
    )(compute)


def _as_agreed(facts: Facts, span: Span) -> Rate:
    """Preparations that ended within seven days of their planned end."""
    whole = part = 0
    for case in facts.cases:
        if case.prep_ended_on is None or not span.holds(case.prep_ended_on):
            continue
        planned = next((one.planned_end for one in case.preparations if one.planned_end), None)
        whole += 1
        part += planned is not None and abs((case.prep_ended_on - planned).days) <= NEAR
    return Rate(part, whole)


for _code in DELAYS:
    _define(_code)


def all_candidates(facts: Facts, span: Span, code: str) -> Spread:
    """D1 to D3 over everyone prediagnosed or examined: « tous les candidats », shown on the page only."""
    _, _, start, end = DELAYS[code]
    return Spread.of(ended(facts, span, start, end))
