"""The lease, the entry, the change of dwelling; then the rent account, the neighbourhood, a word to the referent."""

from collections.abc import Callable

from django.urls import reverse

from allocations.models import MoveIn, Tenancy
from households.acts_menu import PossibleAct
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State
Source = Callable[[Case, str], list[PossibleAct]]


SIGNERS = {Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT, Role.LANDLORD_SOCIAL}
SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}


def sign(case: Case, role: str) -> list[PossibleAct]:
    if role not in SIGNERS or Tenancy.objects.filter(case=case).exists():
        return []
    return [PossibleAct("Bail signé", reverse("allocations:lease", args=[case.pk]), primary=True)]


def entry(case: Case, role: str) -> list[PossibleAct]:
    """The shared list, while somebody has a step left."""
    if role not in READERS[DataClass.PROCESS]:
        return []
    found = MoveIn.objects.current().filter(case=case).first()
    return [PossibleAct("Check-list d'entrée", reverse("allocations:move_in", args=[found.pk]))] if found else []


def lease_in_place(case: Case, role: str) -> list[PossibleAct]:
    """Retention: the tenant was there before; its lease is noted once."""
    if role not in SIGNERS or case.is_access or Tenancy.objects.filter(case=case).exists():
        return []
    return [PossibleAct("Noter le bail en cours", reverse("allocations:lease", args=[case.pk]))]


def change_dwelling(case: Case, role: str) -> list[PossibleAct]:
    if role not in SIGNERS:
        return []
    here = Tenancy.objects.filter(case=case).order_by("-starts_on").first()
    if here is None:
        return lease_in_place(case, role)
    label = "Nouveau bail" if here.ends_on else "Mutation"
    return [PossibleAct(label, reverse("allocations:transfer", args=[case.pk]))]


def account(case: Case, role: str) -> list[PossibleAct]:
    if role not in SOCIAL_TEAM:
        return []
    return [
        PossibleAct("Situation locative", reverse("allocations:arrears", args=[case.pk])),
        PossibleAct("Trouble de voisinage", reverse("allocations:disturbance", args=[case.pk])),
    ]


def tell_referent(case: Case, role: str) -> list[PossibleAct]:
    """A « point locatif »; of a suspended accompaniment, one may ask for its reactivation."""
    if role not in SOCIAL_TEAM:
        return []
    url = reverse("allocations:rental_point") + f"?dossier={case.pk}"
    if case.state == S.SUSPENDED:
        return [PossibleAct("Demander la réactivation", f"{url}&objet=reactivation")]
    return [PossibleAct("Point locatif", url)]


def _all(*sources: Source) -> Source:
    return lambda case, role: [act for source in sources for act in source(case, role)]


BY_STATE = {
    S.CAL_AWARDED: entry,
    S.MOVE_IN_PENDING: _all(sign, entry),
    S.LANDLORD_ASSESSMENT: lease_in_place,
    S.ARBITRATION: lease_in_place,
    S.ACCEPTED_WAITING: lease_in_place,
    S.JOINT_MEETING: lease_in_place,
    S.FOLLOW_UP: _all(entry, change_dwelling, account, tell_referent),
    S.SUSPENDED: _all(entry, change_dwelling, account, tell_referent),
}
