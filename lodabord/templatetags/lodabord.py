"""French dates, durations and figures, written without Django's per-cell machinery."""

import uuid
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
]  # fmt: skip
NARROW = "\u202f"
WIDE = "\u00a0"
FEW = 10
"""Under ten, a percentage says less than its two terms (sheet 05 §5.0)."""


def _day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


@register.filter
def day(value: date | datetime | None) -> str:
    """« mardi 12 mai 2026 »."""
    if not value:
        return "—"
    on = _day(value)
    number = "1er" if on.day == 1 else str(on.day)
    return f"{DAYS[on.weekday()]} {number}{WIDE}{MONTHS[on.month - 1]}{WIDE}{on.year}"


@register.filter
def month_name(value: date) -> str:
    """« mai 2026 »."""
    return f"{MONTHS[value.month - 1]}{WIDE}{value.year}"


@register.filter
def short_date(value: date | datetime | None) -> str:
    """« 12/05/2026 »."""
    return f"{_day(value):%d/%m/%Y}" if value else "—"


@register.filter
def told_date(value: date | str | None) -> str:
    """« 12/05/2026 » of a day kept as text in frozen facts, or of a day."""
    return short_date(date.fromisoformat(value[:10]) if isinstance(value, str) and value else value or None)


@register.filter
def moment(value: datetime | None) -> str:
    """« 12/05/2026 à 14 h 40 »."""
    if not value:
        return "—"
    local = timezone.localtime(value)
    return f"{local:%d/%m/%Y} à {local.hour}{NARROW}h{NARROW}{local:%M}"


@register.filter
def hour(value: Any) -> str:
    """« 14 h 40 »."""
    if not value:
        return "—"
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local.hour}{NARROW}h{NARROW}{local:%M}"


@register.filter
def relative_day(value: date | datetime | None, today: date | None = None) -> str:
    """« aujourd'hui », « demain », « dans 3 jours », « il y a 2 jours »."""
    if not value:
        return "—"
    gap = (_day(value) - (today or timezone.localdate())).days
    near = {0: "aujourd'hui", 1: "demain", -1: "hier"}
    if gap in near:
        return near[gap]
    return f"dans {gap}{WIDE}jours" if gap > 0 else f"il y a {-gap}{WIDE}jours"


@register.filter
def dated(value: date | datetime | None) -> SafeString | str:
    """As people say it, with the exact date for who asks."""
    if not value:
        return "—"
    on = _day(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', on.isoformat(), day(on), relative_day(on))


@register.filter
def euros(value: Any) -> str:
    """« 10 797 € »."""
    if value is None:
        return "—"
    return f"{value:,.0f}".replace(",", NARROW) + f"{WIDE}€"


@register.filter
def thousands(value: int) -> str:
    """« 12 400 »."""
    return f"{value:,}".replace(",", NARROW)


@register.filter
def share(value: Any) -> str:
    """« 86 % (12/14) »; « sans objet » on nobody; under ten, the two terms only."""
    if value is None:
        return "—"
    part, whole = (value["part"], value["whole"]) if isinstance(value, dict) else (value.part, value.whole)
    if not whole:
        return "sans objet"
    if whole < FEW:
        return f"{part}/{whole}"
    tenths = (2000 * part + whole) // (2 * whole)  # half up, as people round: 13/16 is 81,3 %
    percent = f"{tenths / 10:.1f}".replace(".", ",").removesuffix(",0")
    return f"{percent}{NARROW}% ({part}/{whole})"


@register.filter
def number(value: Any) -> str:
    """A decimal the French way."""
    if value is None:
        return "—"
    return f"{value:g}".replace(".", ",")


@register.filter
def months(value: int) -> str:
    return f"{value}{WIDE}mois"


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """The entry of a mapping."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag
def late_by(deadline: date, today: date) -> str:
    """« en retard de 2 jours », or nothing."""
    gap = (today - deadline).days
    return f"en retard de {gap}{WIDE}jour{'s' if gap > 1 else ''}" if gap > 0 else ""


@register.simple_tag
def form_key(form: Any) -> str:
    """The key of the form (decision 0017): its page's, or a new one for a page that has none."""
    return str(getattr(form, "key", None) or uuid.uuid4())


@register.filter
def without_draft(address: str) -> str:
    """The address of the page itself, whatever draft is being resumed on it."""
    path, _, asked = address.partition("?")
    kept = [one for one in asked.split("&") if one and not one.startswith("brouillon=")]
    return path + ("?" + "&".join(kept) if kept else "")
