"""Calls and demands of the households, with their clock."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accompaniment.forms.requests import AnswerForm, RequestForm
from accompaniment.models import Request
from accompaniment.views.shared import TEAM, by
from households.access import open_or_404
from households.acts import act_page
from households.models import Case
from lodabord.kernel.access import access

RECENT = 30


@access(TEAM)
def index(request: HttpRequest) -> HttpResponse:
    """Those to deal with, nearest deadline first; then the recent ones."""
    seen = Request.objects.visible_to(request.membership).select_related("case__household", "taken_by")  # type: ignore[attr-defined]
    seen = seen.prefetch_related("case__household__persons")
    context = {
        "open": seen.open().order_by("halfday_deadline"),
        "recent": seen.filter(intervened_at__isnull=False).order_by("-received_at")[:RECENT],
        "now": timezone.now(),
    }
    return render(request, "accompaniment/request_list.html", context)


@access(TEAM)
def create(request: HttpRequest) -> HttpResponse:
    """Note a call while on the phone: now, by default; anyone of the team for any household."""
    cases = Case.objects.visible_to(request.membership).exclude(state=Case.State.CLOSED)  # type: ignore[attr-defined]
    cases = cases.select_related("household").prefetch_related("household__persons").order_by("household__code")
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    initial = {"received_at": now, "case": request.GET.get("dossier")}
    form = RequestForm(request.POST or None, cases=cases, initial=initial)

    def receive(told: dict[str, Any]) -> None:
        case = told.pop("case")
        Request.receive(case, by=by(request), **told)

    return act_page(
        request, form=form, title="Appel ou demande", submit="Enregistrer", verb=receive, private=True,
        back=reverse("accompaniment:requests"), done="Demande enregistrée : son délai court.",
    )  # fmt: skip


@access(TEAM)
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """What dealt with it, and at what hour."""
    demand = open_or_404(request, Request.objects.select_related("case__household", "case__agreement"), pk=pk)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = AnswerForm(request.POST or None, initial={"at": now, "answer": Request.Answer.CALL})

    def keep(told: dict[str, Any]) -> None:
        demand.answer_by(told["answer"], at=told["at"], by=by(request), outcome=told["outcome"])

    return act_page(
        request, form=form, title="Demande traitée", submit="Enregistrer", verb=keep, case=demand.case, private=True,
        back=reverse("accompaniment:requests"), done="Demande traitée.",
    )  # fmt: skip
