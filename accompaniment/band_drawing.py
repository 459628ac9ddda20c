"""The band as inline SVG, once wide and once narrow: the same drawing, sized for the screen that shows it."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from accompaniment.band import History, weeks_of
from households.deadlines import months_later
from lodabord.templatetags.lodabord import MONTHS, short_date

BROAD, NARROW = 940, 330
LANES = {"months": 14, "stage": 24, "weeks": 62, "requests": 92, "marks": 110}
HEIGHT = 128
STAGE_HEIGHT, WEEK_HEIGHT = 24, 14
LETTER = 6.6
"""About the width of a letter of these labels, to know which fit in their bar."""


@dataclass(frozen=True)
class Scale:
    """Days as positions, from the first day of a row to its end."""

    start: date
    end: date
    width: int

    def x(self, day: date) -> float:
        share = (min(max(day, self.start), self.end) - self.start).days / (self.end - self.start).days
        return round(share * (self.width - 2) + 1, 1)


def draw(history: History, width: int, *, last: int | None = None) -> list[SafeString]:
    """One drawing for each row of twelve months; `last` keeps the latest ones."""
    return [_draw_row(history, Scale(start, end, width)) for start, end in history.rows(last=last)]


def _draw_row(history: History, scale: Scale) -> SafeString:
    title = f"De {MONTHS[scale.start.month - 1]} {scale.start.year} à {_last_month(scale)}"
    told = {
        "title": title, "width": scale.width, "height": HEIGHT, "lanes": LANES, "key": f"{scale.width}-{scale.start}",
        "stage_height": STAGE_HEIGHT, "week_height": WEEK_HEIGHT, "months": _months(scale),
        "bars": _bars(history, scale), "weeks": _weeks(history, scale),
        "requests": [
            {"x": scale.x(one.on), "answered": one.answered}
            for one in history.requests if scale.start <= one.on < scale.end
        ],
        "marks": _marks(history, scale),
        "today": scale.x(history.today) if scale.start <= history.today < scale.end else None,
    }  # fmt: skip
    return mark_safe(render_to_string("accompaniment/_band.svg", told).strip())  # noqa: S308 - our own template


def _last_month(scale: Scale) -> str:
    last = months_later(scale.end, -1)
    return f"{MONTHS[last.month - 1]} {last.year}"


def _months(scale: Scale) -> list[dict[str, object]]:
    found, day = [], scale.start
    broad = scale.width >= BROAD
    while day < scale.end:
        name = MONTHS[day.month - 1]
        label = (name[:4] if broad else name[:1].upper()) + (f" {day.year}" if broad and day.month == 1 else "")
        found.append({"x": scale.x(day), "label": label, "year": day.month == 1})
        day = months_later(day, 1)
    return found


def _bars(history: History, scale: Scale) -> list[dict[str, object]]:
    """Suspensions come last: they are drawn over the period that they interrupt."""
    found = []
    for one in sorted(history.stretches, key=lambda stretch: stretch.kind == "suspension"):
        ends_on = one.ends_on or max(history.today, one.starts_on)
        if ends_on < scale.start or one.starts_on >= scale.end:
            continue
        left, right = scale.x(one.starts_on), scale.x(ends_on)
        width = max(2.0, round(right - left, 1))
        found.append({
            "kind": one.kind, "x": left, "width": width,
            "label": one.label if len(one.label) * LETTER < width - 6 else "",
            "middle": round(left + width / 2, 1), "what": f"{one.label}, à partir du {short_date(one.starts_on)}",
        })  # fmt: skip
    return found


def _weeks(history: History, scale: Scale) -> list[dict[str, object]]:
    wide = (scale.width - 2) * 7 / (scale.end - scale.start).days
    return [
        {"x": scale.x(monday), "middle": round(scale.x(monday) + wide / 2 - 0.5, 1), "width": round(wide - 1.2, 1),
         "mark": mark}
        for monday, mark in weeks_of(history, scale.start, scale.end) if mark
    ]  # fmt: skip


def _marks(history: History, scale: Scale) -> list[dict[str, object]]:
    """Letters that would cover one another share their place: « BS »."""
    found: list[dict[str, object]] = []
    for one in sorted(history.marks, key=lambda mark: mark.on):
        if not scale.start <= one.on < scale.end:
            continue
        x = scale.x(one.on)
        if found and x - float(str(found[-1]["x"])) < 11 * len(str(found[-1]["letters"])):
            found[-1]["letters"] = f"{found[-1]['letters']}{one.letter}"
        else:
            found.append({"x": x, "letters": one.letter, "coming": one.coming})
    return found
