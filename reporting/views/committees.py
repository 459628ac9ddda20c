"""Committees: their list, a new one, the page of one and the acts that change its day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from allocations.models import Meeting
from households.access import roles
from households.acts import act_page
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from reporting.committee_content import situations_for
from reporting.committee_forms import CameForm, CancelForm, MoveForm, PlanForm, SeatsForm
from reporting.committee_steps import steps_of
from reporting.editions import Edition, edition_for
from reporting.models import Committee, CommitteePaper, SteeringDecision
from reporting.models.seat import seat_people, seats_from
from reporting.views.committee_shared import committee_of, leads, member_of, page_of, table, without_names
from reporting.views.reports import READERS


@access(roles(READERS))
def index(request: HttpRequest) -> HttpResponse:
    """The committees; for funders, what was sent to them."""
    agreement = current_agreement(request)
    mine = Committee.objects.visible_to(member_of(request)).filter(agreement=agreement)
    decisions = SteeringDecision.objects.visible_to(member_of(request)).filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "agreements": member_of(request).agreements,
        "committees": mine.select_related("meeting").order_by("-meeting__on"),
        "papers": CommitteePaper.objects.visible_to(member_of(request)).filter(agreement=agreement),
        "pending": decisions.pending().select_related("committee__meeting").order_by("due_on"),
        "for_funders": edition_for(member_of(request)) == Edition.FUNDER,
        "may_lead": leads(request),
        "today": timezone.localdate(),
    }
    return render(request, "reporting/committee_list.html", context)


@access(leads)
def create(request: HttpRequest) -> HttpResponse:
    """On the calendar."""
    agreement, today = current_agreement(request), timezone.localdate()
    taken = set(Committee.objects.live().filter(agreement=agreement).values_list("quarter", flat=True))
    coming = Meeting.objects.filter(agreement=agreement, kind=Meeting.Kind.STEERING, committee=None).upcoming(today)
    first = coming.first()
    initial = {"on": first.on, "place": first.place} if first else {}
    form = PlanForm(
        request.POST or None, initial=initial, agreement_start=agreement.starts_on, today=today, taken=taken
    )

    def plan(told: dict[str, Any]) -> None:
        without_names(request, told["agenda"])
        Committee.plan(agreement, **told)

    return act_page(
        request, form=form, title="Prévoir un COPIL", submit="Prévoir ce COPIL", verb=plan, done="COPIL prévu.",
        back=f"{reverse('copil:committees')}?convention={agreement.code}",
        intro="Quinze jours avant, un rappel invite à figer les chiffres ; huit jours avant, à envoyer la synthèse.",
    )  # fmt: skip


@access(table)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Before it, its preparation; after it, what was decided."""
    committee, today = committee_of(request, pk), timezone.localdate()
    situations = list(situations_for(member_of(request), committee))
    papers = list(committee.papers.select_related("sent_by"))  # type: ignore[attr-defined]
    seats = list(committee.meeting.seats.all())  # type: ignore[attr-defined]
    decisions = list(committee.decisions.all())  # type: ignore[attr-defined]
    context = {
        "committee": committee,
        "meeting": committee.meeting,
        "seats": seats,
        "situations": [(one, one.weeks(committee.meeting.on), one.waits_for(member_of(request))) for one in situations],
        "decisions": decisions,
        "previous": list(SteeringDecision.objects.followed_at(committee).select_related("committee__meeting")),
        "papers": papers,
        "steps": steps_of(committee, seats, situations, decisions, papers, today),
        "today": today,
        "may_lead": leads(request),
    }
    return render(request, "reporting/committee.html", context)


@access(leads)
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Another day."""
    committee = committee_of(request, pk)
    form = MoveForm(request.POST or None, initial={"on": committee.meeting.on, "hour": committee.hour})
    return act_page(
        request, form=form, title=f"Reporter le {committee}", submit="Reporter", back=page_of(committee),
        verb=lambda told: committee.move_to(told["on"], hour=told["hour"], reason=told["reason"]),
        done="COPIL reporté.", consequence="La première date et le motif restent au calendrier.",
    )  # fmt: skip


@access(leads)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Not held at all."""
    committee = committee_of(request, pk)
    form = CancelForm(request.POST or None)
    return act_page(
        request, form=form, title=f"Annuler le {committee}", submit="Annuler ce COPIL", danger=True,
        verb=lambda told: committee.cancel(**told), done="COPIL annulé.", back=page_of(committee),
        consequence="Ce qui était préparé reste lisible ici ; un autre COPIL pourra présenter ce trimestre.",
    )  # fmt: skip


@access(leads)
def seats(request: HttpRequest, pk: str) -> HttpResponse:
    """Who is expected, by function."""
    committee = committee_of(request, pk)
    known = [f"{one.organisation} : {one.function}".rstrip(" :") for one in committee.meeting.seats.all()]  # type: ignore[attr-defined]
    form = SeatsForm(request.POST or None, initial={"people": "\n".join(known or _usual(committee))})

    def seat(told: dict[str, Any]) -> None:
        without_names(request, told["people"])
        seat_people(committee.meeting, seats_from(told["people"]))

    return act_page(
        request, form=form, title=f"Participants du {committee}", submit="Enregistrer les participants", verb=seat,
        done="Participants enregistrés.", back=page_of(committee),
    )  # fmt: skip


def _usual(committee: Committee) -> list[str]:
    """The table of the committee before, else the partners and the funders of the year."""
    last = Committee.objects.before(committee).first()
    if last is not None and (told := [f"{one.organisation} : {one.function}" for one in last.meeting.seats.all()]):  # type: ignore[attr-defined]
        return [line.rstrip(" :") for line in told]
    agreement, year = committee.agreement, committee.period.year
    funders = agreement.funding_lines.filter(year=year).values_list("funder__name", flat=True)
    return list(dict.fromkeys([agreement.landlord.name, agreement.association.name, *funders]))


@access(leads)
def hold(request: HttpRequest, pk: str) -> HttpResponse:
    """It took place: who came."""
    committee = committee_of(request, pk)
    form = CameForm(request.POST if request.method == "POST" else None, seats=list(committee.meeting.seats.all()))  # type: ignore[attr-defined]
    return act_page(
        request, form=form, title=f"{committee} : présences", submit="Noter ce COPIL tenu", back=page_of(committee),
        verb=lambda told: committee.hold(form.chosen(), today=timezone.localdate()), done="COPIL noté tenu.",
        consequence="Les faits marquants et les situations ne changeront plus ; les décisions se notent ensuite.",
    )  # fmt: skip
