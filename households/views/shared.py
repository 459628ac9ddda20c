"""What the acts on a case have in common."""

from typing import Any

from django.http import HttpRequest

from households.access import open_or_404
from households.models import Case
from lodabord.partners.models import Professional


def opened(request: HttpRequest, pk: str) -> Case:
    """The case, for whoever stands on it, with what its pages always show."""
    cases = Case.objects.select_related("household", "agreement__landlord", "agreement__association")
    return open_or_404(request, cases, pk=pk)


def by(request: HttpRequest) -> Professional:
    """Who acts."""
    membership: Any = request.membership  # type: ignore[attr-defined]
    return membership.professional
