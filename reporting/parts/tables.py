"""The tables of the report: indicators by span, breakdowns, quarters side by side."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from lodabord.kernel.charts import horizontal_bars
from reporting import objectives
from reporting.parts.context import SPAN_LABEL, TRACK_LABEL, Context
from reporting.parts.shapes import Chart, Line, Table
from reporting.wording import breakdown, briefly, say

ONLY = dict.fromkeys(("A2", "A3", "A4", "A5"), ("access", "all"))
"""Pré-CAL and pre-diagnosis belong to the access track."""


def indicators(context: Context, codes: tuple[str, ...], *tracks: str) -> list[Table]:
    """By track, what the indicators are worth in each span. A track about nobody is left out."""
    told = [_of_track(context, codes, track) for track in tracks]
    return [table for table in told if table.lines]


def _of_track(context: Context, codes: tuple[str, ...], track: str) -> Table:
    lines = []
    for code in codes:
        told = context.values.get(code, {}).get(track)
        if told is None or track not in ONLY.get(code, TRACK_LABEL):
            continue
        if any(_says(told[span]) for span in context.spans):
            cells = tuple(say(told[span]) for span in context.spans)
            lines.append(Line(context.values[code]["label"], cells, code))
    head = ("Indicateur", *(SPAN_LABEL[span] for span in context.spans))
    return Table(TRACK_LABEL[track], head, tuple(lines))


def _says(value: Any) -> bool:
    """Not undefined, and not about nobody."""
    if value is None:
        return False
    if "whole" in value:
        return bool(value["whole"])
    if "n" in value:
        return bool(value["n"] or value.get("pending"))
    return True


def counts(context: Context, caption: str, by: Mapping[str, Any] | None) -> list[Table]:
    """A breakdown, largest first; nothing when there is none."""
    if not by:
        return []
    lines = tuple(Line(label, (value,)) for label, value in breakdown(by, context.labels))
    return [Table(caption, ("Catégorie", "Nombre"), lines, shape="narrow")]


def by_year(context: Context, code: str, track: str, caption: str) -> list[Table]:
    """The breakdown of an indicator over the year."""
    return counts(context, caption, (context.year(code, track) or {}).get("by"))


Followed = tuple[str, str]
"""An indicator and a track."""


def comparison(context: Context, *followed: Followed) -> list[Table]:
    """Each quarter as it was presented, then this one, then what the agreement aims at.

    Without an earlier report, only what has an objective is worth a table.
    """
    aims = {(one.code, one.track): one for one in objectives.of(context.terms)}
    lines = []
    for code, track in followed:
        if not context.earlier and (code, track) not in aims:
            continue
        past = [briefly(_quarter(one.values, code, track)) for one in context.earlier]
        aim = aims[code, track].told if (code, track) in aims else "—"
        label = context.values[code]["label"]
        shown = label if track == "all" else f"{label}, {TRACK_LABEL[track].lower()}"
        lines.append(Line(shown, (*past, briefly(context.of_quarter(code, track)), aim), code))
    quarters = (*(one.quarter.short for one in context.earlier), context.quarter.short)
    return (
        [Table(_compared(context), ("Indicateur", *quarters, "Objectif"), tuple(lines), leading=True)] if lines else []
    )


def _compared(context: Context) -> str:
    if not context.earlier:
        return "Le trimestre et les objectifs"
    presented = all(one.presented for one in context.earlier)
    return f"Trimestre par trimestre, {'tel que présenté' if presented else 'calculé avec les données du jour'}"


def _quarter(values: Mapping[str, Any], code: str, track: str) -> Any:
    return values.get(code, {}).get(track, {}).get("quarter")


def bars(message: str, rows: Iterable[tuple[str, float]], *, unit: str = "", what: str = "Nombre") -> list[Chart]:
    """A bar chart beside its table; nothing where there is nothing to draw."""
    rows = list(rows)
    if not any(value for _, value in rows):
        return []
    lines = tuple(Line(label, (f"{value:g}".replace(".", ",") + unit,)) for label, value in rows)
    return [
        drawn(
            message,
            horizontal_bars(message, rows, unit=unit),
            Table(message, ("Catégorie", what), lines, shape="narrow"),
        )
    ]


def drawn(message: str, svg: SafeString, table: Table) -> Chart:
    """A chart and its table under one message."""
    return Chart(message, svg, table)
