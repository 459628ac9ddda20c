"""Insertion points of the household's file: each room brings its own panels, the room below knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from households.models import Case
from lodabord.partners.roles import Role

Context = Callable[[HttpRequest, Case], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A section of the file. `context` returns what the template needs, or None to stay away."""

    title: str
    template: str
    order: int
    readers: frozenset[Role]
    context: Context
    private: bool = False
    """Carries the band « Réservé à l'association »."""


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Called once by each app when it is ready."""
    if panel not in _panels:
        _panels.append(panel)
        _panels.sort(key=lambda one: one.order)


def panels_for(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """The panels this reader has, in order, with what each shows."""
    role = request.membership.role  # type: ignore[attr-defined]
    shown = []
    for panel in _panels:
        if role not in panel.readers:
            continue
        told = panel.context(request, case)
        if told is not None:
            shown.append({"panel": panel, **told})
    return shown
