"""Charts as inline SVG: the same drawing in the page and in the PDF, readable in black and white.

A chart says its message as its title, writes each value beside its mark, and never relies on
colour: series differ by tint and by hatching. The page shows the figures in a table next to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

WIDTH = 640
LABELS = 190
BAR = 22
GAP = 10
TOP = 8
PLOT_HEIGHT = 190


@dataclass(frozen=True)
class Series:
    """One line or one colour of bars: its name and its values, None where there is nothing to show."""

    name: str
    values: Sequence[float | None]


def nice_ceiling(value: float) -> float:
    """The end of an axis: a round number not far above the largest value."""
    if value <= 0:
        return 1
    power = 10 ** floor(log10(value))
    for step in (1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10):
        if value <= step * power:
            return step * power
    return ceil(value / power) * power


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def horizontal_bars(message: str, rows: Sequence[tuple[str, float]], *, unit: str = "") -> SafeString:
    """A bar per row, longest scale to the right: funnels, breakdowns."""
    longest = nice_ceiling(max((value for _, value in rows), default=0))
    room = WIDTH - LABELS - 70
    drawn = [
        {
            "label": label, "value": _plain(value) + unit, "y": TOP + rank * (BAR + GAP),
            "text_y": TOP + rank * (BAR + GAP) + 16, "width": round(room * value / longest, 1),
            "value_x": LABELS + round(room * value / longest, 1) + 6,
        }
        for rank, (label, value) in enumerate(rows)
    ]  # fmt: skip
    height = TOP * 2 + len(drawn) * (BAR + GAP)
    return _draw("charts/horizontal_bars.svg", message, height, rows=drawn, labels=LABELS - 8, left=LABELS, bar=BAR)


def columns(message: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = "") -> SafeString:
    """Groups of columns over time, one tint and one hatching per series."""
    values = [value for one in series for value in one.values if value is not None]
    top = nice_ceiling(max(values, default=0))
    group = (WIDTH - 20) / max(1, len(labels))
    width = min(56.0, (group - 16) / max(1, len(series)))
    drawn = []
    for rank, one in enumerate(series):
        for place, value in enumerate(one.values):
            if value is None:
                continue
            tall = round(PLOT_HEIGHT * value / top, 1)
            x = 10 + place * group + (group - width * len(series)) / 2 + rank * width
            drawn.append({
                "x": round(x, 1), "y": round(TOP + 16 + PLOT_HEIGHT - tall, 1), "width": round(width - 3, 1),
                "height": tall, "tint": rank % 3, "value": _plain(value) + unit,
                "value_x": round(x + width / 2 - 1.5, 1), "value_y": round(TOP + 11 + PLOT_HEIGHT - tall, 1),
            })  # fmt: skip
    axis = [{"label": label, "x": round(10 + (place + 0.5) * group, 1)} for place, label in enumerate(labels)]
    legend = [{"name": one.name, "tint": rank % 3, "x": 10 + rank * 200} for rank, one in enumerate(series)]
    base = TOP + 16 + PLOT_HEIGHT
    return _draw(
        "charts/columns.svg", message, base + 52, bars=drawn, axis=axis, legend=legend, base=base,
        axis_y=base + 18, legend_y=base + 30, legend_text=base + 42, right=WIDTH - 10,
    )  # fmt: skip


FEW_POINTS = 13
"""Up to so many points each one's value is written; beyond, the first, the highest and the last."""
CURVE_WIDTH, CURVE_HEIGHT, AXIS_ROOM = 440, 150, 30
"""Narrow, so that its words stay readable on a phone."""
FEW_LABELS = 7


def curve(
    message: str,
    labels: Sequence[str],
    values: Sequence[float],
    *,
    unit: str = "",
    limit: tuple[float, str] | None = None,
) -> SafeString:
    """One series over time, point by point, with a dashed line at a limit and its name. The message is the title."""
    top = nice_ceiling(max([*values, limit[0] if limit else 0], default=0))
    base = TOP + 20 + CURVE_HEIGHT
    step = (CURVE_WIDTH - 2 * AXIS_ROOM) / max(1, len(values) - 1)
    told, each = _told_points(values), ceil(len(labels) / FEW_LABELS)
    points = [
        {
            "x": round(AXIS_ROOM + place * step, 1), "y": round(base - CURVE_HEIGHT * value / top, 1),
            "value_y": round(base - CURVE_HEIGHT * value / top - 9, 1),
            "value": _plain(value) + unit if place in told else "",
            "label": label if (len(labels) - 1 - place) % each == 0 else "",
        }
        for place, (label, value) in enumerate(zip(labels, values, strict=True))
    ]  # fmt: skip
    line = " ".join(f"{one['x']},{one['y']}" for one in points)
    drawn = {"y": round(base - CURVE_HEIGHT * limit[0] / top, 1), "name": limit[1]} if limit else None
    return _draw(
        "charts/curve.svg", message, base + (54 if limit else 28), width=CURVE_WIDTH, points=points, line=line,
        limit=drawn, base=base, axis_y=base + 20, legend_y=base + 40, legend_text=base + 45, left=10,
        right=CURVE_WIDTH - 10,
    )  # fmt: skip


def _told_points(values: Sequence[float]) -> set[int]:
    """The points whose value is written."""
    if len(values) <= FEW_POINTS:
        return set(range(len(values)))
    return {0, len(values) - 1, values.index(max(values))}


def _draw(template: str, message: str, height: float, **context: object) -> SafeString:
    told = {"message": message, "width": WIDTH, "height": height, **context}
    return mark_safe(render_to_string(template, told).strip())  # noqa: S308 - our own template, escaped values
