"""Before the commission, and the offer."""

from django.urls import reverse

from allocations.models import CalPresentation, Offer
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State


def present(case: Case, role: str) -> list[PossibleAct]:
    if role != Role.LANDLORD_ALLOC:
        return []
    return [PossibleAct("Inscrire en CAL", reverse("allocations:cal_schedule", args=[case.pk]), primary=True)]


def follow_cal(case: Case, role: str) -> list[PossibleAct]:
    passage = CalPresentation.objects.filter(case=case).exclude(state="withdrawn").order_by("-cal_on").first()
    if passage is None or role not in {Role.LANDLORD_ALLOC}:
        return []
    label = (
        "Répondre à l'offre" if Offer.objects.filter(case=case, state="open").exists() else "Suivre le passage en CAL"
    )
    return [PossibleAct(label, reverse("allocations:presentation", args=[passage.pk]), primary=True)]


BY_STATE = {
    S.CAL_READY: present,
    S.CAL_SCHEDULED: follow_cal,
    S.CAL_AWARDED: follow_cal,
}
