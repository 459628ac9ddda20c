"""The acts of this room in « Que faire ? »."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.models import CalPresentation, Meeting, Offer, Tenancy
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State
SIGNERS = {Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT, Role.LANDLORD_SOCIAL}


def acts(request: HttpRequest, case: Case) -> list[PossibleAct]:
    """What this person may do at this stage."""
    role: Any = request.membership.role  # type: ignore[attr-defined]
    source = BY_STATE.get(S(case.state))
    return source(case, role) if source else []


def _inscribe(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_PILOT}:
        return []
    held = case.agenda_items.filter(decision__isnull=True).select_related("meeting").first()
    if held:
        return [PossibleAct("Séance de pré-CAL", reverse("allocations:session", args=[held.meeting_id]), primary=True)]
    coming = Meeting.objects.precal().filter(agreement=case.agreement, state="planned").order_by("on").first()
    if coming is None:
        return [PossibleAct("Inscrire en pré-CAL", why_not="aucune séance au calendrier")]
    url = reverse("allocations:inscription", args=[coming.pk, case.pk])
    return [PossibleAct(f"Inscrire en pré-CAL du {coming.on:%d/%m}", url, primary=True, post=True)]


def _present(case: Case, role: str) -> list[PossibleAct]:
    if role != Role.LANDLORD_ALLOC:
        return []
    return [PossibleAct("Inscrire en CAL", reverse("allocations:cal_schedule", args=[case.pk]), primary=True)]


def _follow_cal(case: Case, role: str) -> list[PossibleAct]:
    passage = CalPresentation.objects.filter(case=case).exclude(state="withdrawn").order_by("-cal_on").first()
    if passage is None or role not in {Role.LANDLORD_ALLOC}:
        return []
    label = (
        "Répondre à l'offre" if Offer.objects.filter(case=case, state="open").exists() else "Suivre le passage en CAL"
    )
    return [PossibleAct(label, reverse("allocations:presentation", args=[passage.pk]), primary=True)]


def _sign(case: Case, role: str) -> list[PossibleAct]:
    if role not in SIGNERS or Tenancy.objects.filter(case=case).exists():
        return []
    return [PossibleAct("Bail signé", reverse("allocations:lease", args=[case.pk]), primary=True)]


def _arbitrate(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.ASSO_HEAD, Role.LANDLORD_PILOT}:
        return []
    current = case.arbitrations.filter(outcome="").first()
    decide = PossibleAct("Décision commune", why_not="il manque un avis")
    if current and current.landlord_opinion and current.association_opinion:
        decide = PossibleAct("Décision commune", reverse("allocations:arbitration", args=[case.pk]), primary=True)
    return [PossibleAct("Donner l'avis", reverse("allocations:opinion", args=[case.pk]), primary=True), decide]


def _meet(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.ASSO_WORKER, Role.ASSO_HEAD}:
        return []
    return [
        PossibleAct("Rencontre de présentation", reverse("allocations:joint_meeting", args=[case.pk]), primary=True)
    ]


def _account(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}:
        return []
    return [
        PossibleAct("Situation locative", reverse("allocations:arrears", args=[case.pk])),
        PossibleAct("Trouble de voisinage", reverse("allocations:disturbance", args=[case.pk])),
    ]


BY_STATE = {
    S.PRECAL_QUEUE: _inscribe,
    S.PRECAL_DEFERRED: _inscribe,
    S.CAL_READY: _present,
    S.CAL_SCHEDULED: _follow_cal,
    S.CAL_AWARDED: _follow_cal,
    S.MOVE_IN_PENDING: _sign,
    S.ARBITRATION: _arbitrate,
    S.ACCEPTED_WAITING: _meet,
    S.FOLLOW_UP: _account,
    S.SUSPENDED: _account,
}
