"""Points of vigilance: a strip under the heading of the file, and their panel."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import HouseholdAlert
from accompaniment.panels.private import private
from accompaniment.vigilance import alerts_on
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.strips import Strip


def _strip(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    alerts = alerts_on(request.membership, case, timezone.localdate())  # type: ignore[attr-defined]
    return {"case": case, "alerts": alerts} if alerts else None


def _panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Those in force or to come, with their last day; the past is on their own page."""
    member: Any = request.membership  # type: ignore[attr-defined]
    today = timezone.localdate()
    kept = list(HouseholdAlert.objects.visible_to(member).kept().filter(case=case, until__gte=today))
    return {"case": case, "alerts": kept, "today": today} if kept else None


STRIPS = [Strip("accompaniment/_alerts_strip.html", READERS[DataClass.SOCIAL], _strip)]
PANELS = [private("Points de vigilance", "vigilance", 2, _panel)]
