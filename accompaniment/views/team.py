"""« L'équipe »: the head's page, and the households given from one worker to another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accompaniment.forms.team import CAPACITIES, HandOverForm
from accompaniment.team import team_of
from accompaniment.views.shared import HEAD, by
from households.acts import act_page
from households.models import Assignment, Case, assign
from lodabord.kernel.access import access
from lodabord.partners.models import Professional


@access(HEAD)
def show(request: HttpRequest) -> HttpResponse:
    """Load per worker, households unseen, doors closed, requests out of time, households nobody follows."""
    today, now = timezone.localdate(), timezone.now()
    team = team_of(request.membership, now=now, today=today)  # type: ignore[attr-defined]
    return render(request, "accompaniment/team.html", {"team": team, "today": today, "now": now})


@access(HEAD)
def hand_over_caseload(request: HttpRequest, pk: str) -> HttpResponse:
    """Give one, several or all of a worker's households to a colleague, with the reason."""
    member: Any = request.membership  # type: ignore[attr-defined]
    held = held_by(Case.objects.visible_to(member), pk)
    leaving = Professional.objects.filter(pk=pk).first()
    if leaving is None or not held:
        raise Http404
    form = HandOverForm(
        request.POST or None, held=held, leaving=leaving, agreements=member.agreements, today=timezone.localdate(),
        reasons=Assignment.Reason.choices,
    )  # fmt: skip

    def give(told: dict[str, Any]) -> None:
        for case, capacity in told["cases"]:
            assign(case, capacity, told["to"], on=told["on"], by=by(request), reason=told["reason"])

    return act_page(
        request, form=form, title=f"Confier les dossiers de {leaving}", submit="Confier ces dossiers", verb=give,
        back=reverse("accompaniment:team"), done="Dossiers confiés ; les deux collègues sont prévenus.", private=True,
        consequence="Les visites prévues, les demandes en attente et les suites à donner passent au nouveau référent.",
    )  # fmt: skip


def held_by(cases: Any, professional: str) -> list[tuple[Case, Assignment.Capacity]]:
    """The open households somebody is referent or deputy of, with the place held."""
    named = cases.open().select_related("household", "agreement").prefetch_related("household__persons")
    return [
        (case, capacity)
        for capacity in CAPACITIES
        for case in named.filter(**{capacity: professional}).order_by("household__code")
    ]
