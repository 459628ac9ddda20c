"""Neighbour mediation: opened, its meetings planned and noted as visits, closed with an outcome."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accompaniment.forms.mediation import MediationEndForm, MediationForm, MeetingForm
from accompaniment.models import Mediation
from accompaniment.views.shared import TEAM, WORKERS, by, case_act, opened, today_initial
from allocations.models import Disturbance
from households.access import open_or_404
from lodabord.kernel.access import access

READ_BY_LANDLORD = "Le bailleur lit la date des rencontres passées, « réalisée » ou « non réalisée ». Rien d'autre."


@access(WORKERS)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """With the household's agreement."""
    case = opened(request, pk)
    known = Disturbance.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    form = MediationForm(request.POST or None, disturbances=known, initial=today_initial())

    def start(told: dict[str, Any]) -> None:
        told["disturbances"] = list(told.get("disturbances") or [])
        Mediation.open_with(case, by=by(request), **told)

    return case_act(
        request, case, form, "Ouvrir une médiation de voisinage", "Ouvrir la médiation", start, "Médiation ouverte.",
        intro=f"Le ménage est d'accord pour rencontrer les autres. {READ_BY_LANDLORD}",
    )  # fmt: skip


def _mediation(request: HttpRequest, pk: str) -> Mediation:
    return open_or_404(request, Mediation.objects.select_related("case__household", "case__agreement"), pk=pk)


@access(TEAM)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """What it is about, with whom, its meetings, how it ended."""
    mediation = _mediation(request, pk)
    context = {
        "mediation": mediation,
        "case": mediation.case,
        "meetings": mediation.meetings().select_related("author").order_by("on", "at"),
        "subjects": mediation.subjects.select_related("disturbance"),
        "may_write": WORKERS(request),
        "told": READ_BY_LANDLORD,
    }
    return render(request, "accompaniment/mediation.html", context)


@access(WORKERS)
def meeting(request: HttpRequest, pk: str) -> HttpResponse:
    """The next one."""
    mediation = _mediation(request, pk)
    return case_act(
        request, mediation.case, MeetingForm(request.POST or None), "Prévoir une rencontre", "Prévoir",
        lambda told: mediation.plan_meeting(by=by(request), **told), "Rencontre prévue : elle est dans votre calendrier.",
        back=mediation.get_absolute_url(), intro=READ_BY_LANDLORD,
    )  # fmt: skip


@access(WORKERS)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Agreement, none, or abandoned."""
    mediation, today = _mediation(request, pk), timezone.localdate()
    form = MediationEndForm(request.POST or None, initial=today_initial())
    return case_act(
        request, mediation.case, form, "Clore la médiation", "Clore la médiation",
        lambda told: mediation.close(today=today, by=by(request), **told), "Médiation close.",
        back=mediation.get_absolute_url(), consequence="Close, elle ne se rouvre pas : vous pourrez en ouvrir une autre.",
    )  # fmt: skip
