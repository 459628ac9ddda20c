"""Visits late, households that nobody visited, and what this week asks."""

from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse

from accompaniment.caseload import Line
from accompaniment.todo.who import own_lines, who
from accompaniment.weeks import Outcome
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION, Role
from lodabord.templatetags.lodabord import hour, relative_day

TOO_LONG = timedelta(days=14)
"""Without any visit for that long, the head and the psychologist are told."""


def _visit_row(line: Line, what: str, when: str, tone: str) -> Row:
    planned = line.planned[0] if line.planned else None
    url = (
        reverse("accompaniment:visit", args=[planned.pk])
        if planned
        else reverse("accompaniment:new_visit", args=[line.case.pk])
    )
    return Row(who(line.case), what, line.case.get_absolute_url(), when, tone, "Noter", url)


def late(request: HttpRequest, today: date) -> Section | None:
    rows = []
    for line in own_lines(request, today):
        if line.is_late:
            last = f"dernière visite {relative_day(line.last_done, today)}" if line.last_done else "aucune visite faite"
            weeks = line.missed_in_a_row
            rows.append(_visit_row(line, last, f"{weeks} semaine{'s' if weeks > 1 else ''} sans visite", "late"))
    return Section("Visites en retard", 2, rows, private=True, on_week=True) if rows else None


def unvisited(request: HttpRequest, today: date) -> Section | None:
    """For those who answer for the team: households due a visit whom nobody visited for fourteen days."""
    rows = []
    for line in own_lines(request, today):
        waits_since = today - line.last_done > TOO_LONG if line.last_done else line.missed_in_a_row > 1
        if line.this_week == Outcome.TO_DO and waits_since:
            last = f"dernière visite {relative_day(line.last_done, today)}" if line.last_done else "aucune visite faite"
            referent = str(line.case.referent) if line.case.referent else "sans référent"
            rows.append(_visit_row(line, f"{last}, {referent}", "plus de 14 jours", "late"))
    return Section("Sans visite depuis plus de 14 jours", 2, rows, private=True, on_week=True) if rows else None


def this_week(request: HttpRequest, today: date) -> Section:
    rows = []
    for line in own_lines(request, today):
        if line.this_week == Outcome.TO_DO and not line.is_late:
            planned = line.planned[0] if line.planned else None
            at = f" à {hour(planned.at)}" if planned and planned.at else ""
            what = f"prévue {relative_day(planned.on)}{at}" if planned else "à planifier"
            rows.append(_visit_row(line, what, "cette semaine", "soon" if planned is None else ""))
    url = reverse("accompaniment:week")
    return Section(
        "Visites de cette semaine",
        3,
        rows,
        "Toutes les visites dues cette semaine sont notées.",
        url,
        "Ma semaine",
        private=True,
        on_week=True,
    )


SOURCES = [
    ({Role.ASSO_WORKER}, late),
    ({Role.ASSO_HEAD, Role.ASSO_PSY}, unvisited),
    (ASSOCIATION, this_week),
]
