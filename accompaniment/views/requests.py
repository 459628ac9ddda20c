"""Calls and demands of the households: noted on the phone, taken by somebody, answered or closed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.forms.requests import AnswerForm, CloseForm, HandForm, RequestForm
from accompaniment.models import Request, Visit
from accompaniment.on_duty import on_duty_now
from accompaniment.request_clock import clock_of, with_clocks
from accompaniment.request_entry import open_cases, receive_for_another, the_one
from accompaniment.views.shared import TEAM, by
from allocations.people import people_of
from households.access import open_or_404
from households.acts import act_page, attempt
from households.models import Case
from lodabord.kernel.access import access
from lodabord.partners.roles import ASSOCIATION

RECENT = 30


def waiting_for(member: Any, now: Any) -> dict[str, list[Request]]:
    """The open requests this person may read: hers, nobody's, her colleagues'."""
    told: dict[str, list[Request]] = {"mine": [], "untaken": [], "others": []}
    for one in with_clocks(Request.objects.visible_to(member).open(), now):
        mine = one.taken_by_id == member.professional_id
        told["mine" if mine else "untaken" if one.taken_by_id is None else "others"].append(one)
    return told


@access(TEAM)
def index(request: HttpRequest) -> HttpResponse:
    """Those to deal with, by who deals with them; then the recent ones."""
    member: Any = request.membership  # type: ignore[attr-defined]
    now = timezone.now()
    recent = Request.objects.visible_to(member).filter(intervened_at__isnull=False).select_related("case__household")
    context = {
        **waiting_for(member, now),
        "recent": recent.order_by("-received_at")[:RECENT],
        "on_duty": on_duty_now(member.agreements, now),
        "now": now,
    }
    return render(request, "accompaniment/request_list.html", context)


@access(TEAM)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """One request: its clock, its trace, and what may be done with it."""
    demand = _opened(request, pk)
    now = timezone.now()
    context = {
        "demand": demand,
        "case": demand.case,
        "clock": clock_of(demand, now),
        "mine": demand.taken_by_id == by(request).pk,
        "again": demand.followed_by.all(),
        "suspended": demand.case.state == Case.State.SUSPENDED,
    }
    return render(request, "accompaniment/request.html", context)


def _opened(request: HttpRequest, pk: str) -> Request:
    records = Request.objects.select_related("case__household", "case__agreement", "taken_by", "visit", "follows")
    return open_or_404(request, records, pk=pk)


@access(TEAM)
def create(request: HttpRequest) -> HttpResponse:
    """Note a call while on the phone: now, by default; anyone of the team for any household."""
    member: Any = request.membership  # type: ignore[attr-defined]
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    cases = open_cases(member)
    before = _before(request)
    asked = before.case if before else cases.filter(pk=_uuid(request.GET.get("dossier"))).first()
    initial = {"received_at": now, "channel": Request.Channel.CALL, "mine": True, "counts_for_target": True}
    if asked:
        initial["who"] = f"{asked.household.code} · {asked.household.known_as}"
    form = RequestForm(request.POST or None, initial=initial)

    def receive(told: dict[str, Any]) -> None:
        who, mine = told.pop("who"), told.pop("mine")
        case = the_one(who, member)
        if case is None:
            receive_for_another(who, member, **told)
            return
        follows = before if before and before.case_id == case.pk else None
        demand = Request.receive(case, by=by(request), follows=follows, **told)
        if mine:
            demand.take(by=by(request), at=timezone.now())

    return act_page(
        request, form=form, title="Appel ou demande", submit="Enregistrer", verb=receive, private=True,
        back=reverse("accompaniment:requests"), done="Demande enregistrée : son délai court.",
        template="accompaniment/request_form.html", more={"cases": cases, "before": before},
    )  # fmt: skip


def _uuid(told: str | None) -> str | None:
    from uuid import UUID

    try:
        return str(UUID(told or ""))
    except ValueError:
        return None


def _before(request: HttpRequest) -> Request | None:
    """The request that this call is again about."""
    pk = _uuid(request.GET.get("suite"))
    seen = Request.objects.visible_to(request.membership).select_related("case__household")  # type: ignore[attr-defined]
    return seen.filter(pk=pk).first() if pk else None


@access(TEAM)
@require_POST
def take(request: HttpRequest, pk: str) -> HttpResponse:
    """One tap: « Je prends »."""
    demand = _opened(request, pk)
    attempt(request, lambda: demand.take(by=by(request), at=timezone.now()), done="Vous vous en occupez.")
    return redirect("accompaniment:request", demand.pk)


@access(TEAM)
@require_POST
def give_back(request: HttpRequest, pk: str) -> HttpResponse:
    demand = _opened(request, pk)
    attempt(request, lambda: demand.give_back(by=by(request)), done="La demande attend de nouveau quelqu'un.")
    return redirect("accompaniment:request", demand.pk)


@access(TEAM)
def hand(request: HttpRequest, pk: str) -> HttpResponse:
    """To a colleague of the agreement."""
    demand = _opened(request, pk)
    team = people_of(demand.case.agreement, ASSOCIATION, timezone.localdate())
    form = HandForm(request.POST or None, colleagues=[one for one in team if one.pk != demand.taken_by_id])
    return act_page(
        request, form=form, title="Passer la demande", submit="Passer", case=demand.case, private=True,
        verb=lambda told: demand.hand_to(told["colleague"], by=by(request), at=timezone.now()),
        back=reverse("accompaniment:request", args=[demand.pk]), done="Demande passée ; son délai continue.",
    )  # fmt: skip


@access(TEAM)
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """What dealt with it, and at what hour; the contact is the one already noted, or noted at once."""
    demand = _opened(request, pk)
    since = timezone.localdate(demand.received_at)
    contacts = Visit.objects.filter(case=demand.case_id, status=Visit.Status.DONE, on__gte=since).order_by("-on", "-at")
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    initial: dict[str, Any] = {"at": now, "answer": Request.Answer.CALL}
    if demand.intervened_at:
        at = timezone.localtime(demand.intervened_at).strftime("%Y-%m-%dT%H:%M")
        initial = {"at": at, "answer": demand.answer, "visit": demand.visit, "outcome": demand.outcome}
    form = AnswerForm(request.POST or None, initial=initial, contacts=contacts)

    def keep(told: dict[str, Any]) -> None:
        told["visit"] = told["visit"] or contact_of(demand, told["answer"], told["at"], by(request))
        verb = demand.correct_answer if demand.intervened_at else demand.answer_by
        verb(told["answer"], at=told["at"], by=by(request), outcome=told["outcome"], visit=told["visit"])

    return act_page(
        request, form=form, title="Corriger la réponse" if demand.intervened_at else "Demande traitée",
        submit="Enregistrer", verb=keep, case=demand.case, private=True,
        back=reverse("accompaniment:request", args=[demand.pk]), done="Demande traitée.",
    )  # fmt: skip


CONTACT_OF_ANSWER = {
    Request.Answer.VISIT: Visit.Kind.HOME,
    Request.Answer.MEETING: Visit.Kind.OFFICE,
    Request.Answer.CALL: Visit.Kind.CALL,
}


def contact_of(demand: Request, answer: str, at: Any, author: Any) -> Visit:
    """The contact that this answer was, noted in the same act: it is on the household's file like any other."""
    local = timezone.localtime(at)
    visit = Visit(
        case=demand.case, kind=CONTACT_OF_ANSWER[Request.Answer(answer)], on=local.date(), at=local.time(),
        created_by=author, contact_made=True,
    )  # fmt: skip
    visit.log(Visit.Status.DONE, today=timezone.localdate(), by=author)
    return visit


@access(TEAM)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """No intervention will follow: why. It stays without an answer in the figures."""
    demand = _opened(request, pk)
    form = CloseForm(request.POST or None)
    return act_page(
        request, form=form, title="Clore sans intervention", submit="Clore", case=demand.case, private=True,
        verb=lambda told: demand.close_without(told["reason"], by=by(request), at=timezone.now(), outcome=told["outcome"]),
        back=reverse("accompaniment:request", args=[demand.pk]), done="Demande close.",
        consequence="Dans les indicateurs, une demande close sans intervention reste sans réponse (Q4).",
    )  # fmt: skip
