"""Activity and capacity: what came in, what was examined, which places are occupied (sheet 05 §5.1)."""

from collections.abc import Iterable
from datetime import timedelta

from households.confidentiality import DataClass
from reporting.facts import CaseFacts, Examination, Facts
from reporting.indicators import define
from reporting.indicators.results import Count, Flow, Rate, Unit
from reporting.periods import Span

NO_REFERENT = "sans référent"


@define(
    "A1", "Orientations et repérages reçus",
    definition="Nombre d'orientations (accès) et de fiches de repérage (maintien) reçues, par type de prescripteur.",
    population="Ménages orientés ou repérés dans la période.",
    listed=DataClass.REFERRAL,
)  # fmt: skip
def received(facts: Facts, span: Span) -> Count:
    return Count.by_code(
        Unit(one.id, one.opened_on, code=one.prescriber or "bailleur")
        for one in facts.cases
        if span.holds(one.opened_on)
    )


@define(
    "A2", "Pré-diagnostics réalisés",
    definition="Nombre de pré-diagnostics conclus, orientés ailleurs compris.",
    population="Ménages dont le pré-diagnostic est daté de la période.",
    listed=DataClass.ASSESSMENT,
)  # fmt: skip
def prediagnosed(facts: Facts, span: Span) -> Count:
    return Count.of(Unit(one.id, one.prediagnosed_on) for one in facts.cases if span.holds(one.prediagnosed_on))


@define(
    "A3", "Séances de pré-CAL tenues",
    definition="Séances tenues sur séances prévues. Une séance déplacée compte à la date où elle s'est tenue.",
    population="Séances de pré-CAL prévues dans la période.", success="La séance s'est tenue.",
)  # fmt: skip
def sessions_held(facts: Facts, span: Span) -> Rate:
    return Rate.of(Unit("", one.on, one.held) for one in facts.sessions if span.holds(one.on))


@define(
    "A4", "Candidatures examinées en pré-CAL",
    definition="Nombre d'examens ayant donné lieu à une décision, par décision, et nombre de ménages distincts.",
    population="Points d'ordre du jour décidés, à la date de la séance.",
)  # fmt: skip
def examined(facts: Facts, span: Span) -> Count:
    seen = [
        Unit(one.id, item.on, code=item.outcome)
        for one in facts.cases
        for item in one.examinations
        if span.holds(item.on)
    ]
    return Count.by_code(seen, households=len({one.case for one in seen}))


def first_final(case: CaseFacts) -> Examination | None:
    """The first decision that is not a deferral."""
    return next((item for item in case.examinations if item.outcome != "ajourne"), None)


@define(
    "A5", "Taux de sélection en pré-CAL",
    definition="Ménages retenus sur ménages distincts ayant reçu une décision définitive (hors ajournement).",
    population="Ménages dont la première décision définitive date de la période.", success="Le ménage est retenu.",
)  # fmt: skip
def selected(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(one.id, final.on, final.outcome == "retenu", final.outcome)
        for one in facts.cases
        if (final := first_final(one)) and span.holds(final.on)
    )


def accompanied(facts: Facts, span: Span) -> list[CaseFacts]:
    """Households with at least one day in measure within the span, suspended days included."""
    return [one for one in facts.cases if any(span.days_of(stay.start, stay.end) for stay in one.stays)]


@define(
    "A6", "Ménages accompagnés (file active)",
    definition="Ménages ayant au moins un jour de mesure (préparation ou accompagnement, suspension comprise).",
    population="Ménages en mesure au moins un jour de la période.",
)  # fmt: skip
def active(facts: Facts, span: Span) -> Count:
    return Count.of(Unit(one.id, one.started_on) for one in accompanied(facts, span))


@define(
    "A7", "Entrées et sorties",
    definition="Mesures commencées et accompagnements terminés. Une entrée par dossier, à son premier jour.",
    population="Dossiers entrés en mesure ou sortis dans la période.",
)  # fmt: skip
def flows(facts: Facts, span: Span) -> Flow:
    entries = [Unit(one.id, one.started_on, code="entree") for one in facts.cases if span.holds(one.started_on)]
    exits = [Unit(one.id, one.exits[-1].on, code="sortie") for one in gone(facts, span)]
    return Flow(len(entries), len(exits), [*entries, *exits])


def gone(facts: Facts, span: Span) -> list[CaseFacts]:
    """Households whose accompaniment ended within the span, and did not begin again since."""
    return [one for one in facts.cases if one.started_on and one.closed and span.holds(one.exits[-1].on)]


def in_stock(facts: Facts, span: Span) -> list[CaseFacts]:
    """In measure on the last day of the span."""
    return [one for one in facts.cases if one.in_measure(span.end)]


@define(
    "A8", "Places occupées à la date du rapport",
    definition="Ménages en mesure à la date du rapport sur places de la convention. Une place suspendue est occupée.",
    population="Places ouvertes par la convention.", success="Un ménage occupe la place ce jour-là.",
    caution="Une place suspendue reste occupée : le ménage peut être réactivé à tout moment.",
)  # fmt: skip
def occupied(facts: Facts, span: Span) -> Rate:
    occupants = [Unit(one.id, one.started_on) for one in in_stock(facts, span)]
    return Rate(len(occupants), facts.capacity(span.end), units=occupants)


def place_days(facts: Facts, span: Span) -> list[Unit]:
    """Days of the span on which a place was occupied, household by household."""
    told = ((one, sum(span.days_of(stay.start, stay.end) for stay in one.stays)) for one in facts.cases)
    return [Unit(one.id, one.started_on, value=days) for one, days in told if days]


def sum_of(units: Iterable[Unit]) -> int:
    """The values of the units together."""
    return int(sum(one.value or 0 for one in units))


@define(
    "A9", "Taux d'occupation moyen",
    definition="Jours-places occupés sur jours-places ouverts (places × jours de la période).",
    population="Jours-places ouverts.", success="La place est occupée ce jour-là.",
)  # fmt: skip
def occupation(facts: Facts, span: Span) -> Rate:
    open_days = sum(facts.capacity(span.start + timedelta(days=day)) for day in range(span.days))
    occupied_days = place_days(facts, span)
    return Rate(sum_of(occupied_days), open_days, units=occupied_days)


@define(
    "A10", "Liste d'attente",
    definition="Ménages retenus qui attendent le début de leur mesure, et ancienneté du plus ancien en jours.",
    population="Ménages retenus, ni entrés en mesure ni classés à la date du rapport.",
    caution="L'ancienneté est celle du plus ancien, non une moyenne.",
)  # fmt: skip
def waiting(facts: Facts, span: Span) -> Count:
    since = [
        Unit(one.id, known, value=(span.end - known).days)
        for one in facts.cases
        if not one.closed and not one.started_on and not one.met_on
        if (known := one.precal_accepted_on or one.accepted_on)
    ]
    oldest = max((int(one.value or 0) for one in since), default=None)
    return Count.of(since, oldest_days=oldest)


@define(
    "A11", "Ménages par référent",
    definition="Ménages en mesure à la date du rapport, par référent unique.",
    population="Ménages en mesure à la date du rapport.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def caseload(facts: Facts, span: Span) -> Count:
    return Count.by_code(
        Unit(case.id, case.started_on, code=case.referent_on(span.end) or NO_REFERENT) for case in in_stock(facts, span)
    )
