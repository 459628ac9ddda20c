"""Passages before the CAL, and offers."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.models import CalPresentation, Offer
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel


def cal(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    passages = list(CalPresentation.objects.visible_to(member).filter(case=case).order_by("cal_on"))
    offers = list(Offer.objects.visible_to(member).filter(case=case))
    return {"passages": passages, "offers": offers, "today": timezone.localdate()} if passages else None


PANELS = [
    Panel("CAL et propositions", "allocations/panels/cal.html", 50, READERS[DataClass.PROCESS], cal),
]
