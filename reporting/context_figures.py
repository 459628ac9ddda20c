"""Figures of the territory, and the programme's own share beside them (sheet 05 P2, decision 13)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from lodabord.templatetags.lodabord import share
from reporting.editions import Edition, edition_for
from reporting.models import ContextFigure, SteeringSnapshot

if TYPE_CHECKING:
    from lodabord.partners.models import Agreement, Membership

K = ContextFigure.Kind


@dataclass(frozen=True)
class Compared:
    """A share of attributions to households without a home, and where it comes from."""

    who: str
    told: str
    source: str


def current(agreement: "Agreement") -> list[ContextFigure]:
    """The figure in force for each kind and date: the latest entered, corrections included."""
    kept: dict[tuple[str, date], ContextFigure] = {}
    for one in ContextFigure.objects.filter(agreement=agreement).order_by("entered_at"):
        kept[one.kind, one.as_of] = one
    order = list(K.values)
    return sorted(kept.values(), key=lambda one: (order.index(one.kind), -one.as_of.toordinal()))


def compared(agreement: "Agreement", membership: "Membership") -> list[Compared]:
    """P2 of the last frozen report, then the territory's own share at each date where both terms are known."""
    return [*_programme(agreement, edition_for(membership)), *_territory(current(agreement))]


def _programme(agreement: "Agreement", edition: Edition) -> list[Compared]:
    last = SteeringSnapshot.objects.filter(agreement=agreement).first()
    if last is None:
        return []
    value: Any = last.told(edition)["indicators"]["P2"]["access"]["year"]
    return [Compared("Ce dispositif (P2)", share(value), f"Rapport figé, {last.period.label}, cumul de l'année")]


def _territory(figures: list[ContextFigure]) -> list[Compared]:
    whole = {one.as_of: one for one in figures if one.kind == K.ATTRIBUTIONS}
    part = {one.as_of: one for one in figures if one.kind == K.ATTRIBUTIONS_HOMELESS}
    both = [(part[on], whole[on]) for on in sorted(part, reverse=True) if on in whole and whole[on].value]
    return [
        Compared(
            f"Toutes les attributions, {mine.period}", share({"part": mine.value, "whole": all_of.value}),
            " et ".join(dict.fromkeys([mine.source, all_of.source])),
        )
        for mine, all_of in both
    ]  # fmt: skip
