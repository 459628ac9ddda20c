"""Who may give a visa on this page: whoever binds the partner, or her delegate (decision 0019)."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from households.access import roles
from households.models import Delegation, Visa, require_visa, visa_of
from households.models.delegation import DELEGATES

if TYPE_CHECKING:
    from lodabord.partners.models import Agreement

DELEGATORS = roles(DELEGATES)
SIGNERS = roles({*DELEGATES, *DELEGATES.values()})
"""Whose role can sign, by itself or by delegation; the act itself says whether this person may today."""


def may_sign(request: HttpRequest, agreement: "Agreement") -> bool:
    """Whether the page offers the visa."""
    return visa_of(request.membership, agreement, timezone.localdate()) is not None  # type: ignore[attr-defined]


def open_to_signers(request: HttpRequest) -> None:
    """As if it did not exist, for whoever never had a delegation; out of its dates, the act says why it is refused."""
    member: Any = request.membership  # type: ignore[attr-defined]
    if member.role not in DELEGATES and not Delegation.objects.given_to(member).exists():
        raise Http404


def signing(request: HttpRequest, agreement: "Agreement") -> Visa:
    """In whose name this person signs today, or the sentence of the refusal."""
    return require_visa(request.membership, agreement, timezone.localdate())  # type: ignore[attr-defined]


def held_today(request: HttpRequest) -> list[Delegation]:
    """The delegations that this person holds today."""
    if not hasattr(request, "delegations_held"):
        found = Delegation.objects.on(timezone.localdate()).given_to(request.membership)  # type: ignore[attr-defined]
        request.delegations_held = list(found.select_related("membership__agreement", "delegator"))  # type: ignore[attr-defined]
    return request.delegations_held  # type: ignore[attr-defined,no-any-return]
