"""What a committee decided, and where each decision stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import open_or_404
from households.acts import act_page
from lodabord.kernel.access import access
from reporting.committee_forms import DecisionForm, FollowForm
from reporting.models import SteeringDecision
from reporting.views.committee_shared import committee_of, leads, page_of, professional, without_names


@access(leads)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """One decision: what, who, by when."""
    committee = committee_of(request, pk)
    form = DecisionForm(request.POST or None)

    def decide(told: dict[str, Any]) -> None:
        without_names(request, told["text"], told["owner"])
        SteeringDecision.decide(committee, **told)

    return act_page(
        request, form=form, title=f"Décision du {committee}", submit="Noter la décision", verb=decide,
        done="Décision notée.", back=page_of(committee),
    )  # fmt: skip


@access(leads)
def follow(request: HttpRequest, pk: str) -> HttpResponse:
    """Where it stands, as the next committee will hear it."""
    decisions = SteeringDecision.objects.select_related("committee__meeting")
    decision: SteeringDecision = open_or_404(request, decisions, pk=pk)
    form = FollowForm(request.POST or None, decision=decision, initial={"note": decision.note})

    def note(told: dict[str, Any]) -> None:
        without_names(request, told["note"])
        decision.follow(told["to"], on=timezone.localdate(), by=professional(request), note=told["note"])

    return act_page(
        request, form=form, title="Suite d'une décision", submit="Noter l'état", verb=note, done="État noté.",
        back=page_of(decision.committee),
        intro=f"« {decision.text} » — {decision.owner}, pour le {decision.due_on:%d/%m/%Y}.",
    )  # fmt: skip
