"""Relays asked for households: asked, chased, settled. Nothing is sent from here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment import relays
from accompaniment.forms.relays import OutcomeForm, RelayRequestForm
from accompaniment.models import RelayState
from accompaniment.models.relay_request import AskedRelay
from accompaniment.todo.relays import followed
from accompaniment.views.shared import TEAM, by, case_act, opened
from households.access import open_or_404
from households.acts import attempt
from lodabord.kernel.access import access

NAMED = ("case__household", "case__agreement", "kind", "relay", "created_by")


@access(TEAM)
def waiting(request: HttpRequest) -> HttpResponse:
    """Those of one's households that wait for an answer; the head's and the psychologist's are the team's."""
    today = timezone.localdate()
    rows = relays.waiting(request.membership, today, followed(request))  # type: ignore[attr-defined]
    late = {one.pk for one in rows if one.waits_too_long(today)}
    return render(request, "accompaniment/relay_requests.html", {"rows": rows, "late": late, "today": today})


@access(TEAM)
def of_case(request: HttpRequest, pk: str) -> HttpResponse:
    """Everything asked for one household."""
    case, today = opened(request, pk), timezone.localdate()
    rows = relays.of_case(request.membership, case, today)  # type: ignore[attr-defined]
    late = {one.pk for one in rows if one.waits_too_long(today)}
    context = {"case": case, "rows": rows, "late": late, "today": today, "may_write": case.closed_on is None}
    return render(request, "accompaniment/relays_of_case.html", context)


@access(TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Asked, with the person's agreement; `?relais=` chooses a line of the directory."""
    case, today = opened(request, pk), timezone.localdate()
    kinds = relays.kinds_offered(case.agreement, request.membership.role, today)  # type: ignore[attr-defined]
    offered = relays.relays_offered(case, kinds)
    initial = {"asked_on": today, "agreed_on": today, "relay": request.GET.get("relais", "")}
    form = RelayRequestForm(request.POST or None, relays=offered, kinds=kinds, initial=initial)
    return case_act(
        request, case, form, "Demander un relais", "Noter la demande",
        lambda told: relays.ask(case, today=today, by=by(request), **told),
        "Demande notée. Sans réponse dans quinze jours, un rappel vous proposera de relancer.",
        back=reverse("accompaniment:relays_of_case", args=[case.pk]),
        intro="Rien n'est envoyé d'ici : appelez ou écrivez au service, avec l'accord de la personne.",
    )  # fmt: skip


def _asked(request: HttpRequest, model: type[AskedRelay], pk: str) -> AskedRelay:
    """What tells of health does not exist here once the agreement keeps none."""
    asked = open_or_404(request, model.objects.select_related(*NAMED), pk=pk)
    if asked.is_health and not relays.health_is_kept(asked.case.agreement, timezone.localdate()):
        raise Http404
    return asked


@access(TEAM)
def settle(request: HttpRequest, pk: str, model: type[AskedRelay]) -> HttpResponse:
    """What came of it."""
    asked, today = _asked(request, model, pk), timezone.localdate()
    choices = [one for one in RelayState.choices if one[0] in asked.SETTLED and asked.can_move(one[0])]
    form = OutcomeForm(request.POST or None, choices=choices, initial={"on": today})

    def keep(told: dict[str, Any]) -> None:
        asked.settle(told["state"], on=told["on"], outcome=told["outcome"], today=today, by=by(request))

    return case_act(
        request, asked.case, form, "Suite d'une demande de relais", "Enregistrer", keep, "Suite notée.",
        intro=f"{asked.named}, demandé le {asked.asked_on:%d/%m/%Y} : {asked.what_for}",
        back=reverse("accompaniment:relays_of_case", args=[asked.case_id]),
    )  # fmt: skip


@access(TEAM)
@require_POST
def chase(request: HttpRequest, pk: str, model: type[AskedRelay]) -> HttpResponse:
    """Asked again today, by whatever way."""
    asked = _asked(request, model, pk)
    attempt(request, lambda: asked.chase(on=timezone.localdate(), by=by(request)), done="Relance notée.")
    return redirect("accompaniment:relays_of_case", asked.case_id)


@access(TEAM)
@require_POST
def take_back(request: HttpRequest, pk: str, model: type[AskedRelay]) -> HttpResponse:
    """Settled by mistake: it waits again."""
    asked = _asked(request, model, pk)
    attempt(request, lambda: asked.take_back(by=by(request)), done="La demande attend de nouveau sa réponse.")
    return redirect("accompaniment:relays_of_case", asked.case_id)
