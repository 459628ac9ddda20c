"""The history of a need, in words: what it was, what it became."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from allocations.models import HousingNeed, NeedChange
from allocations.models.quota import Quota


def told_changes(changes: Iterable[NeedChange]) -> list[dict[str, Any]]:
    """Each change with its day and its lines (what, before, after), in the order of the need's own fields."""
    told = []
    for change in changes:
        lines = [
            (HousingNeed._meta.get_field(name).verbose_name, say(name, was), say(name, now))  # type: ignore[union-attr]
            for name in HousingNeed.TOLD
            if name in change.changed
            for was, now in [change.changed[name]]
        ]
        told.append({"on": change.on, "lines": lines})
    return told


def say(name: str, value: Any) -> str:
    """A kept value as people read it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, list):
        return ", ".join(value)
    if name == "ready_on":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if name == "quota":
        return str(Quota(value).label)
    if name == "max_cost":
        return f"{value}".replace(".", ",").removesuffix(",00") + " €"
    return str(value)
