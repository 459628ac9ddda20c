"""Several agreements side by side: at fixed horizons only, in the order of their codes, never ranked (sheet 05 §5.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lodabord.partners.models import Agreement
from lodabord.templatetags.lodabord import NARROW, WIDE, number, share
from reporting.editions import Edition
from reporting.models.editions import EDITION_MODELS
from reporting.parts.context import TRACK_LABEL
from reporting.parts.shapes import Line, Table
from reporting.periods import Quarter

HORIZONS = ("6", "12", "24")
TOO_FEW = "moins de 30 ménages"
CAUTIONS = (
    "Seul le maintien à 6, 12 ou 24 mois se compare : chaque ménage compté a été observé aussi longtemps. Les taux depuis "
    "le début d'une convention n'y sont pas, car ils flattent celle qui vient de loger.",
    "Un écart ne classe pas les équipes : les publics, l'offre de logements, l'ancienneté et le choix des entrées diffèrent. "
    "Sous dix ménages, un seul fait varier le résultat de dix points ou plus : lisez les deux termes.",
)


@dataclass(frozen=True)
class SideBySide:
    """One quarter: a table per track, and the agreements whose report is not made."""

    quarter: Quarter
    tables: tuple[Table, ...]
    missing: tuple[Agreement, ...]


def quarters(agreements: Iterable[Agreement], edition: Edition) -> list[Quarter]:
    """Those presented by one of the agreements at least, latest first."""
    rows = EDITION_MODELS[edition].objects.filter(agreement__in=agreements, snapshot__provisional=False)
    names = rows.values_list("snapshot__quarter", flat=True).distinct().order_by("-snapshot__quarter")
    return [Quarter.named(name) for name in names]


def side_by_side(agreements: list[Agreement], edition: Edition, quarter: Quarter) -> SideBySide:
    """The last report of each agreement for that quarter, as it was frozen."""
    rows = EDITION_MODELS[edition].objects.filter(
        agreement__in=agreements, snapshot__quarter=str(quarter), snapshot__provisional=False
    )
    frozen: dict[Any, Any] = {}
    for agreement, values in rows.order_by("snapshot__computed_at").values_list("agreement_id", "values"):
        frozen[agreement] = values["indicators"]
    known = [one for one in sorted(agreements, key=lambda one: one.code) if one.pk in frozen]
    tables = tuple(_table(track, [(one, frozen[one.pk]) for one in known]) for track in ("access", "retention"))
    return SideBySide(quarter, tables, tuple(one for one in agreements if one.pk not in frozen))


def _table(track: str, told: list[tuple[Agreement, Any]]) -> Table:
    head = (
        "Convention",
        *(f"Maintien à {one} mois" for one in HORIZONS),
        *(f"Survie à {one} mois" for one in HORIZONS),
    )
    lines = tuple(
        Line(
            f"{agreement.territory} : {agreement.association} ({agreement.code})",
            (*_kept(values["M3"][track]["agreement"]), *_survival(values["M4"][track]["agreement"])),
        )
        for agreement, values in told
    )
    return Table(TRACK_LABEL[track], head, lines)


def _kept(value: Any) -> tuple[str, ...]:
    return tuple(share((value or {}).get(horizon)) for horizon in HORIZONS)


def _survival(value: Any) -> tuple[str, ...]:
    if value is None:
        return (TOO_FEW,) * len(HORIZONS)
    return tuple(_estimate(value.get(horizon)) for horizon in HORIZONS)


def _estimate(value: Any) -> str:
    return "—" if value is None else f"{number(value['percent'])}{NARROW}% (n{WIDE}={WIDE}{value['n']})"
