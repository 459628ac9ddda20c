"""How the household came in: pré-diagnostic, pré-CAL, arbitration."""

from typing import Any

from django.http import HttpRequest

from allocations.models import AgendaItem, ArbitrationDecision, JointMeeting, PreDiagnosis
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel


def entry(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    assessments = PreDiagnosis.objects.visible_to(member).filter(case=case, assessed_on__isnull=False)
    items = AgendaItem.objects.visible_to(member).filter(case=case).select_related("meeting", "decision__reason")
    arbitrations = ArbitrationDecision.objects.visible_to(member).filter(case=case)
    meetings = JointMeeting.objects.visible_to(member).filter(case=case)
    told = {
        "assessments": list(assessments),
        "items": list(items.order_by("meeting__on")),
        "arbitrations": list(arbitrations),
        "meetings": list(meetings.select_related("landlord_present", "association_present")),
    }
    return {**told, "case": case} if any(told.values()) else None


PANELS = [
    Panel("Entrée dans le dispositif", "allocations/panels/entry.html", 40, READERS[DataClass.PROCESS], entry),
]
