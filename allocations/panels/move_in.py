"""The entry into the dwelling, in short; its page holds the whole list."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.models import MoveIn, MoveInStep
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel

SHOWN = 4
KEPT = timedelta(days=60)
"""How long a finished list stays on the file."""


def move_in(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    if case.awarded_on is None and case.housed_from is None:
        return None
    today = timezone.localdate()
    entry = MoveIn.objects.visible_to(member).filter(case=case).with_progress().order_by("-created_at").first()
    if entry is None or (entry.closed_on and entry.closed_on < today - KEPT):
        return None
    left = MoveInStep.objects.to_do().filter(move_in=entry).select_related("kind").order_by("due_on", "kind__position")
    return {"entry": entry, "next": list(left[:SHOWN]), "today": today}


PANELS = [
    Panel("Entrée dans le logement", "allocations/panels/move_in.html", 53, READERS[DataClass.PROCESS], move_in),
]
