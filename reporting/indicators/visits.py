"""Weekly home visits: weeks due and weeks visited, never visits counted one by one (sheet 05 §5.4)."""

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

from accompaniment.rhythm import Agreed, Ask, asks
from accompaniment.weeks import TO_THURSDAY
from accompaniment.weeks import Span as Days
from households.confidentiality import DataClass
from reporting.dated import THURSDAY
from reporting.facts import CaseFacts, Facts
from reporting.indicators import define
from reporting.indicators.results import Rate, Spread, Unit, count_codes
from reporting.periods import Span

DONE = "realisee"
NOTHING: frozenset[str] = frozenset()
EVERY_WEEK = frozenset({"renforcee", "hebdomadaire"})
DAYS_A_MONTH = 365 / 12


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week of follow-up of one household; it belongs to the day of its Thursday."""

    case: CaseFacts
    thursday: date
    rhythm: str

    @property
    def due(self) -> bool:
        return self.rhythm in EVERY_WEEK

    @property
    def statuses(self) -> Set[str]:
        """What became of the home visits of the week, Monday to Sunday."""
        return self.case.home_visits.get(self.thursday, NOTHING)

    @property
    def visited(self) -> bool:
        return DONE in self.statuses

    @property
    def no_show(self) -> bool:
        """Nobody opened: the first of the causes a missed week may have."""
        return not self.visited and "porte_close" in self.statuses

    @property
    def cause(self) -> str:
        """Why the week was missed: one cause only."""
        for cause in ("porte_close", "annulee_menage", "annulee_service"):
            if cause in self.statuses:
                return cause
        return "non_prevue"

    def unit(self, good: bool) -> Unit:
        """The week as one of those a figure counts; a missed one says why."""
        return Unit(self.case.id, self.thursday, good, DONE if self.visited else self.cause)


def weeks(facts: Facts, span: Span) -> Iterator[Week]:
    """Each week of follow-up whose Thursday is in the span and not suspended."""
    for case in facts.cases:
        housed = case.housed_from
        if housed is None:
            continue
        first = max(span.start, housed)
        for stay in case.stays:
            thursday = max(first, stay.start)
            thursday += timedelta(days=(THURSDAY - thursday.weekday()) % 7)
            while thursday <= span.end and (stay.end is None or thursday < stay.end):
                if not case.suspended(thursday):
                    yield Week(case, thursday, _rhythm(case, thursday))
                thursday += timedelta(weeks=1)


def _rhythm(case: CaseFacts, day: date) -> str:
    return next((one.kind for one in case.intensities if one.holds(day)), "hebdomadaire")


def due_weeks(facts: Facts, span: Span) -> list[Week]:
    return [week for week in weeks(facts, span) if week.due]


@define(
    "V1", "Réalisation des visites hebdomadaires",
    definition="Semaines visitées sur semaines dues. Une semaine est due si, le jeudi, le ménage est suivi à domicile, "
    "non suspendu, avec une visite par semaine ou plus ; deux visites la même semaine comptent une fois.",
    population="Semaines dues de tous les ménages, mises en commun.",
    success="Au moins une visite à domicile réalisée du lundi au dimanche.",
    listed=DataClass.SOCIAL,
    caution="Ne se compare ni à un nombre de visites, ni à cinquante-deux semaines par place : suspensions, préparation et "
    "autres rythmes ne sont pas dus.",
)  # fmt: skip
def visited_weeks(facts: Facts, span: Span) -> Rate:
    told = list(weeks(facts, span))
    due = (week.unit(week.visited) for week in told if week.due)
    return Rate.of(due, other_rhythm=sum(1 for week in told if not week.due))


@define(
    "V2", "Taux d'effort",
    definition="Semaines dues où une visite a été réalisée ou tentée (porte close) sur semaines dues.",
    population="Semaines dues.", success="Visite réalisée, ou porte close.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def attempted_weeks(facts: Facts, span: Span) -> Rate:
    return Rate.of(week.unit(week.visited or week.no_show) for week in due_weeks(facts, span))


@define(
    "V3", "Part des portes closes dans les semaines manquées",
    definition="Semaines manquées pour porte close sur semaines manquées. Une semaine manquée a une seule cause.",
    population="Semaines dues et non visitées.", success="Porte close.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def no_show_share(facts: Facts, span: Span) -> Rate:
    missed = [week.unit(week.no_show) for week in due_weeks(facts, span) if not week.visited]
    return Rate.of(missed, by=count_codes(one.code for one in missed))


@define(
    "V4", "Médiane des taux par ménage",
    definition="Médiane, minimum et maximum, en %, du taux de visites de chaque ménage : elle révèle un ménage "
    "négligé que la mise en commun cache.",
    population="Ménages ayant au moins une semaine due.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def household_rates(facts: Facts, span: Span) -> Spread:
    due: dict[str, list[bool]] = defaultdict(list)
    for week in due_weeks(facts, span):
        due[week.case.id].append(week.visited)
    return Spread.of(Unit(case, value=100 * sum(told) / len(told)) for case, told in due.items())


@define(
    "V5", "Contacts réalisés par ménage et par mois",
    definition="Contacts réalisés de toute nature, rapportés aux mois en mesure de chaque ménage.",
    population="Ménages en mesure dans la période.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def contacts_a_month(facts: Facts, span: Span) -> Spread:
    told = []
    for case in facts.cases:
        days = sum(span.days_of(stay.start, stay.end) for stay in case.stays)
        if days:
            made = sum(1 for one in case.visits if one.status == DONE and span.holds(one.on))
            told.append(Unit(case.id, case.started_on, value=made / (days / DAYS_A_MONTH)))
    return Spread.of(told)


@define(
    "V6", "Respect d'un autre rythme convenu",
    definition="Semaines conformes au rythme convenu sur semaines soumises à un autre rythme que l'hebdomadaire : une "
    "visite à domicile par quinzaine (deux semaines de la période) ou par mois civil, un contact par mois en veille. "
    "La quinzaine ou le mois est demandé quand au moins la moitié de ses jeudis y sont soumis, et compte une fois fini "
    "ou dès que la visite est faite. Ces semaines ne sont pas dues pour V1.",
    population="Semaines d'accompagnement sous un autre rythme.",
    success="La visite ou le contact convenu pour la quinzaine ou le mois a eu lieu.",
    listed=DataClass.SOCIAL,
)  # fmt: skip
def other_rhythms(facts: Facts, span: Span) -> Rate:
    return Rate.of(
        Unit(case.id, thursday, ask.is_met(_contacts(case)), ask.rhythm)
        for case, ask in _other_asks(facts, span)
        for thursday in _thursdays(ask, span)
    )


def _other_asks(facts: Facts, span: Span) -> Iterator[tuple[CaseFacts, Ask]]:
    """Each stretch asked under another rhythm, once it is over or answered."""
    for case in facts.cases:
        if case.housed_from is None:
            continue
        for ask in asks(_agreed(case), span.start, span.end):
            if ask.rhythm not in EVERY_WEEK and (ask.is_met(_contacts(case)) or _is_told(ask, span.end)):
                yield case, ask


def _is_told(ask: Ask, end: date) -> bool:
    """All its weeks belong to the span or to the past: the last Thursday has come."""
    return ask.ends_on - timedelta(days=3) <= end


def _thursdays(ask: Ask, span: Span) -> list[date]:
    return [monday + TO_THURSDAY for monday in ask.weeks if span.holds(monday + TO_THURSDAY)]


def _contacts(case: CaseFacts) -> list[tuple[date, str, str]]:
    return [(one.on, one.kind, one.status) for one in case.visits]


def _agreed(case: CaseFacts) -> Agreed:
    """The follow-up starts with the keys, or with the measure; a household reopened is followed again."""
    assert case.housed_from is not None
    followed = [
        Days(max(stay.start, case.housed_from), stay.end)
        for stay in case.stays
        if stay.end is None or stay.end > case.housed_from
    ]
    paused = [Days(one.start, one.end) for one in case.suspensions]
    return Agreed(followed, paused, [(Days(one.start, one.end), one.kind) for one in case.intensities])
