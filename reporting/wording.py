"""How a figure is said to a person: always n/N, never a percentage of nobody (sheet 05 §5.0)."""

from collections.abc import Mapping
from typing import Any

from lodabord.templatetags.lodabord import euros, number, share
from reporting.disclosure_control import HIDDEN

NOTHING = "sans objet"
NBSP = "\u00a0"


def say(value: Any) -> str:
    """A cell of a table."""
    if value is None or getattr(value, "undefined", False):
        return "—"
    if "part" in value:
        return _with_pending(share(value), value)
    if "euros" in value:
        return f"{euros(value['euros'])} (budget{NBSP}: {euros(value['on_budget'])})"
    if "median" in value:
        return _spread(value)
    if "entries" in value:
        return f"{value['entries']} / {value['exits']}"
    if "count" in value:
        return _count(value)
    return " · ".join(f"{months}{NBSP}mois{NBSP}: {_horizon(inner)}" for months, inner in value.items())


def briefly(value: Any) -> str:
    """A cell among many columns: of a delay, its median and its number; of horizons, those reached."""
    if value is None or getattr(value, "undefined", False):
        return say(value)
    if "median" in value:
        return f"{number(value['median'])} (n{NBSP}={NBSP}{value['n']})" if value["n"] else NOTHING
    if set(value) <= {"6", "12", "24"}:
        reached = [f"{months}{NBSP}mois{NBSP}: {_horizon(inner)}" for months, inner in value.items() if _seen(inner)]
        return " · ".join(reached) or NOTHING
    return share(value) if "part" in value else say(value)


def _seen(value: Any) -> bool:
    return bool(value and (value.get("whole") or value.get("n")))


def _with_pending(told: str, value: Mapping[str, Any]) -> str:
    waiting = value.get("pending") or value.get("undecided")
    return f"{told}, {waiting} en attente" if waiting else told


def _spread(value: Mapping[str, Any]) -> str:
    pending = f", {value['pending']} en cours" if value.get("pending") else ""
    if not value["n"]:
        return NOTHING + pending
    reach = f"{number(value['min'])}–{number(value['max'])}"
    return f"{number(value['median'])} ({reach}{NBSP}; n{NBSP}={NBSP}{value['n']}{pending})"


def _count(value: Mapping[str, Any]) -> str:
    told = str(value["count"])
    if value.get("oldest_days") is not None:
        return f"{told} (le plus ancien{NBSP}: {value['oldest_days']}{NBSP}jours)"
    if value.get("households") is not None:
        plural = "s" if value["households"] > 1 else ""
        return f"{told} ({value['households']} ménage{plural})"
    return told


def _horizon(value: Any) -> str:
    if value is None:
        return "—"
    return share(value) if "part" in value else f"{number(value['percent'])}{NBSP}% (n{NBSP}={NBSP}{value['n']})"


def breakdown(by: Mapping[str, Any], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The lines of a breakdown, largest first, hidden ones last."""
    known = sorted(
        ((words.get(code, code), value) for code, value in by.items()),
        key=lambda line: (line[1] == HIDDEN, -line[1] if line[1] != HIDDEN else 0, line[0]),
    )
    return [(label, str(value)) for label, value in known]
