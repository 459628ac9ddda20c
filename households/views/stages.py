"""Where the cases stand: how many at each stage, who holds them, which wait too long, and the usual time between steps."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from households.access import readers
from households.confidentiality import DataClass
from households.models import Case
from households.pace import pace_of
from households.stages import ORDER, State, Track
from households.stalled import PATIENCE, days_at_stage, limit_days
from lodabord.kernel.access import access

SHOWN = 8
"""Cases named by stage, the longest waiting first; the list of cases has them all."""


@access(readers(DataClass.PROCESS))
def index(request: HttpRequest) -> HttpResponse:
    """Both tracks, stage by stage."""
    today = timezone.localdate()
    visible = Case.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    open_cases = list(
        visible.open()
        .select_related("household", "agreement", "referent")
        .prefetch_related("agreement__terms")
        .order_by("stage_since", "opened_on")
    )
    tracks = [
        {
            "label": track.label,
            "count": sum(case.track == track for case in open_cases),
            "stages": [_stage(state, track, open_cases, today) for state in _stages(track)],
            "paces": [one for one in pace_of(visible, track) if one.cases],
        }
        for track in Track
    ]
    return render(request, "households/stages.html", {"tracks": tracks, "today": today})


def _stages(track: Track) -> list[State]:
    """The plain path, with the two stages beside it."""
    order = list(ORDER[track])
    if track == Track.ACCESS:
        order.insert(order.index(State.PRECAL_QUEUE) + 1, State.PRECAL_DEFERRED)
    return [*order, State.SUSPENDED]


def _stage(state: State, track: Track, cases: list[Case], today: date) -> dict[str, Any]:
    here = [case for case in cases if case.state == state and case.track == track]
    patience = PATIENCE.get(state)
    rows = [_row(case, today) for case in here]
    return {
        "label": state.label,
        "code": state.value,
        "count": len(here),
        "late": sum(row["late"] for row in rows),
        "holders": ", ".join(sorted(role.label for role in patience.holders)) if patience else "",
        "awaited": patience.awaited if patience else "",
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
    }


def _row(case: Case, today: date) -> dict[str, Any]:
    days, limit = days_at_stage(case, today), limit_days(case.state, case.agreement.terms_on(today))
    late = limit is not None and days is not None and days > limit
    return {"case": case, "days": days, "late": late, "told": f"repère : {limit} jours"}
