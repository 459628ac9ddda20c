"""The person's goals, beside the visits whose themes they share."""

from typing import Any

from django.http import HttpRequest

from accompaniment.models import Goal, Visit
from accompaniment.panels.private import private
from accompaniment.views.shared import TEAM
from households.models import Case


def _goals(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    if case.started_on is None:
        return None
    goals = list(Goal.objects.visible_to(member).filter(case=case).prefetch_related("changes"))
    done = Visit.objects.visible_to(member).filter(case=case).done().values_list("on", "themes") if goals else []
    worked = [(on, set(themes)) for on, themes in done]
    told = []
    for goal in sorted(goals, key=lambda one: (not one.is_alive, one.set_on)):
        days = [on for on, themes in worked if goal.theme in themes and on >= goal.set_on]
        told.append((goal, len(days), max(days, default=None)))
    return {"case": case, "goals": told, "may_write": TEAM(request) and case.closed_on is None}


PANELS = [private("Objectifs", "goals", 15, _goals)]
