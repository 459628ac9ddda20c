"""Before the commission, and the offer."""

from django.urls import reverse
from django.utils import timezone

from allocations.checklist import checklist_of
from allocations.models import CalPresentation, Offer
from allocations.models.file_paper import SIDE_OF_ROLE
from households.acts_menu import PossibleAct
from households.models import Case
from households.stages import State
from lodabord.partners.roles import Role

S = State


def keep_papers(case: Case, role: str) -> list[PossibleAct]:
    """The list of papers is kept by both partners, from the preparation on."""
    if role not in SIDE_OF_ROLE or not case.is_access:
        return []
    return [PossibleAct("Dossier CAL et pièces", reverse("allocations:cal_file", args=[case.pk]))]


def present(case: Case, role: str) -> list[PossibleAct]:
    """Inscribe; or why not yet, and where the missing paper is dealt with."""
    if role != Role.LANDLORD_ALLOC:
        return keep_papers(case, role)
    blocking = checklist_of(case, timezone.localdate()).blocking
    url = reverse("allocations:cal_schedule", args=[case.pk])
    why_not = "il manque " + ", ".join(line.named_with_its_holder for line in blocking) if blocking else ""
    return [PossibleAct("Inscrire en CAL", url, why_not=why_not, primary=not blocking), *keep_papers(case, role)]


def follow_cal(case: Case, role: str) -> list[PossibleAct]:
    passage = CalPresentation.objects.filter(case=case).exclude(state="withdrawn").order_by("-cal_on").first()
    if passage is None or role not in {Role.LANDLORD_ALLOC}:
        return keep_papers(case, role)
    label = (
        "Répondre à l'offre" if Offer.objects.filter(case=case, state="open").exists() else "Suivre le passage en CAL"
    )
    url = reverse("allocations:presentation", args=[passage.pk])
    return [PossibleAct(label, url, primary=True), *keep_papers(case, role)]


BY_STATE = {
    S.PREPARATION: keep_papers,
    S.CAL_READY: present,
    S.CAL_SCHEDULED: follow_cal,
    S.CAL_AWARDED: follow_cal,
}
