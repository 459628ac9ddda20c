"""Closing a candidature before any measure; jumping over a stage for urgency."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import roles
from households.acts import act_page
from households.forms import ClosingForm, SkipForm
from households.stages import State
from households.views.shared import by, opened
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

CLOSERS = {Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_PILOT}
CLOCK_OF = {
    State.PRECAL_QUEUE: "prediagnosed_on",
    State.PRECAL_ACCEPTED: "precal_accepted_on",
    State.CAL_READY: "cal_ready_on",
    State.ARBITRATION: "assessed_on",
    State.ACCEPTED_WAITING: "accepted_on",
}


@access(roles(CLOSERS))
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Close, with the reason: nothing is erased, and the request for social housing lives on."""
    case = opened(request, pk)
    form = ClosingForm(request.POST or None, initial={"on": timezone.localdate()})

    def close(told: dict[str, Any]) -> None:
        case.classify(on=told["on"], reason=told["reason"], by=by(request))

    return act_page(
        request, form=form, title="Classer la candidature", submit="Classer", verb=close, back=case.get_absolute_url(),
        case=case, danger=True, done="Candidature classée.",
        consequence="La candidature sort des listes. La demande de logement social de la personne reste active.",
    )  # fmt: skip


@access(roles({Role.ASSO_HEAD}))
def skip(request: HttpRequest, pk: str) -> HttpResponse:
    """Urgency: the head jumps to a later waiting stage, with the reason, counted in the report."""
    case = opened(request, pk)
    form = SkipForm(request.POST or None, case=case, initial={"on": timezone.localdate()})

    def jump(told: dict[str, Any]) -> None:
        clocks: dict[str, Any] = {CLOCK_OF[State(told["state"])]: told["on"]}
        if told["state"] == State.CAL_READY:
            clocks["allocation_from"] = told["on"]
        if told["state"] in (State.PRECAL_ACCEPTED, State.CAL_READY):
            clocks["landlord_from"] = case.landlord_from or told["on"]
        case.skip_to(told["state"], on=told["on"], reason=told["reason"], by=by(request), **clocks)

    return act_page(
        request, form=form, title="Sauter une étape pour urgence", submit="Sauter l'étape", verb=jump,
        back=case.get_absolute_url(), case=case, danger=True, done="Étape sautée ; le motif est conservé.",
        consequence="L'étape sautée manquera au dossier. Elle est comptée dans l'annexe du rapport trimestriel.",
    )  # fmt: skip
