"""The preparation: its dates, its progress, what comes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.notebook import preparation_stage
from accompaniment.panels.private import private
from accompaniment.preparation_page import notebook_of, preparation_of
from households.models import Case


def _preparation(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if case.prep_started_on is None:
        return None
    member: Any = request.membership  # type: ignore[attr-defined]
    measure, running = preparation_of(case), case.state == Case.State.PREPARATION
    expected = measure.expected_end if measure else case.prep_planned_end
    return {
        "case": case,
        "notebook": notebook_of(case, member),
        "running": running,
        "expected_end": expected,
        "extended": measure is not None and expected != measure.planned_end,
        "stage": preparation_stage(expected, timezone.localdate()) if running else None,
    }


PANELS = [private("Préparation", "preparation", 15, _preparation)]
