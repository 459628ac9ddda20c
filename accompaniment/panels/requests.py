"""Calls and demands."""

from typing import Any

from django.http import HttpRequest

from accompaniment.models import (
    Request,
)
from accompaniment.panels.private import private
from households.models import Case
from lodabord.partners.roles import Role

WORKERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}
LAST = 6


def _requests(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    seen = Request.objects.visible_to(member).filter(case=case)[:LAST]
    may_ask = member.role in WORKERS and case.landlord_from is not None and case.housed_from is not None
    return {"case": case, "requests": list(seen), "may_ask": may_ask}


PANELS = [private("Appels et demandes", "requests", 14, _requests)]
