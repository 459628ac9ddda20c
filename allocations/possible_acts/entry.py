"""Coming in: pré-CAL, arbitration, the meeting with the household."""

from django.urls import reverse
from django.utils import timezone

from allocations.models import Meeting
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State


def inscribe(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_PILOT}:
        return []
    held = case.agenda_items.inscribed().first()
    if held:
        return [PossibleAct("Séance de pré-CAL", reverse("allocations:session", args=[held.meeting_id]), primary=True)]
    coming = Meeting.objects.precal().upcoming(timezone.localdate()).filter(agreement=case.agreement).first()
    if coming is None:
        return [PossibleAct("Inscrire en pré-CAL", why_not="aucune séance au calendrier")]
    url = reverse("allocations:inscription", args=[coming.pk, case.pk])
    return [PossibleAct(f"Inscrire en pré-CAL du {coming.on:%d/%m}", url, primary=True, post=True)]


def arbitrate(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.ASSO_HEAD, Role.LANDLORD_PILOT}:
        return []
    current = case.arbitrations.filter(outcome="").first()
    decide = PossibleAct("Décision commune", why_not="il manque un avis")
    if current and current.landlord_opinion and current.association_opinion:
        decide = PossibleAct("Décision commune", reverse("allocations:arbitration", args=[case.pk]), primary=True)
    return [PossibleAct("Donner l'avis", reverse("allocations:opinion", args=[case.pk]), primary=True), decide]


def meet(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.ASSO_WORKER, Role.ASSO_HEAD}:
        return []
    return [
        PossibleAct("Rencontre de présentation", reverse("allocations:joint_meeting", args=[case.pk]), primary=True)
    ]


BY_STATE = {
    S.PRECAL_QUEUE: inscribe,
    S.PRECAL_DEFERRED: inscribe,
    S.ARBITRATION: arbitrate,
    S.ACCEPTED_WAITING: meet,
}
