"""Visits late, households that nobody visited, what this week asks, reports that wait, steps to take."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accompaniment.caseload import Line
from accompaniment.models import NextStep, Visit
from accompaniment.todo.who import own_lines, who
from accompaniment.weeks import Outcome
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION, Role
from lodabord.templatetags.lodabord import hour, relative_day, short_date

SOON = timedelta(days=7)
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


def reports_of(request: HttpRequest) -> QuerySet:
    """Visits done whose report is empty: one's own; the head answers for the team's."""
    member: Any = request.membership  # type: ignore[attr-defined]
    waiting = Visit.objects.visible_to(member).without_report()
    if member.kind != Role.ASSO_HEAD:
        waiting = waiting.of_professional(member.professional)
    waiting = waiting.select_related("case__household", "case__agreement", "author").order_by("on", "at")
    return waiting.prefetch_related("case__household__persons", "case__agreement__terms")


def reports(request: HttpRequest, today: date) -> Section | None:
    """Reports to complete. Late only after the agreement's own delay; the head is told of those alone."""
    rows = [_report_row(one, today) for one in reports_of(request)]
    return Section("Comptes rendus à compléter", 6, rows, private=True) if rows else None


def late_reports(request: HttpRequest, today: date) -> Section | None:
    rows = [_report_row(one, today) for one in reports_of(request) if one.report_late_after() < today]
    return Section("Comptes rendus en retard", 16, rows, private=True) if rows else None


def _report_row(visit: Visit, today: date) -> Row:
    late = visit.report_late_after() < today
    what = f"{visit.get_kind_display().lower()} du {short_date(visit.on)}, {visit.author}"
    when = "en retard" if late else relative_day(visit.on, today)
    url = reverse("accompaniment:visit", args=[visit.pk])
    return Row(who(visit.case), what, visit.case.get_absolute_url(), when, "late" if late else "", "Compléter", url)


def next_steps(request: HttpRequest, today: date) -> Section | None:
    """What I must do, and what others do with the households I follow, due within a week or without a date."""
    member: Any = request.membership  # type: ignore[attr-defined]
    steps = NextStep.objects.visible_to(member).open().of_professional(member.professional)
    steps = steps.filter(Q(due_on__isnull=True) | Q(due_on__lte=today + SOON))
    steps = steps.select_related("case__household", "professional").prefetch_related("case__household__persons")
    rows = [_step_row(one, member.professional_id, today) for one in steps]
    return Section("Suites à donner", 8, rows, private=True) if rows else None


def _step_row(step: NextStep, me: Any, today: date) -> Row:
    what = step.what if step.professional_id == me else f"{step.what} — {step.who_told}"
    when, tone = "", ""
    if step.due_on is not None:
        when, tone = f"pour {relative_day(step.due_on, today)}", "soon"
        if step.due_on < today:
            when, tone = f"attendu {relative_day(step.due_on, today)}", "late"
    url = reverse("accompaniment:next_steps") + f"#suite-{step.pk}"
    return Row(who(step.case), what, step.case.get_absolute_url(), when, tone, "Suivre", url)


SOURCES = [
    ({Role.ASSO_WORKER, Role.ASSO_PSY}, reports),
    ({Role.ASSO_HEAD}, late_reports),
    (ASSOCIATION, next_steps),
    ({Role.ASSO_WORKER}, late),
    ({Role.ASSO_HEAD, Role.ASSO_PSY}, unvisited),
    (ASSOCIATION, this_week),
]
