"""What comes next with the household: to tick when done."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import NextStep
from accompaniment.panels.private import private
from households.models import Case

SHOWN_AFTER = timedelta(days=14)
"""A step just done stays in sight, in case it was ticked by mistake."""


def _steps(request: HttpRequest, case: Case) -> dict[str, Any]:
    member: Any = request.membership  # type: ignore[attr-defined]
    today = timezone.localdate()
    recent = Q(done_on__isnull=True) | Q(done_on__gte=today - SHOWN_AFTER)
    seen = NextStep.objects.visible_to(member).filter(recent, case=case).select_related("professional", "done_by")
    return {"case": case, "steps": sorted(seen, key=lambda one: one.done_on is not None), "today": today}


PANELS = [private("Suites à donner", "next_steps", 13, _steps)]
