"""« Que faire ? »: the acts possible now on a case, for this person, and why another is not possible yet."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from households.models import Case


@dataclass(frozen=True)
class PossibleAct:
    """An act as a link. `why_not` tells what is missing, instead of the link."""

    label: str
    url: str = ""
    why_not: str = ""
    primary: bool = False
    post: bool = False
    """Done at once by a button, when there is nothing to fill in."""


Source = Callable[[HttpRequest, Case], list[PossibleAct]]
_sources: list[Source] = []


def register_acts(source: Source) -> None:
    """Called once by each app when it is ready."""
    if source not in _sources:
        _sources.append(source)


def acts_for(request: HttpRequest, case: Case) -> list[PossibleAct]:
    """Every act, the main ones first."""
    found = [act for source in _sources for act in source(request, case)]
    return sorted(found, key=lambda act: (not act.primary, bool(act.why_not)))
