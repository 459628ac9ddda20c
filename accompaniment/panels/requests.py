"""Calls and demands."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import DangerReport, Request
from accompaniment.panels.private import private
from accompaniment.request_clock import clock_of
from households.models import Case
from lodabord.partners.roles import Role

WORKERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}
LAST = 6


def _requests(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    seen = list(Request.objects.visible_to(member).filter(case=case).select_related("taken_by")[:LAST])
    now = timezone.now()
    may_ask = member.role in WORKERS and case.landlord_from is not None and case.housed_from is not None
    told = [(one, clock_of(one, now) if one.is_open else None) for one in seen]
    return {"case": case, "requests": told, "may_ask": may_ask}


def _dangers(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    reports = list(DangerReport.objects.visible_to(request.membership).filter(case=case))  # type: ignore[attr-defined]
    return {"case": case, "reports": reports} if reports else None


PANELS = [
    private("Situations de danger", "dangers", 1, _dangers),
    private("Appels et demandes", "requests", 14, _requests),
]
