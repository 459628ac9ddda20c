"""Where the household lives."""

from typing import Any

from django.http import HttpRequest

from allocations.models import Tenancy
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel
from lodabord.partners.roles import Role

MAY_END = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.LANDLORD_ALLOC}


def tenancy(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    tenancies = list(Tenancy.objects.visible_to(member).filter(case=case).select_related("dwelling"))
    hidden = case.reinforced and not tenancies and case.housed_from is not None
    if not tenancies and not hidden:
        return None
    return {"tenancies": tenancies, "hidden": hidden, "may_end": member.role in MAY_END}


PANELS = [
    Panel("Logement", "allocations/panels/tenancy.html", 55, READERS[DataClass.TENANCY], tenancy),
]
