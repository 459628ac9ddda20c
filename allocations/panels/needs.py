"""What the household will need, on its file."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.models import HousingNeed
from households.confidentiality import READERS, WRITERS, DataClass
from households.models import Case
from households.panels import Panel


def need(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """The current one, or that it is over."""
    member: Any = request.membership  # type: ignore[attr-defined]
    found = HousingNeed.objects.visible_to(member).filter(case=case).with_what_is_foreseen().order_by("-proposed_on")
    latest = found.first()
    if latest is None:
        return None
    current = latest.state != HousingNeed.State.WITHDRAWN
    return {
        "need": latest,
        "case": case,
        "today": timezone.localdate(),
        "may_write": current and member.role in WRITERS[DataClass.HOUSING_NEED],
    }


PANELS = [Panel("Besoin de logement", "allocations/panels/needs.html", 45, READERS[DataClass.HOUSING_NEED], need)]
