"""Open situations of danger, above everything else."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import DangerReport
from accompaniment.todo.who import who
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION, Role
from lodabord.templatetags.lodabord import relative_day


def open_ones(request: HttpRequest, today: date) -> Section | None:
    """The head's are the team's; for the others, those of their households and those they raised."""
    member: Any = request.membership  # type: ignore[attr-defined]
    reports = DangerReport.objects.visible_to(member).open()
    if member.role != Role.ASSO_HEAD:
        me = member.professional_id
        reports = reports.filter(Q(case__referent=me) | Q(case__deputy=me) | Q(created_by=me))
    named = reports.select_related("case__household").prefetch_related("case__household__persons")
    rows = [
        Row(
            who=who(one.case),
            what="situation de danger à suivre",
            url=one.case.get_absolute_url(),
            when=relative_day(one.seen_at, today),
            tone="late",
            action_label="Lire",
            action_url=reverse("accompaniment:dangers", args=[one.case_id]),
        )
        for one in named
    ]
    return Section("Situations de danger", 0, rows, private=True, pinned=True) if rows else None


SOURCES = [(ASSOCIATION, open_ones)]
