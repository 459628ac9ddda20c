"""Free notes, the psychologist's, the need for health support."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import (
    HealthNeed,
    Note,
    PsychologistNote,
)
from accompaniment.panels.private import private
from households.models import Case
from lodabord.partners.roles import Role

LAST = 6


def _notes(request: HttpRequest, case: Case) -> dict[str, Any]:
    member: Any = request.membership  # type: ignore[attr-defined]
    need = HealthNeed.objects.visible_to(member).filter(case=case).first()
    return {
        "case": case,
        "notes": list(Note.objects.visible_to(member).filter(case=case).select_related("created_by")[:LAST]),
        "psychologist": list(PsychologistNote.objects.visible_to(member).filter(case=case)[:LAST]),
        "need": need,
        "health": case.agreement.terms_on(timezone.localdate()).health_data_enabled,
        "me": member.professional_id,
        "is_psychologist": member.role == Role.ASSO_PSY,
    }


PANELS = [private("Notes", "notes", 70, _notes)]
