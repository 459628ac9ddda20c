"""The lease, then the rent account and the neighbourhood."""

from django.urls import reverse

from allocations.models import Tenancy
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State


SIGNERS = {Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT, Role.LANDLORD_SOCIAL}


def sign(case: Case, role: str) -> list[PossibleAct]:
    if role not in SIGNERS or Tenancy.objects.filter(case=case).exists():
        return []
    return [PossibleAct("Bail signé", reverse("allocations:lease", args=[case.pk]), primary=True)]


def account(case: Case, role: str) -> list[PossibleAct]:
    if role not in {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}:
        return []
    return [
        PossibleAct("Situation locative", reverse("allocations:arrears", args=[case.pk])),
        PossibleAct("Trouble de voisinage", reverse("allocations:disturbance", args=[case.pk])),
    ]


BY_STATE = {
    S.MOVE_IN_PENDING: sign,
    S.FOLLOW_UP: account,
    S.SUSPENDED: account,
}
