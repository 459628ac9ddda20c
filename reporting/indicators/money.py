"""Money: what each funder brings, and what a household, a place, a household kept cost (sheet 05 §5.7)."""

from calendar import isleap
from datetime import date
from typing import Any

from reporting.facts import Facts
from reporting.indicators import define
from reporting.indicators.activity import accompanied, place_days, sum_of
from reporting.indicators.results import Money, Unit, Units
from reporting.indicators.retention import MAINTAINED, cohort, outcome
from reporting.periods import Span

TOGETHER: dict[str, Any] = {"tracks": frozenset({"all"}), "spans": frozenset({"year", "agreement"})}


def _years(span: Span) -> range:
    return range(span.start.year, span.end.year + 1)


def totals(facts: Facts, span: Span) -> tuple[int | None, int | None]:
    """Spent and budgeted over the years of the span; None where nothing is written."""
    lines = [one for one in facts.funding if one.year in _years(span)]
    spent = [one.spent for one in lines if one.spent is not None]
    return (sum(spent) if spent else None), (sum(one.planned for one in lines) if lines else None)


def _per(facts: Facts, span: Span, number: float, units: Units) -> Money | None:
    """The euros of the span by unit."""
    spent, budget = totals(facts, span)
    if budget is None:
        return None
    if not number:
        return Money(None, None, {"units": 0})
    by_unit = None if spent is None else round(spent / number)
    return Money(by_unit, round(budget / number), {"units": round(number, 2)}, units)


@define(
    "B1", "Budget par financeur",
    definition="Part prévue, dépense et écart (prévu moins dépensé) de chaque financeur, en euros.",
    population="Lignes de financement des années de la période.", **TOGETHER,
    listed=None,
)  # fmt: skip
def by_funder(facts: Facts, span: Span) -> Money | None:
    spent, budget = totals(facts, span)
    if budget is None:
        return None
    by: dict[str, dict[str, int | None]] = {}
    for line in facts.funding:
        if line.year in _years(span):
            told = by.setdefault(line.funder, {"planned": 0, "spent": None, "gap": None})
            told["planned"] = (told["planned"] or 0) + line.planned
            if line.spent is not None:
                told["spent"] = (told["spent"] or 0) + line.spent
                told["gap"] = (told["gap"] or 0) + line.planned - line.spent
    return Money(spent, budget, {"by": by})


@define(
    "B2", "Coût par ménage accompagné",
    definition="Dépense (et budget) sur ménages distincts accompagnés. À lire avec B3 : la rotation l'abaisse.",
    population="Ménages accompagnés dans la période, les deux volets ensemble.", **TOGETHER,
    caution="La rotation l'abaisse : à lire avec B3.",
)  # fmt: skip
def per_household(facts: Facts, span: Span) -> Money | None:
    units = [Unit(one.id, one.started_on) for one in accompanied(facts, span)]
    return _per(facts, span, len(units), units)


@define(
    "B3", "Coût par place occupée à l'année",
    definition="Dépense (et budget) sur places-années occupées (jours-places ÷ jours de l'année).",
    population="Jours-places occupés, les deux volets ensemble.", **TOGETHER,
)  # fmt: skip
def per_place(facts: Facts, span: Span) -> Money | None:
    place_years = sum(
        sum_of(place_days(facts, Span("year", max(span.start, date(year, 1, 1)), min(span.end, date(year, 12, 31)))))
        / (366 if isleap(year) else 365)
        for year in _years(span)
    )
    return _per(facts, span, place_years, place_days(facts, span))


@define(
    "B4", "Coût par ménage maintenu",
    definition="Dépense (et budget) sur ménages maintenus à la date du rapport. À présenter avec prudence.",
    population="Ménages maintenus, les deux volets ensemble.", **TOGETHER,
    caution="Petits nombres, et un maintien n'est pas dû au seul budget de l'année : à présenter avec prudence.",
)  # fmt: skip
def per_household_kept(facts: Facts, span: Span) -> Money | None:
    kept = [one for one in cohort(facts, span.end) if outcome(one, span.end) == MAINTAINED]
    units = [Unit(one.id, one.housed_from) for one in kept]
    return _per(facts, span, len(units), units)
