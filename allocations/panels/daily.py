"""The two daily channels, as both partners read them on the household's file."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.models import LandlordRequest, RentalPoint
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel

LAST = 6


def daily(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    if case.housed_from is None and case.awarded_on is None:
        return None
    return {
        "asked": list(LandlordRequest.objects.visible_to(member).filter(case=case)[:LAST]),
        "points": list(RentalPoint.objects.visible_to(member).filter(case=case)[:LAST]),
        "today": timezone.localdate(),
    }


PANELS = [
    Panel("Entre partenaires", "allocations/panels/daily.html", 58, READERS[DataClass.DAILY], daily),
]
