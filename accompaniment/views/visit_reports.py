"""« Comptes rendus à compléter »: visits done in one tap, whose report still waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accompaniment.todo.visits import reports_of
from accompaniment.views.shared import TEAM
from lodabord.kernel.access import access


@access(TEAM)
def index(request: HttpRequest) -> HttpResponse:
    """One's own; the head sees the team's."""
    today = timezone.localdate()
    waiting = [(one, one.report_late_after() < today) for one in reports_of(request)]
    return render(request, "accompaniment/visit_reports.html", {"waiting": waiting, "today": today})
