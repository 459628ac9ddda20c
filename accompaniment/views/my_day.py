"""« Ma journée »: where to go, at what hour, whom to call; all its statuses at once."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from accompaniment.day import stops, visits_of
from accompaniment.forms.my_day import DayForm
from accompaniment.models import Request, Visit
from accompaniment.views.shared import TEAM, by
from households.acts import attempt
from households.stateful import MoveRefused
from lodabord.kernel.access import access

STILL_TO_NOTE = timedelta(days=31)
"""How far back planned visits that nobody noted are recalled."""


def _asked_day(request: HttpRequest, today: date) -> date:
    """The day of the address; today when there is none, or when it says nothing."""
    try:
        return parse_date(request.GET.get("jour", "")) or today
    except ValueError:
        return today


@access(TEAM)
def show(request: HttpRequest) -> HttpResponse:
    """The day's visits of whoever asks."""
    today, member = timezone.localdate(), request.membership  # type: ignore[attr-defined]
    asked = _asked_day(request, today)
    own = Visit.objects.visible_to(member).of_professional(member.professional)
    visits = visits_of(member, asked)
    context = {
        "day": asked, "today": today, "before": asked - timedelta(days=1), "next_day": asked + timedelta(days=1),
        "stops": stops(member, visits, today),
        "to_note": sum(one.status == Visit.Status.PLANNED for one in visits) if asked <= today else 0,
        "forgotten": own.planned().filter(on__lt=min(asked, today), on__gte=today - STILL_TO_NOTE, case__closed_on=None)
        .select_related("case__household").prefetch_related("case__household__persons").order_by("on"),
        "calls": Request.objects.visible_to(member).open().count(),
        "reports": own.without_report().count(),
    }  # fmt: skip
    return render(request, "accompaniment/day.html", context)


@access(TEAM)
def statuses(request: HttpRequest) -> HttpResponse:
    """All of them in one form: all are written, or none and each refusal is said on its line."""
    today, member = timezone.localdate(), request.membership  # type: ignore[attr-defined]
    asked = _asked_day(request, today)
    sent = request.POST if request.method == "POST" else {}
    visits = [
        one for one in visits_of(member, asked)
        if one.status == Visit.Status.PLANNED or sent.get(f"status_{one.pk.hex}")
    ]  # fmt: skip
    form = DayForm(request.POST or None, visits=visits)
    if sent and form.is_valid() and _note_all(request, form, today):
        return redirect(reverse("accompaniment:day") + f"?jour={asked.isoformat()}")
    context = {"form": form, "day": asked, "lines": form.lines(), "today": today}
    return render(request, "accompaniment/day_statuses.html", context, status=422 if sent else 200)


class _OneWasRefused(MoveRefused):
    """Takes the others back."""


def _note_all(request: HttpRequest, form: DayForm, today: date) -> bool:
    chosen = form.chosen()
    if not chosen:
        form.add_error(None, "Dites ce qu'il en a été d'une visite au moins.")
        return False
    refused: list[tuple[str, str]] = []

    def keep() -> None:
        for visit, status, moved in chosen:
            if told := _refusal(visit, status, today, request, moved):
                refused.append((f"status_{visit.pk.hex}", told))
        if refused:
            raise _OneWasRefused(
                "Rien n'est enregistré : corrigez d'abord ce qui est refusé, ou remettez « Pas encore »."
            )

    done = f"{len(chosen)} visite{'s notées' if len(chosen) > 1 else ' notée'}."
    if attempt(request, keep, form=form, done=done):
        return True
    for name, told in refused:
        form.add_error(name, told)
    return False


def _refusal(visit: Visit, status: str, today: date, request: HttpRequest, moved: dict[str, Any]) -> str:
    """Its sentence; nothing when it is noted."""
    try:
        with transaction.atomic():
            visit.tap(status, was=Visit.Status.PLANNED, today=today, by=by(request), **moved)
    except MoveRefused as why:
        return str(why)
    return ""
