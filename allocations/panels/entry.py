"""How the household came in: pré-diagnostic, pré-CAL, arbitration."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.models import AgendaItem, ArbitrationDecision, JointMeeting, PreDiagnosis
from allocations.places import rank_today
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel


def entry(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    assessments = PreDiagnosis.objects.visible_to(member).concluded().filter(case=case).order_by("assessed_on")
    items = AgendaItem.objects.visible_to(member).filter(case=case).select_related("meeting", "decision__reason")
    items = items.prefetch_related("decision__rectifications", "actions__responsible")
    arbitrations = ArbitrationDecision.objects.visible_to(member).filter(case=case)
    meetings = JointMeeting.objects.visible_to(member).filter(case=case)
    told = {
        "assessments": list(assessments),
        "items": list(items.order_by("meeting__on")),
        "arbitrations": list(arbitrations),
        "meetings": list(meetings.select_related("landlord_present", "association_present")),
    }
    if not any(told.values()):
        return None
    rank = rank_today(case, timezone.localdate()) if case.state == Case.State.PRECAL_ACCEPTED else None
    return {**told, "case": case, "rank": rank, "rank_told": str(rank)}


PANELS = [
    Panel("Entrée dans le dispositif", "allocations/panels/entry.html", 40, READERS[DataClass.PROCESS], entry),
]
