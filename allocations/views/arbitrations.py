"""Arbitration (retention): the page, two sealed opinions, one joint decision, its announcement, its minutes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from allocations.account_chart import chart_of
from allocations.forms.retention import AnnouncementForm, ArbitrationForm, OpinionForm
from allocations.models import ArbitrationDecision, Disturbance, SealedOpinion
from allocations.models.arbitration import PARTNER_OF_ROLE, places_on
from allocations.people import names
from allocations.procedures import standing_of
from allocations.views.shared import ORGANISERS, PARTNERS, by, opened
from households.access import open_or_404, roles
from households.acts import act_page
from households.models import Case, Report, visa_of
from households.visas import SIGNERS, open_to_signers
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

TELLERS = roles({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.ASSO_WORKER, Role.ASSO_HEAD})


def _room(case: Case) -> str:
    return reverse("allocations:arbitration_room", args=[case.pk])


@access(PARTNERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Facts on one side, the two opinions side by side, the joint decision, the rounds before."""
    case = opened(request, pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    rounds = ArbitrationDecision.objects.visible_to(member).filter(case=case)
    told = list(
        rounds.select_related(
            "reason", "landlord_opinion_by", "association_opinion_by", "landlord_opinion_for", "association_opinion_for"
        )
    )
    current = next((one for one in told if not one.outcome), None)
    standing = standing_of(case, member)
    context = {
        "case": case,
        "current": current,
        "partners": _partners(case, current, member),
        "rounds": [one for one in told if one.outcome],
        "report": Report.objects.visible_to(member).filter(case=case).first(),
        "standing": standing,
        "chart": chart_of(standing),
        "disturbances": Disturbance.objects.visible_to(member).filter(case=case),
        "places": _places(case),
        "under_way": case.state == Case.State.ARBITRATION,
        "may_decide": ORGANISERS(request),
        "may_tell": TELLERS(request),
    }
    return render(request, "allocations/arbitration.html", context)


def _places(case: Case) -> dict[str, int]:
    today = timezone.localdate()
    return {
        "taken": places_on(case.agreement, today),
        "capacity": case.agreement.terms_on(today).capacity_retention,
    }


def _partners(case: Case, current: ArbitrationDecision | None, member: Any) -> list[dict[str, Any]]:
    """The two columns. The other's opinion is in the database's hands: it is not even asked for before both are given."""
    mine = None
    if current and not current.is_revealed:
        own = SealedOpinion.objects.visible_to(member).filter(arbitration=current, created_by=member.professional_id)
        mine = own.first()
    columns = [("landlord", str(case.agreement.landlord)), ("association", str(case.agreement.association))]
    visa = visa_of(member, case.agreement, timezone.localdate())
    ours = PARTNER_OF_ROLE[visa.role] if visa else None
    return [_column(partner, name, current, mine, ours) for partner, name in columns]


def _column(partner: str, name: str, current: Any, mine: SealedOpinion | None, ours: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "is_ours": ours == partner}
    if current is None:
        return told
    told |= {"by": getattr(current, f"{partner}_signed"), "revealed": current.is_revealed}
    if current.is_revealed:
        told |= {"opinion": getattr(current, f"get_{partner}_opinion_display")()}
        told |= {"motive": getattr(current, f"{partner}_motive")}
    elif mine and mine.partner == partner:
        told |= {"opinion": mine.get_opinion_display(), "motive": mine.motive, "sealed": True}
    return told


@access(SIGNERS)
def opinion(request: HttpRequest, pk: str) -> HttpResponse:
    """Each partner says its own, in the name of whoever binds it; the other reads it once it has given its own."""
    open_to_signers(request)
    case = opened(request, pk)
    form = OpinionForm(request.POST or None)

    def give(told: dict[str, Any]) -> None:
        ArbitrationDecision.round_of(case).give_opinion(request.membership, **told)  # type: ignore[attr-defined]

    return act_page(
        request, form=form, title="Avis sur l'entrée en accompagnement", submit="Donner l'avis", verb=give,
        back=_room(case), case=case, done="Avis enregistré.",
        intro="L'autre partenaire ne lira votre avis qu'après avoir donné le sien, et vous de même. "
        "Jusque-là vous pouvez le changer.",
    )  # fmt: skip


@access(ORGANISERS)
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """The joint outcome, once both opinions are there."""
    case = opened(request, pk)
    today = timezone.localdate()
    form = ArbitrationForm(
        request.POST or None, today=today, initial={"on": today}, people=names(case.agreement, today)
    )

    def record(told: dict[str, Any]) -> None:
        ArbitrationDecision.round_of(case).decide(by=by(request), **told)

    return act_page(
        request, form=form, title="Décision d'arbitrage", submit="Enregistrer la décision commune", verb=record,
        back=_room(case), case=case, done="Décision enregistrée.",
        intro="« En attente d'éléments » garde le dossier à l'arbitrage ; de nouveaux avis seront demandés.",
        consequence="La décision engage les deux partenaires et ne se modifie pas.",
    )  # fmt: skip


@access(TELLERS)
def announce(request: HttpRequest, pk: str) -> HttpResponse:
    """Somebody told the household."""
    decision = open_or_404(
        request, ArbitrationDecision.objects.select_related("case__household", "case__agreement"), pk=pk
    )
    today = timezone.localdate()
    people = names(decision.case.agreement, today)
    initial = {"on": today, "announced_by": decision.announced_by}
    form = AnnouncementForm(request.POST or None, people=people, initial=initial)
    return act_page(
        request, form=form, title="Annonce de la décision au ménage", submit="Noter l'annonce",
        verb=lambda told: decision.tell_household(by=by(request), **told), back=_room(decision.case), case=decision.case,
        done="Annonce notée.", intro="Dites au ménage ce qui a été décidé et pourquoi, avant toute autre démarche.",
    )  # fmt: skip


@access(PARTNERS)
def minutes(request: HttpRequest, pk: str) -> HttpResponse:
    """The minutes of an arbitration as PDF."""
    records = ArbitrationDecision.objects.exclude(outcome="").select_related(
        "case__household", "case__agreement__programme", "case__agreement__landlord", "case__agreement__association",
        "case__agreement__territory", "landlord_opinion_by", "association_opinion_by",
        "landlord_opinion_for", "association_opinion_for",
        "reason",
    )  # fmt: skip
    decision = open_or_404(request, records, pk=pk)
    case = decision.case
    context = {
        "decision": decision,
        "case": case,
        "agreement": case.agreement,
        "taken": places_on(case.agreement, decision.decided_on),
        "capacity": case.agreement.terms_on(decision.decided_on).capacity_retention,
        "before": ArbitrationDecision.objects.visible_to(request.membership)  # type: ignore[attr-defined]
        .filter(case=case, decided_on__lte=decision.decided_on).exclude(pk=pk).exclude(outcome=""),
    }  # fmt: skip
    html = render_to_string("allocations/documents/arbitration.html", context)
    return pdf.response(html, f"releve-arbitrage-{case.household.code}")
