"""Visits and contacts: planned, logged in a few taps, kept with their history."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accompaniment.caseload import SHOWN_WEEKS, follow_ups
from accompaniment.forms.next_steps import team_of
from accompaniment.forms.visits import VisitForm
from accompaniment.models import NextStep, Visit
from accompaniment.possible_acts.daily import ask_landlord
from accompaniment.views.shared import DOOR, TEAM, by, case_act, opened
from accompaniment.vigilance import alerts_on
from accompaniment.weeks import LABELS, weeks_between
from households.access import open_or_404
from households.keeping import revision_of
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel.access import access

AFTER_THE_END = timedelta(days=366)
"""Interviews and calls can be noted up to the M+12 call (decision 17)."""
DETAILS = (
    "kind", "on", "at", "duration_minutes", "contact_made", "present", "themes", "report", "person_says", "alert",
)  # fmt: skip


@access(TEAM)
def index(request: HttpRequest, pk: str) -> HttpResponse:
    """All contacts with a household, and its weeks as a strip."""
    case = opened(request, pk)
    today = timezone.localdate()
    seen = Visit.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    visits = seen.select_related("author").prefetch_related("steps__professional")
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
    usual = Visit.Kind.HOME if home else Visit.Kind.OFFICE
    asked = request.GET.get("nature", "")
    visit = Visit(
        case=case, kind=asked if asked in Visit.Kind else usual, on=timezone.localdate(), created_by=by(request)
    )
    return _log(request, visit, "Noter une visite ou un contact", {"status": Visit.Status.DONE, "kind": visit.kind})


@access(TEAM)
def log(request: HttpRequest, pk: str) -> HttpResponse:
    """Complete a visit: planned, or already noted in one tap."""
    visit = open_or_404(request, Visit.objects.select_related("case__household", "case__agreement"), pk=pk)
    initial = {name: getattr(visit, name) for name in DETAILS}
    initial["contact_made"] = {True: "oui", False: "non"}.get(visit.contact_made, "")
    status = Visit.Status.DONE if visit.status == Visit.Status.PLANNED else visit.status
    return _log(request, visit, f"{visit.get_kind_display()} du {visit.on:%d/%m/%Y}", {**initial, "status": status})


def _log(request: HttpRequest, visit: Visit, title: str, initial: dict[str, Any]) -> HttpResponse:
    case, now = visit.case, timezone.localtime()
    form = VisitForm(
        request.POST or None, initial={"on": now.date(), "at": now.strftime("%H:%M"), **initial},
        team=team_of(case, by(request), now.date()),
        may_ask_landlord=bool(ask_landlord(case, request.membership.role)),  # type: ignore[attr-defined]
        unfolded=not visit._state.adding and visit.status != Visit.Status.PLANNED,
    )  # fmt: skip

    def keep(told: dict[str, Any]) -> None:
        _require_within_reach(case, told["on"])
        details = {name: told[name] for name in DETAILS}
        visit.log(
            told["status"],
            today=now.date(),
            by=by(request),
            moved_to=told["new_on"],
            moved_at=told["new_at"],
            revision=revision_of(request),
            **details,
        )
        for step in told["steps"]:
            NextStep.decide(case, visit=visit, by=by(request), **step)

    def after(told: dict[str, Any]) -> str:
        if told.get("to_landlord"):
            return reverse("accompaniment:ask_landlord", args=[case.pk]) + f"?visite={visit.pk}"
        return reverse("accompaniment:visit_noted", args=[visit.pk])

    return case_act(
        request, case, form, title, "Enregistrer", keep, "Visite enregistrée.", after=after,
        revision=None if visit._state.adding else visit.revision, template=DOOR,
        more={"alerts": alerts_on(request.membership, case, max(visit.on, now.date()))},  # type: ignore[attr-defined]
    )  # fmt: skip


def _require_within_reach(case: Case, on: date) -> None:
    if on < case.opened_on:
        raise MoveRefused("Cette date précède l'orientation du ménage.")
    if case.closed_on and on > case.closed_on + AFTER_THE_END:
        raise MoveRefused("L'accompagnement est fini depuis plus d'un an : ce contact ne se note plus ici.")
