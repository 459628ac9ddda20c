"""Relays without an answer for fifteen days: to chase by whoever follows the household."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accompaniment import relays
from accompaniment.models.relay_request import AskedRelay
from accompaniment.todo.who import who
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day


def followed(request: HttpRequest) -> Q:
    """A worker's own households; for the head and the psychologist, the team's."""
    member: Any = request.membership  # type: ignore[attr-defined]
    me = member.professional_id
    return Q(case__referent=me) | Q(case__deputy=me) if member.kind == Role.ASSO_WORKER else Q()


def to_chase(request: HttpRequest, today: date) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    rows = [_row(one, today) for one in relays.waiting(member, today, followed(request), only_late=True)]
    return Section("Relais à relancer", 10, rows, private=True) if rows else None


def of_nobody(request: HttpRequest, today: date) -> Section | None:
    """For the head: those of the households that nobody follows."""
    member: Any = request.membership  # type: ignore[attr-defined]
    unfollowed = Q(case__referent__isnull=True)
    rows = [_row(one, today) for one in relays.waiting(member, today, unfollowed, only_late=True)]
    return Section("Relais à relancer", 10, rows, private=True) if rows else None


def _row(asked: AskedRelay, today: date) -> Row:
    again = "relancé" if asked.chased_on else "demandé"
    return Row(
        who=who(asked.case), what=f"{asked.named}, {again} {relative_day(asked.waits_since, today)}",
        url=asked.case.get_absolute_url(), when="sans réponse", tone="soon", action_label="Relancer",
        action_url=reverse("accompaniment:relays_of_case", args=[asked.case_id]) + f"#relais-{asked.pk}",
    )  # fmt: skip


SOURCES = [({Role.ASSO_WORKER}, to_chase), ({Role.ASSO_HEAD}, of_nobody)]
