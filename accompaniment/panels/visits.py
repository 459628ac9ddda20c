"""Visits and contacts, with the strip of weeks."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.caseload import SHOWN_WEEKS, follow_ups
from accompaniment.models import (
    Visit,
)
from accompaniment.panels.private import private
from accompaniment.weeks import LABELS, weeks_between
from households.models import Case

LAST = 6


def _visits(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    visits = list(Visit.objects.visible_to(member).filter(case=case).select_related("author")[:40])
    today = timezone.localdate()
    told = [(one.on, one.status) for one in visits if one.is_home_visit]
    weeks = weeks_between(follow_ups([case.pk])[case.pk], today - SHOWN_WEEKS, today, told, today)
    return {
        "case": case,
        "visits": [one for one in visits if one.on <= today][:LAST],
        "coming": sorted((one for one in visits if one.on > today), key=lambda one: one.on)[:3],
        "weeks": [(monday, outcome, LABELS[outcome]) for monday, outcome in weeks] if case.housed_from else [],
        "wide": True,
    }


PANELS = [private("Visites et contacts", "visits", 12, _visits)]
