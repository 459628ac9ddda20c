"""One tap counts the visit; the page that follows proposes the next one, and corrects a tap made by mistake."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.danger import danger_page
from accompaniment.forms.visits import STATUSES, NextVisitForm, PostponementForm
from accompaniment.models import Visit
from accompaniment.next_visit import already_planned, plan_next, proposal
from accompaniment.views.shared import DOOR, TEAM, by, case_act
from accompaniment.vigilance import alerts_ahead, alerts_on, along, lacks_a_second
from households.access import open_or_404
from households.acts import attempt
from households.stateful import MoveRefused
from lodabord.kernel.access import access
from lodabord.templatetags.lodabord import day, hour


def _visit(request: HttpRequest, pk: str) -> Visit:
    return open_or_404(request, Visit.objects.select_related("case__household", "case__agreement", "author"), pk=pk)


@access(TEAM)
@require_POST
def quick(request: HttpRequest, pk: str) -> HttpResponse:
    """One tap: the status counts, the report may come later."""
    visit = _visit(request, pk)
    status, was = request.POST.get("status", ""), request.POST.get("was", Visit.Status.PLANNED)
    if status == Visit.Status.POSTPONED and visit.status != status:
        return redirect("accompaniment:visit_postponement", visit.pk)

    def keep() -> None:
        if status not in Visit.Status:
            raise MoveRefused("Choisissez ce qu'il en a été de la visite.")
        visit.tap(status, was=was, today=timezone.localdate(), by=by(request))

    attempt(request, keep)
    return redirect("accompaniment:visit_noted", visit.pk)


@access(TEAM)
def noted(request: HttpRequest, pk: str) -> HttpResponse:
    """What was noted, the next visit proposed, the mistake mended."""
    visit = _visit(request, pk)
    return _noted(request, visit, NextVisitForm(initial={"at": visit.at}))


@access(TEAM)
@require_POST
def following(request: HttpRequest, pk: str) -> HttpResponse:
    """The next visit, accepted as proposed or on another day."""
    visit, today = _visit(request, pk), timezone.localdate()
    form = NextVisitForm(request.POST)

    def keep() -> None:
        second = along(visit, request.membership, form.cleaned_data["on"])  # type: ignore[attr-defined]
        plan_next(visit, second=second, today=today, by=by(request), **form.cleaned_data)

    if form.is_valid() and attempt(request, keep, form=form, done=_told(form.cleaned_data)):
        return redirect("accompaniment:visit_noted", visit.pk)
    return _noted(request, visit, form, status=422)


def _told(told: dict[str, Any]) -> str:
    return f"Prochaine visite prévue {day(told['on'])}" + (f" à {hour(told['at'])}." if told["at"] else ".")


def _noted(request: HttpRequest, visit: Visit, form: NextVisitForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    proposed = proposal(visit, today)
    planned = already_planned(visit, proposed, today)
    danger = visit.alert == Visit.Alert.DANGER
    member: Any = request.membership  # type: ignore[attr-defined]
    alerts = alerts_on(member, visit.case, planned.on if planned else proposed or today)
    context = {
        "visit": visit, "case": visit.case, "form": form, "planned": planned,
        "proposed": None if planned else proposed, "moved_by_a_day_off": _shifted(visit, proposed),
        "danger": danger, "danger_url": danger_page(visit.case) if danger else "",
        "corrections": _corrections(visit) if visit.may_be_corrected(today) else [],
        "alerts": alerts, "alone": planned is not None and lacks_a_second(planned, alerts),
        "along": along(visit, member, proposed) if proposed and not planned else None,
    }  # fmt: skip
    return render(request, "accompaniment/visit_noted.html", context, status=status)


def _shifted(visit: Visit, proposed: date | None) -> bool:
    return proposed is not None and proposed.weekday() != visit.on.weekday()


def _corrections(visit: Visit) -> list[tuple[str, str]]:
    return [one for one in STATUSES if one[0] not in (visit.status, Visit.Status.POSTPONED)]


@access(TEAM)
def postpone(request: HttpRequest, pk: str) -> HttpResponse:
    """« Reportée »: to when. Noted and planned again in one act."""
    visit = _visit(request, pk)
    form = PostponementForm(request.POST or None, initial={"new_at": visit.at})

    def keep(told: dict[str, Any]) -> None:
        moved = {"moved_to": told["new_on"], "moved_at": told["new_at"]}
        visit.tap(Visit.Status.POSTPONED, was=visit.status, today=timezone.localdate(), by=by(request), **moved)

    return case_act(
        request, visit.case, form, f"Reporter : {visit.get_kind_display().lower()} du {visit.on:%d/%m/%Y}", "Reporter",
        keep, "Visite reportée, et prévue à sa nouvelle date.", template=DOOR,
        more={"alerts": alerts_ahead(request.membership, visit.case, timezone.localdate())},  # type: ignore[attr-defined]
        after=lambda told: reverse("accompaniment:visit_noted", args=[visit.pk]),
    )  # fmt: skip
