"""Pré-CAL sessions: the calendar, the room, the agenda and the minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.sessions import CancelForm, HoldForm, MoveForm, YearForm
from allocations.models import Attendance, Meeting
from allocations.sessions import plan_year, waiting_candidatures
from allocations.views.shared import ORGANISERS, PARTNERS, by, opened
from households.access import open_or_404
from households.acts import act_page, attempt
from households.models import places_taken
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.models import Membership, Professional


@access(PARTNERS)
def index(request: HttpRequest) -> HttpResponse:
    """The calendar: sessions to come, then those of the past year."""
    agreement = current_agreement(request)
    today = timezone.localdate()
    sessions = Meeting.objects.visible_to(request.membership).precal().filter(agreement=agreement)  # type: ignore[attr-defined]
    context = {
        "agreement": agreement,
        "coming": list(sessions.filter(on__gte=today).order_by("on")),
        "past": list(sessions.filter(on__lt=today).order_by("-on")[:26]),
        "may_plan": ORGANISERS(request),
    }
    return render(request, "allocations/session_list.html", context)


@access(ORGANISERS)
def plan(request: HttpRequest) -> HttpResponse:
    """Generate a year of sessions."""
    agreement = current_agreement(request)
    today = timezone.localdate()
    form = YearForm(request.POST or None, initial={"first": today, "year": today.year})

    def generate(told: dict[str, Any]) -> None:
        made = plan_year(agreement, first=told["first"], year=told["year"])
        messages.success(request, f"{len(made)} séance(s) inscrite(s) au calendrier.")

    return act_page(
        request, form=form, title="Inscrire les séances de l'année", submit="Inscrire les séances", verb=generate,
        back=reverse("allocations:sessions"),
        intro="Une séance tous les quatorze jours ; un jour férié décale, une fermeture annule. Rien n'est écrasé.",
    )  # fmt: skip


def _room(request: HttpRequest, pk: str) -> Meeting:
    sessions = Meeting.objects.select_related(
        "agreement__programme", "agreement__landlord", "agreement__association", "agreement__territory"
    )
    return open_or_404(request, sessions, pk=pk)


def _agenda(request: HttpRequest, session: Meeting) -> list[Any]:
    items = session.items.visible_to(request.membership).select_related(  # type: ignore[attr-defined]
        "case__household", "case__referent", "decision__reason", "decision__association_visa_by",
        "decision__landlord_visa_by",
    )  # fmt: skip
    return list(items.prefetch_related("case__household__persons").order_by("position"))


def _places(session: Meeting) -> dict[str, int]:
    terms = session.agreement.terms_on(session.on)
    return {"taken": places_taken(session.agreement, "access"), "capacity": terms.capacity_access}


@access(PARTNERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The room: agenda, one candidate large, its decision; then who may still be inscribed."""
    session = _room(request, pk)
    items = _agenda(request, session)
    chosen = next((one for one in items if str(one.pk) == request.GET.get("point")), items[0] if items else None)
    waiting = []
    if session.state == Meeting.State.PLANNED:
        waiting = list(waiting_candidatures(request.membership, session.agreement))  # type: ignore[attr-defined]
    context = {
        "session": session,
        "items": items,
        "chosen": chosen,
        "waiting": waiting,
        "places": _places(session),
        "may_organise": ORGANISERS(request),
        "attendances": session.attendances.select_related("professional", "organisation"),
    }
    return render(request, "allocations/session.html", context)


@access(PARTNERS)
@require_POST
def inscribe(request: HttpRequest, pk: str, case: str) -> HttpResponse:
    """Put a waiting candidature on the agenda."""
    session = _room(request, pk)
    candidature = opened(request, case)
    attempt(
        request,
        lambda: session.inscribe(candidature, on=timezone.localdate(), by=by(request)),
        done=f"{candidature.household.code} est à l'ordre du jour. Le bailleur connaît désormais ce dossier.",
    )
    return redirect("allocations:session", pk=session.pk)


@access(ORGANISERS)
def move(request: HttpRequest, pk: str) -> HttpResponse:
    session = _room(request, pk)
    form = MoveForm(request.POST or None, initial={"on": session.on})
    return act_page(
        request, form=form, title=f"Reporter la séance du {session.on:%d/%m/%Y}", submit="Reporter",
        verb=lambda told: session.move_to(told["on"], reason=told["reason"]), done="Séance reportée.",
        back=reverse("allocations:session", args=[session.pk]),
    )  # fmt: skip


@access(ORGANISERS)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    session = _room(request, pk)
    form = CancelForm(request.POST or None)
    return act_page(
        request, form=form, title=f"Annuler la séance du {session.on:%d/%m/%Y}", submit="Annuler la séance", danger=True,
        verb=lambda told: session.cancel(reason=told["reason"]), done="Séance annulée.",
        consequence="Les candidatures inscrites et non décidées retournent dans la liste d'attente.",
        back=reverse("allocations:session", args=[session.pk]),
    )  # fmt: skip


@access(ORGANISERS)
def hold(request: HttpRequest, pk: str) -> HttpResponse:
    """The session took place: note who came."""
    session = _room(request, pk)
    team = Membership.objects.current(timezone.localdate()).under(session.agreement)
    organisations = {one.professional_id: one.organisation_id for one in team}
    people = Professional.objects.filter(pk__in=organisations)
    form = HoldForm(request.POST or None, people=people)

    def note(told: dict[str, Any]) -> None:
        session.hold()
        for person in told["present"]:
            Attendance.objects.create(
                meeting=session, professional=person, organisation_id=organisations[person.pk], present=True
            )

    return act_page(
        request, form=form, title=f"Séance du {session.on:%d/%m/%Y} : présences", submit="La séance a été tenue", verb=note,
        done="Séance tenue.", back=reverse("allocations:session", args=[session.pk]),
    )  # fmt: skip


@access(PARTNERS)
def agenda(request: HttpRequest, pk: str) -> HttpResponse:
    """The agenda as PDF: codes only."""
    return _document(request, pk, "allocations/documents/agenda.html", "ordre-du-jour")


@access(PARTNERS)
def minutes(request: HttpRequest, pk: str) -> HttpResponse:
    """The minutes as PDF: code, decision, reason, conditions, visas; no narrative."""
    return _document(request, pk, "allocations/documents/minutes.html", "releve-de-decisions")


def _document(request: HttpRequest, pk: str, template: str, name: str) -> HttpResponse:
    session = _room(request, pk)
    coming = Meeting.objects.visible_to(request.membership).precal().upcoming(session.on)  # type: ignore[attr-defined]
    context = {
        "session": session,
        "agreement": session.agreement,
        "items": _agenda(request, session),
        "places": _places(session),
        "coming": coming.filter(agreement=session.agreement).exclude(pk=session.pk)[:3],
        "attendances": session.attendances.select_related("professional", "organisation"),
    }
    return pdf.response(render_to_string(template, context), f"{name}-{session.on:%Y-%m-%d}")
