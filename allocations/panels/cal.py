"""Papers of the CAL file, passages before the CAL, and offers."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.checklist import checklist_of
from allocations.models import Announcement, CalPresentation, Offer
from allocations.models.file_paper import OPEN_FROM
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel


def file(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """From the preparation to the keys: what the file has, what is missing and who gets it."""
    if not case.is_access or case.state not in OPEN_FROM:
        return None
    return {"file": checklist_of(case, timezone.localdate()), "case": case}


def cal(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    passages = list(CalPresentation.objects.visible_to(member).filter(case=case).order_by("cal_on"))
    if not passages:
        return None
    told = Announcement.objects.visible_to(member).waiting().filter(case=case)
    return {
        "passages": passages,
        "offers": list(Offer.objects.visible_to(member).filter(case=case)),
        "announcements": list(told.select_related("announcer", "case__referent")),
        "today": timezone.localdate(),
    }


PANELS = [
    Panel("Dossier CAL", "allocations/panels/cal_file.html", 48, READERS[DataClass.PROCESS], file),
    Panel("CAL et propositions", "allocations/panels/cal.html", 50, READERS[DataClass.PROCESS], cal),
]
