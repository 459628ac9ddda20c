"""The transmitted note, for the landlord; the association has its own, fuller panel."""

from typing import Any

from django.http import HttpRequest

from allocations.notes import already_read
from households.confidentiality import READERS, DataClass
from households.models import Case, NoteQuestion, Transmission
from households.panels import Panel
from lodabord.partners.roles import LANDLORD


def note(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    versions = list(Transmission.objects.visible_to(member).filter(case=case).notes().select_related("recipient"))
    if not versions:
        return None
    read = already_read(member, versions)
    questions = list(NoteQuestion.objects.visible_to(member).filter(case=case))
    return {
        "note": versions[0],
        "is_new": versions[0].pk not in read and bool(read),
        "waiting": sum(one.state == NoteQuestion.State.OPEN for one in questions),
        "answered": sum(one.state == NoteQuestion.State.ANSWERED for one in questions),
    }


PANELS = [
    Panel(
        "Note pour la CAL",
        "allocations/panels/note.html",
        45,
        frozenset(READERS[DataClass.TRANSMITTED] & LANDLORD),
        note,
    ),
]
