"""What a workbook did not carry stays unknown: an indicator whose sheet or column was absent is null, never 0."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from lodabord.partners.models import Agreement
from reporting.facts import Facts, Untold
from reporting.periods import Span

QUIET = timedelta(days=91)
"""M7 looks three months back."""

_MEASURES = "A6 A7 A8 A9 A11 C7 D3 D4 D5 D7 D10 V1 V2 V3 V4 V5 V6 M1 M2 M3 M4 P1 P3 E2 B2 B3 B4 Q1 Q2 Q3 Q4"
NEEDED_BY: dict[str, str] = {
    "prediagnostics": "A2 D1",
    "pre_cal": "A4 A5 A10 C7 D2 D3",
    "arbitrages": "A10 D9 D10",
    "mesures": _MEASURES,
    "mesures.intensite": "V6",
    "mesures.referent": "A11",
    "suspensions": "S1",
    "cal": "C1 C2 C3 C4 C6 C8 D5 D6 D7 P2",
    "offres": "C4 C5 D6 D7 P2",
    "baux": "C7 D7 D8 M1 M2 M3 M4 V1 V2 V3 V4 V6 B4",
    "visites": "V1 V2 V3 V4 V5 V6 T1",
    "visites.themes": "T1",
    "sollicitations": "Q1 Q2 Q3 Q4",
    "sorties": "E1 E2",
    "seances": "A3",
    "impayes": "M5 M6",
    "impayes.loyer_net": "M5",
    "impayes.plan_respecte": "M6",
    "troubles": "M7",
    "relais": "R1",
    "menages.situation_a_l_entree": "P1.situation P1.ethos P2",
    "menages.enfants_a_charge": "P1.personnes_a_charge",
    "menages.date_naissance": "P1.age",
    "menages.sexe": "P1.sexe",
    "menages.ressources": "P1.ressources",
    "menages.souffrance_psychique": "P1.souffrance_psychique",
    "menages.public_prioritaire": "P3",
    "orientations.prescripteur_type": "P1.prescripteur",
}
"""The sheet, or the column, and the indicators (or the part of P1) that cannot be told without it."""
AT_THE_END = frozenset({"A8", "A10", "A11", "M5", "M6"})
"""Told as of the last day of a span: what happened before the workbook does not matter to them."""


def codes_without(absent: Iterable[str]) -> frozenset[str]:
    """The indicators, and the parts of P1, that these absences leave unknown."""
    return frozenset(code for one in absent for code in NEEDED_BY.get(one, "").split())


def is_untold(code: str, facts: Facts, span: Span) -> bool:
    """Whether a workbook left this indicator unknown over part of the span."""
    return any(code in one.codes and _reaches(code, span, one.until) for one in facts.untold)


def without_untold_parts(code: str, told: dict[str, Any], facts: Facts, span: Span) -> dict[str, Any]:
    """A profile keeps the parts that are known; an unknown one is empty: neither a code nor a zero."""
    unknown = {
        name.partition(".")[2] for one in facts.untold if _reaches(code, span, one.until) for name in one.codes
        if name.startswith(f"{code}.")
    }  # fmt: skip
    if not unknown or "profile" not in told:
        return told
    return {**told, "profile": {name: {} if name in unknown else part for name, part in told["profile"].items()}}


def _reaches(code: str, span: Span, until: date) -> bool:
    """Whether the span holds days that the workbook, which tells up to `until`, should have told."""
    if code in AT_THE_END:
        return span.end <= until
    return (span.end - QUIET if code == "M7" else span.start) <= until


def untold_by_workbooks(agreement: Agreement) -> tuple[Untold, ...]:
    """What the workbooks taken over in this agreement did not carry."""
    told = agreement.workbooks.values_list("absent", "until")  # type: ignore[attr-defined]
    return tuple(Untold(codes_without(absent), until) for absent, until in told if absent)
