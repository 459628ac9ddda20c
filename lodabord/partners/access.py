"""Access rules that depend on the role alone."""

from django.http import HttpRequest

from lodabord.partners.roles import TECHNICAL


def technical(request: HttpRequest) -> bool:
    """Accounts and parameters: the technical administrator, who sees no case."""
    membership = getattr(request, "membership", None)
    return membership is not None and membership.role in TECHNICAL


def member(request: HttpRequest) -> bool:
    """Anybody who acts for a membership."""
    return getattr(request, "membership", None) is not None


technical.roles = TECHNICAL  # type: ignore[attr-defined]
