"""Coming in on the access track: the pré-CAL."""

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


BY_STATE = {
    S.PRECAL_QUEUE: inscribe,
    S.PRECAL_DEFERRED: inscribe,
}
