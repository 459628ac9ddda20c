"""What the rooms above write under the heading of a household's file: what must be known before anything else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from households.models import Case
from lodabord.partners.roles import Role

Context = Callable[[HttpRequest, Case], dict[str, Any] | None]


@dataclass(frozen=True)
class Strip:
    """`context` returns what the template needs, or None when there is nothing to say."""

    template: str
    readers: frozenset[Role]
    context: Context


_strips: list[Strip] = []


def register_strip(strip: Strip) -> None:
    """Called once by each app when it is ready."""
    if strip not in _strips:
        _strips.append(strip)


def strips_for(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """The strips of this reader, with what each shows."""
    role = request.membership.role  # type: ignore[attr-defined]
    mine = [(one, one.context(request, case)) for one in _strips if role in one.readers]
    return [{"template": one.template, **told} for one, told in mine if told is not None]
