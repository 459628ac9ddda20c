"""Arbitration (retention): two opinions, one joint decision, then the meeting with the household."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from allocations.forms.retention import ArbitrationForm, OpinionForm
from allocations.forms.shared import OnForm
from allocations.models import ArbitrationDecision
from allocations.views.shared import ORGANISERS, PARTNERS, by, opened
from households.access import open_or_404, roles
from households.acts import act_page
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

PRESENTERS = roles({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.ASSO_WORKER, Role.ASSO_HEAD})


def _round(case: Case) -> ArbitrationDecision:
    """The arbitration under way, or a new round."""
    if case.state != Case.State.ARBITRATION:
        raise MoveRefused("Ce dossier n'est pas à l'arbitrage.")
    return ArbitrationDecision.objects.filter(case=case, outcome="").first() or ArbitrationDecision.objects.create(
        case=case
    )


@access(ORGANISERS)
def opinion(request: HttpRequest, pk: str) -> HttpResponse:
    """Each partner says its own."""
    case = opened(request, pk)
    form = OpinionForm(request.POST or None)

    def give(told: dict[str, Any]) -> None:
        _round(case).give_opinion(request.membership, told["opinion"])  # type: ignore[attr-defined]

    return act_page(
        request, form=form, title="Avis sur l'entrée en accompagnement", submit="Donner l'avis", verb=give,
        back=case.get_absolute_url(), case=case, done="Avis enregistré.",
    )  # fmt: skip


@access(ORGANISERS)
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """The joint outcome, once both opinions are there."""
    case = opened(request, pk)
    today = timezone.localdate()
    form = ArbitrationForm(request.POST or None, today=today, initial={"on": today})

    def record(told: dict[str, Any]) -> None:
        _round(case).decide(by=by(request), **told)

    return act_page(
        request, form=form, title="Décision d'arbitrage", submit="Enregistrer la décision commune", verb=record,
        back=case.get_absolute_url(), case=case, done="Décision enregistrée.",
        intro="« En attente d'éléments » garde le dossier à l'arbitrage ; de nouveaux avis seront demandés.",
    )  # fmt: skip


@access(PRESENTERS)
def meet(request: HttpRequest, pk: str) -> HttpResponse:
    """The household met both partners."""
    case = opened(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Rencontre de présentation", submit="Enregistrer la rencontre",
        verb=lambda told: case.meet_household(on=told["on"], by=by(request)), back=case.get_absolute_url(), case=case,
        done="Rencontre enregistrée. L'accompagnement commence avec l'accord du ménage et le contrat signé.",
    )  # fmt: skip


@access(PARTNERS)
def minutes(request: HttpRequest, pk: str) -> HttpResponse:
    """The minutes of an arbitration as PDF."""
    records = ArbitrationDecision.objects.select_related(
        "case__household", "case__agreement__programme", "case__agreement__landlord", "case__agreement__association",
        "case__agreement__territory", "landlord_opinion_by", "association_opinion_by", "reason",
    )  # fmt: skip
    decision = open_or_404(request, records, pk=pk)
    context = {"decision": decision, "case": decision.case, "agreement": decision.case.agreement}
    html = render_to_string("allocations/documents/arbitration.html", context)
    return pdf.response(html, f"releve-arbitrage-{decision.case.household.code}")
