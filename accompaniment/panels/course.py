"""The band of the last twelve months, and what the agreed rhythm asks now."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.agreed import asked_now
from accompaniment.band_drawing import BROAD, NARROW, draw
from accompaniment.history import history_of
from accompaniment.panels.private import private
from accompaniment.rhythm import WORDS
from households.models import Case


def _course(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if case.started_on is None:
        return None
    today = timezone.localdate()
    history = history_of(case, request.membership, today)  # type: ignore[attr-defined]
    asked, made, to_plan = asked_now([case.pk], today).get(case.pk, (None, 0, 0))
    return {
        "case": case,
        "broad": draw(history, BROAD, last=1),
        "narrow": draw(history, NARROW, last=1),
        "asked": asked,
        "words": WORDS[asked.rhythm] if asked else "",
        "made": made,
        "to_plan": to_plan,
        "suspended": case.state == Case.State.SUSPENDED,
        "wide": True,
    }


PANELS = [private("Le fil de l'accompagnement", "course", 11, _course)]
