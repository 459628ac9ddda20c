"""Answers to the households' requests: half a day, or the day (sheet 05 §5.5, R-34)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lodabord.kernel.working_days import PARIS, working_minutes
from reporting.facts import Facts, RequestMade, TermsFact
from reporting.indicators import define
from reporting.indicators.results import Rate
from reporting.periods import Span


@dataclass(frozen=True)
class Answers:
    """The requests of a span, sorted by how fast they were answered."""

    half_day: int
    day: int
    later: int
    none: int
    pending: int

    @property
    def whole(self) -> int:
        """Those one can already judge: still open within the day are left out."""
        return self.day + self.later + self.none

    def rate(self, part: int) -> Rate:
        return Rate(part, self.whole, {"pending": self.pending})


def answers(facts: Facts, span: Span) -> Answers:
    """Each request in scope, received in the span, as known at the end of its last day."""
    half_day = day = later = none = pending = 0
    for case in facts.cases:
        for request in case.requests:
            if not request.in_scope or not span.holds(request.on) or not case.in_measure(request.on):
                continue
            terms = facts.terms_on(request.on)
            delay = _delay(request, terms)
            if delay is None:
                over = _open_for(request, terms, span) >= terms.day_minutes
                none, pending = none + over, pending + (not over)
                continue
            half_day += delay <= terms.halfday_minutes
            day += delay <= terms.day_minutes
            later += delay > terms.day_minutes
    return Answers(half_day, day, later, none, pending)


def _delay(request: RequestMade, terms: TermsFact) -> int | None:
    if request.intervened_at is None:
        return None
    if request.delay is not None:
        return request.delay
    return working_minutes(request.received_at, request.intervened_at, terms.hours)


def _open_for(request: RequestMade, terms: TermsFact, span: Span) -> int:
    end_of_day = datetime.combine(span.end + timedelta(days=1), time(), PARIS)
    return working_minutes(request.received_at, end_of_day, terms.hours)


POPULATION = (
    "Demandes d'intervention reçues dans la période d'un ménage en mesure, sauf celles qui restent ouvertes depuis "
    "moins d'une journée ouvrée."
)
HOURS = (
    "Minutes ouvrées de la convention, entre la réception effective et l'intervention (un message n'en est pas une)."
)


@define(
    "Q1", "Demandes traitées dans la demi-journée",
    definition=f"Intervention en 240 minutes ouvrées au plus. {HOURS}",
    population=POPULATION, success="Traitée dans la demi-journée.",
)  # fmt: skip
def in_half_day(facts: Facts, span: Span) -> Rate:
    told = answers(facts, span)
    return told.rate(told.half_day)


@define(
    "Q2", "Demandes traitées dans la journée",
    definition=f"Intervention en 480 minutes ouvrées au plus, demi-journée comprise. {HOURS}",
    population=POPULATION, success="Traitée dans la journée.",
)  # fmt: skip
def in_day(facts: Facts, span: Span) -> Rate:
    told = answers(facts, span)
    return told.rate(told.day)


@define(
    "Q3", "Demandes traitées plus tard",
    definition=f"Intervention après plus de 480 minutes ouvrées. {HOURS}",
    population=POPULATION, success="Traitée au-delà de la journée.",
)  # fmt: skip
def after_day(facts: Facts, span: Span) -> Rate:
    told = answers(facts, span)
    return told.rate(told.later)


@define(
    "Q4", "Demandes sans réponse au-delà de la journée",
    definition=f"Toujours ouvertes après 480 minutes ouvrées à la date du rapport. {HOURS}",
    population=POPULATION, success="Sans intervention.",
)  # fmt: skip
def unanswered(facts: Facts, span: Span) -> Rate:
    told = answers(facts, span)
    return told.rate(told.none)
