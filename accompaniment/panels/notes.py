"""Free notes, the need for health support."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import HealthNeed, Note
from accompaniment.panels.private import private
from households.models import Case

LAST = 6


def _notes(request: HttpRequest, case: Case) -> dict[str, Any]:
    member: Any = request.membership  # type: ignore[attr-defined]
    need = HealthNeed.objects.visible_to(member).filter(case=case).first()
    return {
        "case": case,
        "notes": list(Note.objects.visible_to(member).filter(case=case).select_related("created_by")[:LAST]),
        "need": need,
        "health": case.agreement.terms_on(timezone.localdate()).health_data_enabled,
        "me": member.professional_id,
    }


PANELS = [private("Notes", "notes", 70, _notes)]
