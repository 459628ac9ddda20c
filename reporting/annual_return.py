"""What a funder's annual return asks and the programme refuses to steer by: months of measure, households by phase.

Both are derived from the days of measure that A9 counts; nobody ever types them, and nothing aims at them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from reporting.facts import CaseFacts, Facts, Stay
from reporting.periods import Span

MONTH_DAYS = 30.4375
RULE_VERSION = 1
RULE = (
    "Mois-mesure = jours de mesure de la période ÷ 30,4375 (365,25 jours ÷ 12), suspensions comprises. Le premier jour "
    "compte, celui de la fin non. Chiffre déduit pour le bilan annuel du financeur : il ne se saisit pas et n'est jamais "
    "un objectif."
)
PREPARATION, WAITING, HOUSED, RETENTION = "preparation", "attente", "logement", "maintien"
PHASES = {
    PREPARATION: "Préparation",
    WAITING: "Attente de la CAL et du logement",
    HOUSED: "Accompagnement dans le logement",
    RETENTION: "Mesure de maintien",
}


def annual_return(facts: Facts, spans: tuple[Span, ...]) -> dict[str, Any]:
    """By span: days and months of measure by track, suspended days among them, and each phase."""
    return {"rule_version": RULE_VERSION, **{span.name: _of_span(facts, span) for span in spans}}


def _of_span(facts: Facts, span: Span) -> dict[str, Any]:
    days = dict.fromkeys(("access", "retention"), 0)
    phases = {name: {"days": 0, "households": 0, "now": 0} for name in PHASES}
    for case in facts.cases:
        lived = list(phases_of(case))
        for name in {one.kind for one in lived}:
            spent = sum(span.days_of(one.start, one.end) for one in lived if one.kind == name)
            days[case.track] += spent
            phases[name]["days"] += spent
            phases[name]["households"] += int(spent > 0)
            phases[name]["now"] += int(any(one.kind == name and one.holds(span.end) for one in lived))
    tracks = {track: {"days": told, "months": round(told / MONTH_DAYS, 1)} for track, told in days.items()}
    return {"tracks": tracks, "suspended_days": _suspended(facts, span), "phases": phases}


def phases_of(case: CaseFacts) -> Iterator[Stay]:
    """The stretches of each stay in measure, one phase after the other, without a gap nor a day twice."""
    marks = [(RETENTION, case.measure_started_on)]
    if case.track == "access":
        marks = [(PREPARATION, case.prep_started_on), (WAITING, case.prep_ended_on), (HOUSED, case.moved_in_on)]
    known = [(name, day) for name, day in marks if day]
    for stay in case.stays:
        for rank, (name, day) in enumerate(known):
            start = max(day, stay.start)
            end = _earliest(known[rank + 1][1] if rank + 1 < len(known) else None, stay.end)
            if end is None or start < end:
                yield Stay(start, end, name)


def _earliest(one: date | None, other: date | None) -> date | None:
    known = [day for day in (one, other) if day is not None]
    return min(known) if known else None


def _suspended(facts: Facts, span: Span) -> int:
    """Days of measure on which the measure was suspended."""
    pauses = [_common(pause, stay) for case in facts.cases for pause in case.suspensions for stay in case.stays]
    return sum(span.days_of(one.start, one.end) for one in pauses if one is not None)


def _common(one: Stay, other: Stay) -> Stay | None:
    """The days both hold."""
    start, end = max(one.start, other.start), _earliest(one.end, other.end)
    return Stay(start, end) if end is None or start < end else None
