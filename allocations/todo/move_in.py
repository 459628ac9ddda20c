"""The steps of the entries under way, each side its own: late, then coming."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.entries import due_steps
from allocations.models import MoveInStep
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day

COMING = timedelta(days=7)
SHOWN = 3


def steps(request: HttpRequest, today: date) -> Section | None:
    """One row per household, with what is due first."""
    return _section(due_steps(request.membership, today + COMING), today)  # type: ignore[attr-defined]


def own_steps(request: HttpRequest, today: date) -> Section | None:
    """The referent's and the deputy's own households."""
    member: Any = request.membership  # type: ignore[attr-defined]
    me = member.professional_id
    due = due_steps(member, today + COMING)
    return _section([step for step in due if me in (step.case.referent_id, step.case.deputy_id)], today)


def late_steps(request: HttpRequest, today: date) -> Section | None:
    """For the head of service: only what is late in the team."""
    return _section(due_steps(request.membership, today - timedelta(days=1)), today)  # type: ignore[attr-defined]


def _section(due: list[MoveInStep], today: date) -> Section | None:
    by_entry = sorted(due, key=lambda step: str(step.move_in_id))
    grouped = [list(group) for _, group in groupby(by_entry, key=lambda step: step.move_in_id)]
    rows = [_row(group, today) for group in sorted(grouped, key=lambda group: _first(group).due_on or today)]
    return Section("Entrées en cours : vos étapes", 7, rows) if rows else None


def _first(group: list[MoveInStep]) -> MoveInStep:
    return min(group, key=lambda step: step.due_on or date.max)


def _row(group: list[MoveInStep], today: date) -> Row:
    ordered = sorted(group, key=lambda step: step.due_on or date.max)
    first, more = ordered[0], len(ordered) - SHOWN
    told = ", ".join(step.kind.label for step in ordered[:SHOWN]) + (f" et {more} autre(s)" if more > 0 else "")
    late = first.due_on is not None and first.due_on < today
    return Row(
        who=f"{first.case.household.code} · {first.case.household.known_as}",
        what=told,
        url=first.case.get_absolute_url(),
        when=f"en retard, à faire {relative_day(first.due_on, today)}" if late else relative_day(first.due_on, today),
        tone="late" if late else "soon",
        action_label="Ouvrir la check-list",
        action_url=reverse("allocations:move_in", args=[first.move_in_id]),
    )


OFFICERS = {Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT, Role.LANDLORD_SOCIAL}
SOURCES = [(OFFICERS, steps), ({Role.ASSO_WORKER}, own_steps), ({Role.ASSO_HEAD}, late_steps)]
