"""The rent account over time and the neighbourhood, as the landlord knows them."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.account_chart import chart_of, message_of
from allocations.models import ArrearsStep, Disturbance
from allocations.procedures import ALREADY_TENANTS, standing_of
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel
from lodabord.partners.roles import Role

SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}
LAST = 6
"""Accounts and disturbances shown on the file; the procedure's own page has them all."""


def account(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    if case.housed_from is None and case.state not in ALREADY_TENANTS:
        return None
    standing = standing_of(case, member)
    plans = [step for step in standing.steps if step.kind == ArrearsStep.Kind.REPAYMENT_PLAN]
    return {
        "case": case,
        "standing": standing,
        "accounts": standing.accounts[::-1],
        "message": message_of(standing) if standing.accounts else "",
        "chart": chart_of(standing),
        "plan": plans[-1] if plans else None,
        "disturbances": list(Disturbance.objects.visible_to(member).filter(case=case)[:LAST]),
        "today": timezone.localdate(),
        "may_write": member.role in SOCIAL_TEAM,
        "wide": True,
    }


PANELS = [
    Panel(
        "Situation locative et voisinage", "allocations/panels/account.html", 60, READERS[DataClass.REPORTED], account
    ),
]
