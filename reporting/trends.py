"""The year behind and the objectives ahead: small charts of what each role acts on, from frozen reports only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from lodabord.kernel.charts import curve
from lodabord.partners.models import Terms
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import NARROW, WIDE, number
from reporting import objectives
from reporting.objectives import Objective, measured
from reporting.parts.context import TRACK_LABEL, Earlier
from reporting.parts.shapes import Line, Table
from reporting.wording import say

ENOUGH_FOR_A_CURVE = 2
QUARTERS = 5
"""A year behind the last one."""

Followed = tuple[tuple[str, str], ...]
FOLLOWED: dict[Role, Followed] = {
    Role.ASSO_WORKER: (("V1", "all"), ("Q1", "all"), ("A6", "all"), ("D4", "access"), ("M1", "access"), ("M1", "retention")),
    Role.ASSO_HEAD: (
        ("A9", "all"), ("A6", "all"), ("V1", "all"), ("Q1", "all"), ("Q2", "all"), ("D3", "access"), ("D4", "access"),
        ("M1", "access"), ("M1", "retention"),
    ),
    Role.LANDLORD_PILOT: (
        ("A9", "all"), ("A1", "all"), ("C3", "access"), ("D5", "access"), ("D7", "access"), ("D8", "access"),
        ("M1", "access"), ("M1", "retention"),
    ),
    Role.LANDLORD_SOCIAL: (
        ("A1", "retention"), ("D9", "retention"), ("D10", "retention"), ("M1", "retention"), ("M5", "retention"),
    ),
    Role.FUNDER: (("A6", "all"), ("A9", "all"), ("C3", "access"), ("D8", "access"), ("M1", "access"), ("M1", "retention")),
}  # fmt: skip
"""What each role can act on, or is answerable for."""


@dataclass(frozen=True)
class Multiple:
    """One small chart. `svg` is empty while there are not two quarters to join."""

    code: str
    message: str
    svg: SafeString | str
    table: Table


@dataclass(frozen=True)
class Ahead:
    """An objective of the year, beside where one stands."""

    label: str
    code: str
    aim: str
    now: str
    reached: str


def multiples(told: Sequence[Earlier], terms: Terms, role: Role) -> list[Multiple]:
    """Oldest quarter first; an indicator about nobody in every quarter is left out."""
    aims = {(one.code, one.track): one for one in objectives.of(terms)}
    drawn = [_multiple(told, code, track, aims.get((code, track))) for code, track in FOLLOWED[role]]
    return [one for one in drawn if one is not None]


def _multiple(told: Sequence[Earlier], code: str, track: str, aim: Objective | None) -> Multiple | None:
    values = [(one.quarter.short, one.values[code][track]["quarter"]) for one in told]
    known = [(name, seen) for name, value in values if (seen := measured(value)) is not None]
    if not known:
        return None
    label, unit = _label(told[-1], code, track), _unit(dict(values)[known[-1][0]])
    message = _message(label, known, unit)
    table = Table(
        message, ("Trimestre", "Valeur"), tuple(Line(name, (say(value),)) for name, value in values), "narrow"
    )
    svg: SafeString | str = ""
    if len(known) >= ENOUGH_FOR_A_CURVE:
        limit = (aim.value, f"Objectif : {aim.told}") if aim and aim.unit != objectives.OF_THE_YEAR else None
        svg = curve(message, [name for name, _ in known], [seen for _, seen in known], unit=unit, limit=limit)
    return Multiple(code, message, svg, table)


def _label(one: Earlier, code: str, track: str) -> str:
    label = one.values[code]["label"]
    return label if track == "all" else f"{label}, {TRACK_LABEL[track].lower()}"


def _unit(value: Any) -> str:
    if "whole" in value:
        return f"{NARROW}%"
    return f"{WIDE}j" if "pending" in value else ""


def _message(label: str, known: list[tuple[str, float]], unit: str) -> str:
    """« Visites : 93,9 % au T4 2025, 6 de plus qu'au T4 2024 »."""
    (first, before), (last, now) = known[0], known[-1]
    said = f"{label} : {number(now)}{unit} au {last}"
    gap = round(now - before, 1)
    if len(known) < ENOUGH_FOR_A_CURVE:
        return said
    if not gap:
        return f"{said}, comme au {first}"
    points = " point" + ("s" if abs(gap) >= 2 else "") if "%" in unit else unit  # noqa: PLR2004 - French plural
    return f"{said}, {number(abs(gap))}{points} de {'plus' if gap > 0 else 'moins'} qu'au {first}"


def ahead(last: Earlier, terms: Terms, role: Role) -> list[Ahead]:
    """The objectives of what this role follows, against the year so far."""
    followed = set(FOLLOWED[role])
    words = {True: "Atteint", False: "Pas encore", None: "Sans objet"}
    return [
        Ahead(
            label=_label(last, one.code, one.track),
            code=one.code,
            aim=one.told,
            now=say(last.values[one.code][one.track]["year"]),
            reached=words[one.reached(last.values[one.code][one.track]["year"])],
        )
        for one in objectives.of(terms)
        if (one.code, one.track) in followed
    ]
