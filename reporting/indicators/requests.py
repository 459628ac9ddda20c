"""Answers to the households' requests: half a day, or the day (sheet 05 §5.5, R-34)."""

from datetime import datetime, time, timedelta

from households.confidentiality import DataClass
from lodabord.kernel.working_days import PARIS, working_minutes
from reporting.facts import Facts, RequestMade, TermsFact
from reporting.indicators import define
from reporting.indicators.results import Rate, Unit
from reporting.periods import Span

HALF_DAY, DAY, LATER, NONE, PENDING = "demi_journee", "journee", "plus_tard", "sans_reponse", "en_attente"


def answers(facts: Facts, span: Span) -> list[Unit]:
    """Each request in scope, received in the span, by how fast it was answered, as known at the end of its last day."""
    return [
        Unit(case.id, request.on, code=_speed(request, facts.terms_on(request.on), span))
        for case in facts.cases
        for request in case.requests
        if request.in_scope and span.holds(request.on) and case.in_measure(request.on)
    ]


def _speed(request: RequestMade, terms: TermsFact, span: Span) -> str:
    delay = _delay(request, terms)
    if delay is None:
        return NONE if _open_for(request, terms, span) >= terms.day_minutes else PENDING
    if delay <= terms.halfday_minutes:
        return HALF_DAY
    return DAY if delay <= terms.day_minutes else LATER


def rate(facts: Facts, span: Span, *wanted: str) -> Rate:
    """Those answered so fast, among those one can already judge: still open within the day are left out."""
    told = answers(facts, span)
    judged = [one._replace(good=one.code in wanted) for one in told if one.code != PENDING]
    return Rate.of(judged, pending=len(told) - len(judged))


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
    listed=DataClass.REQUEST,
    caution="Se lit avec Q2. Une intervention notée à l'heure de la saisie fausse le délai : l'heure réelle est demandée.",
)  # fmt: skip
def in_half_day(facts: Facts, span: Span) -> Rate:
    return rate(facts, span, HALF_DAY)


@define(
    "Q2", "Demandes traitées dans la journée",
    definition=f"Intervention en 480 minutes ouvrées au plus, demi-journée comprise. {HOURS}",
    population=POPULATION, success="Traitée dans la journée.",
    listed=DataClass.REQUEST,
)  # fmt: skip
def in_day(facts: Facts, span: Span) -> Rate:
    return rate(facts, span, HALF_DAY, DAY)


@define(
    "Q3", "Demandes traitées plus tard",
    definition=f"Intervention après plus de 480 minutes ouvrées. {HOURS}",
    population=POPULATION, success="Traitée au-delà de la journée.",
    listed=DataClass.REQUEST,
)  # fmt: skip
def after_day(facts: Facts, span: Span) -> Rate:
    return rate(facts, span, LATER)


@define(
    "Q4", "Demandes sans réponse au-delà de la journée",
    definition=f"Toujours ouvertes après 480 minutes ouvrées à la date du rapport. {HOURS}",
    population=POPULATION, success="Sans intervention.",
    listed=DataClass.REQUEST,
)  # fmt: skip
def unanswered(facts: Facts, span: Span) -> Rate:
    return rate(facts, span, NONE)
