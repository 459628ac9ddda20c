"""The rent account and the neighbourhood, as the landlord knows them."""

from typing import Any

from django.http import HttpRequest

from allocations.models import ArrearsSnapshot, Disturbance
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel
from lodabord.partners.roles import Role

SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}


def account(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    if case.housed_from is None and case.is_access:
        return None
    return {
        "case": case,
        "accounts": list(ArrearsSnapshot.objects.visible_to(member).filter(case=case)[:6]),
        "disturbances": list(Disturbance.objects.visible_to(member).filter(case=case)[:6]),
        "may_write": member.role in SOCIAL_TEAM,
    }


PANELS = [
    Panel(
        "Situation locative et voisinage", "allocations/panels/account.html", 60, READERS[DataClass.REPORTED], account
    ),
]
