"""The household's own participations in collective activities: nobody else's."""

from typing import Any

from django.http import HttpRequest

from accompaniment.models import GroupAttendance
from accompaniment.panels.private import private
from households.models import Case

LAST = 6


def _activities(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    seen = GroupAttendance.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    rows = list(seen.select_related("activity").order_by("-on")[:LAST])
    return {"rows": rows} if rows else None


PANELS = [private("Activités collectives", "activities", 17, _activities)]
