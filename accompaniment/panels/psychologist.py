"""The psychologist on the file: what was asked of her, her passages, her notes as she shares them."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import PsychologistNote, PsychologistNoteSharing, PsychologistRequest, Visit
from accompaniment.panels.private import private
from households.models import Case
from lodabord.partners.roles import Role

LAST = 6


def _psychologist(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    asked = (
        PsychologistRequest.objects.visible_to(member).filter(case=case).select_related("psychologist", "created_by")
    )
    visits = Visit.objects.visible_to(member).filter(case=case, kind=Visit.Kind.PSYCHOLOGIST).select_related("author")
    notes = PsychologistNote.objects.visible_to(member).filter(case=case).select_related("created_by")
    sharings = Prefetch("sharings", PsychologistNoteSharing.objects.order_by("-created_at"), to_attr="trace")
    told = {
        "asked": list(asked[:LAST]),
        "visits": list(visits[:LAST]),
        "notes": list(notes.prefetch_related(sharings)[:LAST]),
    }
    hers = member.role == Role.ASSO_PSY
    if not any(told.values()) and not hers:
        return None
    me, today = member.professional_id, timezone.localdate()
    return {"case": case, "me": me, "is_psychologist": hers, "today": today, **told}


PANELS = [private("Psychologue", "psychologist", 71, _psychologist)]
