"""The note for the CAL."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import (
    CalNote,
    NoteComment,
    Paper,
)
from accompaniment.panels.private import private
from households.models import Case, NoteQuestion
from lodabord.partners.roles import Role

WORKERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}


def _cal_note(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if case.prep_started_on is None:
        return None
    member: Any = request.membership  # type: ignore[attr-defined]
    notes = (
        CalNote.objects.visible_to(member).filter(case=case).select_related("validated_by", "transmission__recipient")
    )
    note = notes.first()
    wanted = case.agreement.terms_on(timezone.localdate()).attachments_enabled
    return {
        "case": case,
        "note": note,
        "pending": NoteComment.objects.filter(note=note).pending().count() if note else 0,
        "questions": NoteQuestion.objects.filter(case=case).waiting().count(),
        "papers": Paper.objects.filter(case=case).kept().count() if wanted else None,
        "may_write": member.role in WORKERS,
        "may_validate": member.role == Role.ASSO_HEAD,
    }


PANELS = [private("Note pour la CAL", "cal_note", 16, _cal_note)]
