"""Visits and contacts: planned, logged in a few taps, kept with their history."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.caseload import SHOWN_WEEKS, follow_ups
from accompaniment.forms.visits import PlanForm, VisitForm
from accompaniment.models import Visit
from accompaniment.views.shared import TEAM, by, case_act, opened
from accompaniment.weeks import LABELS, weeks_between
from households.access import open_or_404
from households.acts import attempt
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel.access import access

AFTER_THE_END = timedelta(days=366)
"""Interviews and calls can be noted up to the M+12 call (decision 17)."""
DETAILS = ("kind", "on", "at", "duration_minutes", "themes", "report", "person_says", "next_steps", "alert")


@access(TEAM)
def index(request: HttpRequest, pk: str) -> HttpResponse:
    """All contacts with a household, and its weeks as a strip."""
    case = opened(request, pk)
    today = timezone.localdate()
    visits = Visit.objects.visible_to(request.membership).filter(case=case).select_related("author")  # type: ignore[attr-defined]
    told = [(one.on, one.status) for one in visits if one.is_home_visit]
    weeks = weeks_between(
        follow_ups([case.pk])[case.pk], today - 2 * SHOWN_WEEKS, today + timedelta(days=3), told, today
    )
    strip = [(monday, outcome, LABELS[outcome]) for monday, outcome in weeks]
    return render(request, "accompaniment/visit_list.html", {"case": case, "visits": visits, "weeks": strip})


@access(TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Log a visit that was not planned: today, me, at home, done, by default."""
    case = opened(request, pk)
    home = case.housed_from is not None and case.closed_on is None
    visit = Visit(
        case=case, kind=Visit.Kind.HOME if home else Visit.Kind.OFFICE, on=timezone.localdate(), created_by=by(request)
    )
    return _log(request, visit, "Noter une visite ou un contact", {"status": Visit.Status.DONE, "kind": visit.kind})


@access(TEAM)
def log(request: HttpRequest, pk: str) -> HttpResponse:
    """Complete a visit: planned, or already noted in one tap."""
    visit = open_or_404(request, Visit.objects.select_related("case__household"), pk=pk)
    initial = {name: getattr(visit, name) for name in DETAILS}
    status = Visit.Status.DONE if visit.status == Visit.Status.PLANNED else visit.status
    return _log(request, visit, f"{visit.get_kind_display()} du {visit.on:%d/%m/%Y}", {**initial, "status": status})


def _log(request: HttpRequest, visit: Visit, title: str, initial: dict[str, Any]) -> HttpResponse:
    case = visit.case
    now = timezone.localtime()
    defaults = {"on": now.date(), "at": now.strftime("%H:%M"), "plan_next": visit.is_home_visit, **initial}
    form = VisitForm(request.POST or None, initial=defaults)

    def keep(told: dict[str, Any]) -> None:
        _require_within_reach(case, told["on"])
        details = {name: told[name] for name in DETAILS}
        visit.log(told["status"], today=timezone.localdate(), by=by(request), **details)
        if told["plan_next"] and visit.is_home_visit and case.closed_on is None:
            plan_next(visit, by(request))

    return case_act(request, case, form, title, "Enregistrer", keep, "Visite enregistrée.")


def _require_within_reach(case: Case, on: date) -> None:
    if on < case.opened_on:
        raise MoveRefused("Cette date précède l'orientation du ménage.")
    if case.closed_on and on > case.closed_on + AFTER_THE_END:
        raise MoveRefused("L'accompagnement est fini depuis plus d'un an : ce contact ne se note plus ici.")


def plan_next(visit: Visit, author: Any) -> Visit | None:
    """Same day and hour next week, unless a visit is already planned that week."""
    on = visit.on + timedelta(days=7)
    if Visit.objects.filter(case=visit.case_id).at_home().planned().in_week_of(on).exists():
        return None
    return Visit.plan(visit.case, on=on, at=visit.at, kind=visit.kind, author=author)


@access(TEAM)
@require_POST
def quick(request: HttpRequest, pk: str) -> HttpResponse:
    """One tap: the status counts, the report may come later."""
    visit = open_or_404(request, Visit.objects.select_related("case__household"), pk=pk)
    status = request.POST.get("status", "")
    allowed = {one.value for one in Visit.Status} - {Visit.Status.PLANNED}

    def keep() -> None:
        if status not in allowed:
            raise MoveRefused("Choisissez ce qu'il en a été de la visite.")
        visit.log(status, today=timezone.localdate(), by=by(request))
        if visit.is_home_visit:
            plan_next(visit, by(request))

    attempt(request, keep, done="C'est noté. Le compte rendu peut attendre.")
    return redirect("accompaniment:week")


@access(TEAM)
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """A visit to come."""
    case = opened(request, pk)
    form = PlanForm(request.POST or None, initial={"on": timezone.localdate() + timedelta(days=1)})
    return case_act(
        request, case, form, "Prévoir une visite", "Prévoir", lambda told: Visit.plan(case, author=by(request), **told),
        "Visite prévue.",
    )  # fmt: skip
