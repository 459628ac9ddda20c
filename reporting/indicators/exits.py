"""How accompaniments end, how long they last, how often they pause, what is worked on (sheet 05 §5.7)."""

from households.confidentiality import DataClass
from reporting.facts import CaseFacts, Facts, Stay
from reporting.indicators import define
from reporting.indicators.activity import gone, in_stock
from reporting.indicators.results import Count, Rate, Spread, Unit, count_codes
from reporting.periods import Span


@define(
    "E1", "Sorties par motif",
    definition="Accompagnements terminés, par motif (fiche des motifs de fin).",
    population="Ménages sortis dans la période après être entrés en mesure.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def exits(facts: Facts, span: Span) -> Count:
    return Count.by_code(Unit(one.id, one.exits[-1].on, code=one.exits[-1].reason) for one in gone(facts, span))


def days_in_measure(case: CaseFacts, span: Span) -> int:
    """Since its first day, until its exit or the last day of the span, that day included."""
    whole = Span("life", case.started_on or span.start, span.end)
    return sum(whole.days_of(stay.start, stay.end) for stay in case.stays)


@define(
    "E2", "Durée d'accompagnement des ménages sortis",
    definition="Médiane des jours en mesure des ménages sortis, suspensions comprises (leurs jours sont donnés à part). "
    "Les accompagnements en cours ont leur propre médiane : elle grandira.",
    population="Ménages sortis dans la période.", rule_version=2,
    caution="La médiane des seuls sortis est plus courte que la vraie durée : les plus longs accompagnements sont en cours.",
)  # fmt: skip
def durations(facts: Facts, span: Span) -> Spread:
    left = gone(facts, span)
    here = Spread.of(Unit(one.id, one.started_on, value=days_in_measure(one, span)) for one in in_stock(facts, span))
    suspended = sum((one.end - one.start).days for case in left for one in case.suspensions if one.end)
    return Spread.of(
        (Unit(one.id, one.exits[-1].on, value=days_in_measure(one, span)) for one in left),
        pending=len(here.values),
        suspended_days=suspended,
        ongoing=here.told(),
    )


@define(
    "S1", "Suspensions",
    definition="Suspensions commencées dans la période, par motif ; jours suspendus de la période ; réactivations de la "
    "période, et part des suspensions commencées qui ont été réactivées. Une fin d'accompagnement pendant une "
    "suspension n'est pas une réactivation.",
    population="Suspensions, toutes commencées après l'entrée en mesure.", rule_version=2,
    listed=DataClass.SOCIAL,
)  # fmt: skip
def suspensions(facts: Facts, span: Span) -> Count:
    periods = [(case, one) for case in facts.cases for one in case.suspensions]
    begun = [
        Unit(case.id, one.start, resumed(case, one), one.kind or "non_renseigne")
        for case, one in periods
        if span.holds(one.start)
    ]
    return Count.by_code(
        begun,
        days=sum(span.days_of(one.start, one.end) for _, one in periods),
        reactivations=sum(1 for case, one in periods if span.holds(one.end) and resumed(case, one)),
        reactivated=Rate.of(begun).told(),
    )


def resumed(case: CaseFacts, pause: Stay) -> bool:
    """Ended by a reactivation, not by the end of the accompaniment."""
    return pause.end is not None and all(one.on != pause.end for one in case.exits)


@define(
    "T1", "Contacts réalisés, par thème travaillé",
    definition="Contacts réalisés pendant lesquels chaque thème a été travaillé, sur les contacts réalisés ; un contact "
    "peut en porter plusieurs : les parts ne font pas cent.",
    population="Contacts réalisés dans la période.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def themes(facts: Facts, span: Span) -> Count:
    made = [
        (Unit(case.id, one.on), one.themes)
        for case in facts.cases
        for one in case.visits
        if one.status == "realisee" and span.holds(one.on)
    ]
    by = count_codes(theme for _, told in made for theme in set(told))
    return Count(len(made), by, units=[unit for unit, _ in made])


@define(
    "R1", "Relais mobilisés",
    definition="Relais devenus effectifs sur relais demandés dans la période, par type de relais ; tous ceux de santé sont "
    "regroupés.",
    population="Relais demandés dans la période.",
    success="Relais effectif à la date d'arrêt.",
    listed=DataClass.HEALTH,
)  # fmt: skip
def relays(facts: Facts, span: Span) -> Rate:
    asked = [
        Unit(case.id, one.on, one.effective_on is not None, one.kind)
        for case in facts.cases
        for one in case.relays
        if span.holds(one.on)
    ]
    by = count_codes(one.code for one in asked)
    effective = count_codes(one.code for one in asked if one.good)
    return Rate.of(asked, by=by, effective_by={kind: effective.get(kind, 0) for kind in by})
