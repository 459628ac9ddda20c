"""The roster: who answers which half-day."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.forms.duty import RotationForm, ShiftForm
from accompaniment.models import DutyShift, Half
from accompaniment.on_duty import is_away, month_of, on_duty_now
from accompaniment.views.shared import TEAM, WORKERS
from accompaniment.weeks import monday_of
from allocations.people import people_of
from households.absences import away_between
from households.acts import act_page, attempt
from households.models import Absence
from lodabord.kernel import working_days
from lodabord.kernel.access import access
from lodabord.partners.models import Agreement
from lodabord.partners.roles import Role

WEEKS = 4
ANSWERING = {Role.ASSO_WORKER, Role.ASSO_HEAD}


def _days(start: date) -> list[date]:
    days = [start + timedelta(days=number) for number in range(7 * WEEKS)]
    return [day for day in days if working_days.is_working_day(day)]


def _agreement(request: HttpRequest) -> Agreement:
    """The agreement asked for, among one's own; the first one by default."""
    agreements = request.membership.agreements  # type: ignore[attr-defined]
    asked = request.GET.get("convention", agreements[0].code if agreements else "")
    found = next((one for one in agreements if one.code == asked), None)
    if found is None:
        raise Http404
    return found


def _start(request: HttpRequest) -> date:
    try:
        return monday_of(date.fromisoformat(request.GET.get("du", "")))
    except ValueError:
        return monday_of(timezone.localdate())


def _absences(request: HttpRequest, days: list[date]) -> list[Absence]:
    return away_between(request.membership.organisation_id, days[0], days[-1]) if days else []  # type: ignore[attr-defined]


@access(TEAM)
def show(request: HttpRequest) -> HttpResponse:
    """Four weeks of half-days; whoever works with the households may change them."""
    agreement, start = _agreement(request), _start(request)
    days = _days(start)
    context = {
        "agreement": agreement,
        "agreements": request.membership.agreements,  # type: ignore[attr-defined]
        "days": month_of(agreement, days, _absences(request, days)),
        "halves": Half.choices,
        "people": list(people_of(agreement, ANSWERING, timezone.localdate())),
        "on_duty": on_duty_now([agreement], timezone.now()),
        "start": start,
        "before": start - timedelta(weeks=WEEKS),
        "after": start + timedelta(weeks=WEEKS),
        "today": timezone.localdate(),
        "may_write": WORKERS(request),
    }
    return render(request, "accompaniment/duty.html", context)


@access(WORKERS)
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """One half-day."""
    agreement, start = _agreement(request), _start(request)
    people = list(people_of(agreement, ANSWERING, timezone.localdate()))
    form = ShiftForm(request.POST, people=people, days=_days(start))
    back = f"{reverse('accompaniment:duty')}?convention={agreement.code}&du={start.isoformat()}"
    if not form.is_valid() or form.cleaned_data["half"] not in Half.values:
        raise Http404
    told = form.cleaned_data
    attempt(
        request, lambda: DutyShift.put(agreement, told["on"], told["half"], told["professional"]),
        done="Permanence enregistrée.",
    )  # fmt: skip
    return redirect(back)


@access(WORKERS)
def fill(request: HttpRequest) -> HttpResponse:
    """Four weeks, each in turn."""
    agreement, start = _agreement(request), _start(request)
    people = list(people_of(agreement, ANSWERING, timezone.localdate()))
    form = RotationForm(request.POST or None, people=people)
    back = f"{reverse('accompaniment:duty')}?convention={agreement.code}&du={start.isoformat()}"

    def rotate(told: dict[str, Any]) -> None:
        days = _days(max(start, timezone.localdate()))
        absences = _absences(request, days)
        DutyShift.fill(agreement, days, list(told["people"]), away=lambda who, day: is_away(absences, who.pk, day))

    return act_page(
        request, form=form, title="Remplir à tour de rôle", submit="Remplir", verb=rotate, back=back, private=True,
        done="Permanences remplies.",
        intro="Les demi-journées déjà prises ne changent pas. Les jours fermés et les jours fériés sont laissés, "
        "et personne n'est inscrit pendant son absence.",
    )  # fmt: skip
