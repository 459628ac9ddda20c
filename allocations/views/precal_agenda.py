"""The agenda before the session: fill it, add, order, take off, propose, send."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.agenda import move_down, move_up, propose_agenda, send_agenda
from allocations.forms.sessions import ProposalForm, WithdrawalForm
from allocations.models.entry_decision import REMAINS_ACTIVE
from allocations.views.precal_shared import item_of, page_of, room
from allocations.views.shared import INSCRIBERS, ORGANISERS, PROPOSERS, by, opened
from households.acts import act_page, attempt
from lodabord.kernel.access import access


@access(INSCRIBERS)
@require_POST
def fill(request: HttpRequest, pk: str) -> HttpResponse:
    """Everybody who is due, in order, in one act."""
    session = room(request, pk)
    attempt(
        request,
        lambda: propose_agenda(session, request.membership, on=timezone.localdate()),  # type: ignore[attr-defined]
        done="Ordre du jour proposé : les réexamens d'abord, puis les plus anciennes.",
    )
    return redirect(page_of(session))


@access(INSCRIBERS)
@require_POST
def inscribe(request: HttpRequest, pk: str, case: str) -> HttpResponse:
    """Put one waiting candidature on the agenda."""
    session = room(request, pk)
    candidature = opened(request, case)
    attempt(
        request,
        lambda: session.inscribe(candidature, on=timezone.localdate(), by=by(request)),
        done=f"{candidature.household.code} est à l'ordre du jour. Le bailleur connaît désormais ce dossier.",
    )
    return redirect(page_of(session))


@access(ORGANISERS)
@require_POST
def earlier(request: HttpRequest, pk: str) -> HttpResponse:
    """« Monter »."""
    item = item_of(request, pk)
    attempt(request, lambda: move_up(item))
    return redirect(f"{page_of(item.meeting)}#point-{item.pk}")


@access(ORGANISERS)
@require_POST
def later(request: HttpRequest, pk: str) -> HttpResponse:
    """« Descendre »."""
    item = item_of(request, pk)
    attempt(request, lambda: move_down(item))
    return redirect(f"{page_of(item.meeting)}#point-{item.pk}")


@access(ORGANISERS)
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Off the agenda, with a reason; recorded as a « retrait » once it was sent."""
    item = item_of(request, pk)
    sent = "L'ordre du jour est envoyé : le retrait y restera marqué. " if item.meeting.is_sent else ""
    return act_page(
        request, form=WithdrawalForm(request.POST or None), title=f"Retirer {item.case.household.code} de l'ordre du jour",
        submit="Retirer", danger=True, case=item.case, back=page_of(item.meeting),
        verb=lambda told: item.withdraw(reason=told["reason"], on=timezone.localdate(), by=by(request)),
        done="Retiré de l'ordre du jour.",
        consequence=f"{sent}La candidature retourne dans la liste d'attente. {REMAINS_ACTIVE}",
    )  # fmt: skip


@access(PROPOSERS)
def propose(request: HttpRequest, pk: str) -> HttpResponse:
    """What the association proposes for this household, and tells with the person's agreement."""
    item = item_of(request, pk)
    form = ProposalForm(request.POST or None, instance=item)
    return act_page(
        request, form=form, title=f"Proposition pour {item.case.household.code}", submit="Enregistrer la proposition",
        verb=lambda told: item.propose(by=by(request), **told), done="Proposition enregistrée.", case=item.case,
        back=page_of(item.meeting), intro="Ces lignes sont lues par le bailleur et imprimées sur la fiche du ménage.",
    )  # fmt: skip


@access(ORGANISERS)
@require_POST
def send(request: HttpRequest, pk: str) -> HttpResponse:
    """Frozen, and noted as sent to the people invited."""
    session = room(request, pk)
    attempt(
        request,
        lambda: send_agenda(session, at=timezone.now(), on=timezone.localdate(), by=by(request)),
        done="Ordre du jour figé et noté comme envoyé aux invités. Une suite viendra en « ajout après envoi ».",
    )
    return redirect(page_of(session))
