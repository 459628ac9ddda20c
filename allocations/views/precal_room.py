"""The page of one session: its agenda to build, who comes, what was decided, what remains to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.agenda import waiting_candidatures
from allocations.answers import unanswered
from allocations.closing import close_session, undecided
from allocations.deadlines import agenda_due_on
from allocations.forms.sessions import ClosingForm, DistributionForm, PeopleForm, default_people
from allocations.models import Attendance, Distribution
from allocations.models.distribution import distribute, told_by_day
from allocations.quorum import missing_partners
from allocations.sessions import invite as invite_people
from allocations.sessions import note_attendance
from allocations.views.precal_shared import (
    items_of,
    names_of,
    next_sessions,
    page_of,
    places_of,
    reminders_of,
    room,
    table_of,
)
from allocations.views.shared import ACTORS, INSCRIBERS, ORGANISERS, PARTNERS, PROPOSERS, by
from households.access import roles
from households.acts import act_page, attempt
from households.visas import may_sign
from lodabord.kernel.access import access
from lodabord.partners.roles import ASSOCIATION

SEES_AGREEMENTS = roles(ASSOCIATION)
"""To whom it is told that a person's agreement to be presented is missing."""


@access(PARTNERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Before the session, its preparation; after it, its outcome."""
    session, today = room(request, pk), timezone.localdate()
    member: Any = request.membership  # type: ignore[attr-defined]
    items = items_of(request, session)
    waiting = waiting_candidatures(member, session.agreement) if session.is_open else []
    attendances = list(session.attendances.select_related("professional", "organisation"))
    context = {
        "session": session,
        "today": today,
        "items": items,
        "waiting": [(one, one.is_due(session.on)) for one in waiting],
        "places": places_of(session, today),
        "reminders": reminders_of(request, session),
        "coming": next_sessions(request, session),
        "attendances": attendances,
        "mine": next((one for one in attendances if one.professional_id == member.professional_id), None),
        "quorum": session.agreement.terms_on(session.on).precal_quorum,
        "missing": missing_partners(session) if session.is_open else [],
        "send_by": agenda_due_on(session.on),
        "distributions": told_by_day(session.distributions.select_related("professional", "organisation")),
        "answers": unanswered(items) if PROPOSERS(request) else [],
        "has_actions": any(one.actions.all() for one in items),
        "has_come": session.on <= today,
        "sees_agreements": SEES_AGREEMENTS(request),
        "may_visa": may_sign(request, session.agreement),
        **_rights(request),
    }
    return render(request, "allocations/session.html", context)


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_organise": ORGANISERS(request),
        "may_inscribe": INSCRIBERS(request),
        "may_propose": PROPOSERS(request),
        "may_act": ACTORS(request),
    }


@access(ORGANISERS)
def invite(request: HttpRequest, pk: str) -> HttpResponse:
    """Who is asked to come: everybody of both partners unless one says otherwise."""
    session, today = room(request, pk), timezone.localdate()
    people = table_of(session, today)
    known = set(session.attendances.values_list("professional_id", flat=True)) or {one.pk for one in people}
    form = PeopleForm(
        request.POST or None, among=people, label="Invités", names=names_of(session.agreement),
        initial=default_people(people, known),
    )  # fmt: skip

    def send(told: dict[str, Any]) -> None:
        chosen = form.chosen()
        invite_people(session, {person: organisation for person, organisation in people.items() if person in chosen})

    return act_page(
        request, form=form, title=f"Invitations à la séance du {session.on:%d/%m/%Y}", submit="Enregistrer les invitations",
        verb=send, done="Invitations enregistrées : chacun y répond depuis cette page.", back=page_of(session),
    )  # fmt: skip


@access(PARTNERS)
@require_POST
def reply(request: HttpRequest, pk: str, answer: str) -> HttpResponse:
    """Coming, or excused: one's own answer."""
    session = room(request, pk)
    mine = session.attendances.filter(professional=by(request)).first()
    if mine is not None:
        told = Attendance.Answer.COMING if answer == "present" else Attendance.Answer.EXCUSED
        attempt(request, lambda: mine.reply(told, at=timezone.now()), done="Votre réponse est notée.")
    return redirect(page_of(session))


@access(ORGANISERS)
def hold(request: HttpRequest, pk: str) -> HttpResponse:
    """The session took place: note who came."""
    session, today = room(request, pk), timezone.localdate()
    people = table_of(session, today)
    known = session.attendances.exclude(answer=Attendance.Answer.EXCUSED).exclude(present=False)
    form = PeopleForm(
        request.POST or None, among=people, label="Présents", names=names_of(session.agreement),
        initial=default_people(people, set(known.values_list("professional_id", flat=True))),
    )  # fmt: skip
    return act_page(
        request, form=form, title=f"Séance du {session.on:%d/%m/%Y} : présences", submit="Enregistrer les présences",
        verb=lambda told: note_attendance(session, form.chosen(), people), done="Présences enregistrées.",
        back=page_of(session),
    )  # fmt: skip


@access(ORGANISERS)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """The last act of a session."""
    session = room(request, pk)
    pending = undecided(session)
    form = ClosingForm(request.POST if request.method == "POST" else None, pending=len(pending))
    codes = ", ".join(item.case.household.code for item in pending)
    left = f" Sans les deux visas, à laisser non examinés ou à viser d'abord : {codes}." if pending else ""
    return act_page(
        request, form=form, title=f"Clore la séance du {session.on:%d/%m/%Y}", submit="Clore la séance", danger=True,
        verb=lambda told: close_session(session, at=timezone.now(), by=by(request), **told),
        done="Séance close. Le relevé de décisions est prêt ; il reste à noter sa diffusion.", back=page_of(session),
        consequence=f"Les décisions seront figées à la clôture ; une correction passera par une rectification.{left}",
    )  # fmt: skip


@access(ORGANISERS)
def distribution(request: HttpRequest, pk: str) -> HttpResponse:
    """To whom the minutes were given, and when."""
    session, today = room(request, pk), timezone.localdate()
    people = table_of(session, today)
    came = set(session.attendances.values_list("professional_id", flat=True)) or {one.pk for one in people}
    form = DistributionForm(
        request.POST or None, among=people, label="Remis à", names=names_of(session.agreement),
        initial={"sent_on": today, **default_people(people, came)},
    )  # fmt: skip

    def note(told: dict[str, Any]) -> None:
        chosen = {person: people[person] for person in form.chosen()}
        distribute(session, Distribution.Document.MINUTES, chosen, on=told["sent_on"], by=by(request))

    return act_page(
        request, form=form, title=f"Diffusion du relevé du {session.on:%d/%m/%Y}", submit="Noter la diffusion", verb=note,
        done="Diffusion notée.", back=page_of(session),
    )  # fmt: skip
