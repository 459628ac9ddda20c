"""Whose households a page of the association is about: one's own, or the team's."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from accompaniment.away import replaces
from accompaniment.caseload import Line, week_of, with_covered
from households.models import Case
from lodabord.partners.roles import Role


def who(case: Case) -> str:
    """« AC-2025-0007 · Mme B. »."""
    return f"{case.household.code} · {case.household.known_as}"


def own_or_team(request: HttpRequest) -> QuerySet:
    """A worker's own households, and those she covers today; for the head and the psychologist, the team's."""
    member: Any = request.membership  # type: ignore[attr-defined]
    return with_covered(member) if member.role == Role.ASSO_WORKER else Case.objects.visible_to(member)


def own_lines(request: HttpRequest, today: date) -> list[Line]:
    """The weeks of those households, read once for all the sections of a page."""
    kept: Any = request
    if getattr(kept, "own_lines_on", None) != today:
        kept.own_lines_on, kept.own_lines_read = today, week_of(own_or_team(request), today)
        if kept.membership.role == Role.ASSO_WORKER:
            for line in kept.own_lines_read:
                line.instead = replaces(kept.membership, line.case.referent, line.case.deputy_id)
    return kept.own_lines_read
