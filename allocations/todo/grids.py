"""A version of the grid that waits for the other partner."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.models import GridVersion
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day


def to_agree(request: HttpRequest, today: date) -> Section | None:
    """Proposed by the association."""
    return _section(
        request, today, "Grille de pré-diagnostic à convenir", GridVersion.Status.SUBMITTED, "proposée", "Lire"
    )


def sent_back(request: HttpRequest, today: date) -> Section | None:
    """Sent back by the landlord."""
    return _section(
        request, today, "Grille de pré-diagnostic renvoyée", GridVersion.Status.SENT_BACK, "renvoyée", "Modifier"
    )


def _section(request: HttpRequest, today: date, title: str, status: str, word: str, label: str) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    waiting = GridVersion.objects.visible_to(member).open().select_related("agreement")
    name = "allocations:grid_edition" if status == GridVersion.Status.SENT_BACK else "allocations:grid"
    rows = [
        Row(
            who=f"Version {one.number} — {one.agreement.code}",
            what=one.sent_back_because if one.sent_back_on else one.why,
            when=f"{word} {relative_day(one.sent_back_on or one.proposed_on, today)}",
            url=one.get_absolute_url(),
            action_label=label,
            action_url=reverse(name, args=[one.pk]),
        )
        for one in waiting
        if one.status == status
    ]
    return Section(title, 28, rows) if rows else None


SOURCES = [({Role.LANDLORD_PILOT}, to_agree), ({Role.ASSO_HEAD}, sent_back)]
