"""What the landlord is told of the accompaniment: dates, and visits done or not."""

from typing import Any

from django.http import HttpRequest

from households.confidentiality import READERS, DataClass
from households.models import Case, SupportPeriod, VisitFact
from households.panels import Panel
from lodabord.partners.roles import LANDLORD


def support(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """For the landlord only: the association has its own, fuller page."""
    member: Any = request.membership  # type: ignore[attr-defined]
    periods = list(SupportPeriod.objects.visible_to(member).filter(case=case))
    if not periods:
        return None
    return {"periods": periods, "visits": list(VisitFact.objects.visible_to(member).filter(case=case)[:12])}


PANELS = [
    Panel(
        "Accompagnement (dates)",
        "allocations/panels/support.html",
        65,
        frozenset(READERS[DataClass.VISIT_FACT] & LANDLORD),
        support,
    ),
]
