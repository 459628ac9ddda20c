"""How accompaniments end, how long they last, how often they pause, what is worked on (sheet 05 §5.7)."""

from reporting.facts import Facts
from reporting.indicators import define
from reporting.indicators.results import Count, Rate, Spread
from reporting.periods import Span


@define(
    "E1", "Sorties par motif",
    definition="Accompagnements terminés, par motif (fiche des motifs de fin).",
    population="Ménages sortis dans la période après être entrés en mesure.",
)  # fmt: skip
def exits(facts: Facts, span: Span) -> Count:
    return Count.of_each(
        case.exits[-1].reason
        for case in facts.cases
        if case.started_on and case.closed and span.holds(case.exits[-1].on)
    )


@define(
    "E2", "Durée d'accompagnement des ménages sortis",
    definition="Médiane des jours en mesure des ménages sortis ; les accompagnements en cours sont comptés à part.",
    population="Ménages sortis dans la période.",
)  # fmt: skip
def durations(facts: Facts, span: Span) -> Spread:
    gone, suspended = [], 0
    for case in facts.cases:
        if case.started_on and case.closed and span.holds(case.exits[-1].on):
            gone.append(sum((stay.end - stay.start).days for stay in case.stays if stay.end))
            suspended += sum((one.end - one.start).days for one in case.suspensions if one.end)
    ongoing = sum(1 for case in facts.cases if case.in_measure(span.end))
    return Spread(gone, {"pending": ongoing, "suspended_days": suspended})


@define(
    "S1", "Suspensions",
    definition="Suspensions commencées dans la période, par motif ; jours suspendus et réactivations.",
    population="Ménages suspendus.",
)  # fmt: skip
def suspensions(facts: Facts, span: Span) -> Count:
    periods = [one for case in facts.cases for one in case.suspensions]
    begun = [one.kind or "non_renseigne" for one in periods if span.holds(one.start)]
    days = sum(span.days_of(one.start, one.end) for one in periods)
    return Count.of_each(begun, days=days, reactivations=sum(1 for one in periods if span.holds(one.end)))


@define(
    "T1", "Contacts réalisés, par thème travaillé",
    definition="Contacts réalisés pendant lesquels chaque thème a été travaillé ; un contact peut en porter plusieurs.",
    population="Contacts réalisés dans la période.",
)  # fmt: skip
def themes(facts: Facts, span: Span) -> Count:
    made = [one for case in facts.cases for one in case.visits if one.status == "realisee" and span.holds(one.on)]
    told = [theme for one in made for theme in one.themes]
    return Count(len(made), {theme: told.count(theme) for theme in sorted(set(told))})


@define(
    "R1", "Relais mobilisés",
    definition="Relais devenus effectifs sur relais demandés dans la période, par type de relais ; tous ceux de santé sont "
    "regroupés.",
    population="Relais demandés dans la période.",
    success="Relais effectif à la date d'arrêt.",
)  # fmt: skip
def relays(facts: Facts, span: Span) -> Rate:
    asked = [one for case in facts.cases for one in case.relays if span.holds(one.on)]
    kinds = sorted({one.kind for one in asked})
    effective = [one.kind for one in asked if one.effective_on is not None]
    by = {kind: sum(1 for one in asked if one.kind == kind) for kind in kinds}
    return Rate(len(effective), len(asked), {"by": by, "effective_by": {kind: effective.count(kind) for kind in kinds}})
