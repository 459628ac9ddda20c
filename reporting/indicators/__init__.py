"""The registry of indicators: one definition each, from which the figures, the report and its annex are made.

A definition is a code, its official wording, the population it is about and what counts as success,
with the number of the rule that computed it; it writes the help on the site, the annex of the report and
`docs/indicators.md`. `compute(facts, span)` is a pure function: what it counts is the list behind the figure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from households.confidentiality import DataClass
from reporting.facts import Facts
from reporting.indicators.results import Result
from reporting.periods import Span
from reporting.workbook.untold import is_untold, without_untold_parts

Compute = Callable[[Facts, Span], Result | None]
SPANS = frozenset({"quarter", "year", "agreement"})
TRACKS = frozenset({"access", "retention", "all"})
THEMES = {
    "activity": "Activité et places",
    "cal": "Commission d'attribution",
    "delays": "Délais",
    "visits": "Visites à domicile",
    "requests": "Réponse aux demandes",
    "retention": "Maintien dans le logement",
    "exits": "Sorties et suspensions",
    "publics": "Publics",
    "money": "Budget",
}


@dataclass(frozen=True)
class Indicator:
    """An indicator of the programme."""

    code: str
    label: str
    definition: str
    population: str
    success: str
    theme: str
    compute: Compute
    rule_version: int = 1
    listed: DataClass | None = DataClass.PROCESS
    """What kind of thing the list behind the figure says of a household; None when nobody is behind it."""
    caution: str = ""
    """What the figure does not say, printed under its definition."""
    tracks: frozenset[str] = TRACKS
    spans: frozenset[str] = SPANS

    def value(self, facts: Facts, track: str, span: Span) -> dict[str, Any] | None:
        """What it is worth; None where it is not defined."""
        result = self.result(facts, track, span)
        return None if result is None else without_untold_parts(self.code, result.told(), facts, span)

    def result(self, facts: Facts, track: str, span: Span) -> Result | None:
        """The figure with what it counts, unit by unit."""
        if not self.defined_for(track, span.name) or is_untold(self.code, facts, span):
            return None
        return self.compute(facts, span)

    def defined_for(self, track: str, span: str) -> bool:
        return track in self.tracks and span in self.spans


_registry: dict[str, Indicator] = {}


def define(
    code: str, label: str, *, definition: str, population: str, success: str = "", **options: Any
) -> Callable[[Compute], Compute]:
    """Register the decorated function as the computation of an indicator."""

    def register(compute: Compute) -> Compute:
        if code in _registry:
            raise ValueError(f"{code} is already defined")
        theme = compute.__module__.rsplit(".", 1)[-1]
        _registry[code] = Indicator(code, label, definition, population, success, theme, compute, **options)
        return compute

    return register


def every() -> list[Indicator]:
    """All indicators, in the order of the themes, then as they are written."""
    for theme in THEMES:
        import_module(f"{__name__}.{theme}")
    order = list(THEMES)
    return sorted(_registry.values(), key=lambda one: order.index(one.theme))


def one(code: str) -> Indicator:
    """The indicator of that code."""
    return next(indicator for indicator in every() if indicator.code == code)
