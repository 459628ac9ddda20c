"""« Ma semaine »: the page a social worker keeps open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accompaniment.caseload import mine, week_of
from accompaniment.models import Request
from accompaniment.views.shared import TEAM
from accompaniment.weeks import monday_of
from households.models import Case
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

ALL_TEAM = {Role.ASSO_HEAD, Role.ASSO_PSY}


@access(TEAM)
def show(request: HttpRequest) -> HttpResponse:
    """One's own households; the head and the psychologist see the team's."""
    today = timezone.localdate()
    member = request.membership  # type: ignore[attr-defined]
    own = mine(member) if member.kind not in ALL_TEAM else Case.objects.visible_to(member)
    lines = week_of(own, today)
    open_requests = Request.objects.visible_to(member).open().select_related("case__household")
    context = {
        "today": today,
        "now": timezone.now(),
        "monday": monday_of(today),
        "lines": lines,
        "requests": open_requests.prefetch_related("case__household__persons").order_by("halfday_deadline"),
    }
    return render(request, "accompaniment/week.html", context)
