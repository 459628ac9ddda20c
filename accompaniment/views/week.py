"""« Ma semaine »: the page a social worker keeps open."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accompaniment.caseload import Line
from accompaniment.models import HouseholdAlert
from accompaniment.reach import reaches
from accompaniment.request_clock import with_clocks
from accompaniment.todo.requests import expected
from accompaniment.todo.who import own_lines
from accompaniment.views.shared import TEAM
from accompaniment.weeks import Outcome, monday_of
from households.todo import sections_for
from lodabord.kernel.access import access
from lodabord.partners.roles import Role


@access(TEAM)
def show(request: HttpRequest) -> HttpResponse:
    """Late visits first, then the week's, the requests with their clock, and whatever else waits for this person."""
    today = timezone.localdate()
    member: Any = request.membership  # type: ignore[attr-defined]
    now = timezone.now()
    lines = own_lines(request, today)
    _tell_before_going(member, lines, today)
    context = {
        "today": today,
        "now": now,
        "monday": monday_of(today),
        "sunday": monday_of(today) + timedelta(days=6),
        "groups": groups_of(lines, today),
        "settled": settled_of(lines),
        "tally": tally_of(lines),
        "own": member.role == Role.ASSO_WORKER,
        "requests": with_clocks(expected(member, now), now),
        "sections": [one for one in sections_for(request, today) if one.rows and not one.on_week],
    }
    return render(request, "accompaniment/week.html", context)


def _tell_before_going(member: Any, lines: list[Line], today: date) -> None:
    """On each line: telephone, SMS and way by the channels that the household called safe, and what to know first."""
    meetings = {line.case.pk: line.planned[0] for line in lines if line.planned}
    told = reaches(member, [line.case for line in lines], today=today, meetings=meetings)
    sunday = monday_of(today) + timedelta(days=6)
    alerts = HouseholdAlert.objects.of_cases(member, told, today, sunday)
    for line in lines:
        line.reach, line.alerts = told[line.case.pk], alerts[line.case.pk]


def tally_of(lines: list[Line]) -> dict[str, int]:
    """How the week stands: households late, still to visit, visited."""
    to_do = [line for line in lines if line.this_week == Outcome.TO_DO]
    return {
        "late": sum(line.is_late for line in to_do),
        "to_do": sum(not line.is_late for line in to_do),
        "done": sum(line.this_week == Outcome.VISITED for line in lines),
    }


def groups_of(lines: list[Line], today: date) -> list[dict[str, Any]]:
    """The households still to visit, by urgency, each in one group; empty groups are left out."""
    to_do = [line for line in lines if line.this_week == Outcome.TO_DO]
    late = [line for line in to_do if line.is_late]
    rest = [line for line in to_do if not line.is_late]
    due_today = [line for line in rest if line.planned and line.planned[0].on <= today]
    later = [line for line in rest if line.planned and line.planned[0].on > today]
    found: list[dict[str, Any]] = [
        {"title": "En retard", "slug": "en-retard", "lines": late},
        {"title": "Aujourd'hui", "slug": "aujourdhui", "lines": _by_hour(due_today)},
        {"title": "Plus tard cette semaine", "slug": "plus-tard", "lines": _by_hour(later)},
        {"title": "À planifier", "slug": "a-planifier", "lines": [line for line in rest if not line.planned]},
    ]
    return [group for group in found if group["lines"]]


def settled_of(lines: list[Line]) -> list[dict[str, Any]]:
    """Those who ask for nothing more this week: visited, suspended, or on another rhythm."""
    resting = (Outcome.SUSPENDED, Outcome.NOT_DUE)
    found: list[dict[str, Any]] = [
        {"title": "Faites", "lines": [line for line in lines if line.this_week == Outcome.VISITED]},
        {"title": "Pas de visite due", "lines": [line for line in lines if line.this_week in resting]},
    ]
    return [group for group in found if group["lines"]]


def _by_hour(lines: list[Line]) -> list[Line]:
    """In the order of the appointments; without an hour, at the end of its day."""
    return sorted(lines, key=lambda line: (line.planned[0].on, line.planned[0].at is None, line.planned[0].at))
