"""Stalled files in « À faire »: on the page of whoever holds the stage, then of the head of that side."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from households.confidentiality import READERS, DataClass
from households.stages import State
from households.stalled import PATIENCE, days_at_stage, limit_days, stalled_for
from households.todo import Row, Section

SHOWN = 10


def sections(request: HttpRequest, today: date) -> list[Section]:
    """One section when something waits too long, none otherwise."""
    member: Any = request.membership  # type: ignore[attr-defined]
    if member.role not in READERS[DataClass.PROCESS]:
        return []
    late = stalled_for(member, today)
    late = late.select_related("household", "agreement").prefetch_related("household__persons", "agreement__terms")
    rows = [_row(case, today) for case in late[: SHOWN + 1]]
    if not rows:
        return []
    if len(rows) > SHOWN:
        rows[SHOWN] = Row(
            "Et d'autres", "la page « Où en sont les dossiers » les montre tous", url=reverse("households:stages")
        )
    return [Section("Dossiers qui attendent trop", 22, rows)]


def _row(case: Any, today: date) -> Row:
    limit = limit_days(case.state, case.agreement.terms_on(today))
    return Row(
        who=f"{case.household.code} · {case.household.known_as}",
        what=f"{case.get_state_display()} : {PATIENCE[State(case.state)].awaited} (repère : {limit} jours)",
        url=case.get_absolute_url(),
        when=f"depuis {days_at_stage(case, today)} jours",
        tone="late",
        action_label="Ouvrir",
        action_url=case.get_absolute_url(),
    )
