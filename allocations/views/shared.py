"""What the pages of this room have in common."""

from typing import Any

from households.access import roles, writers_of
from households.models import Case
from households.views.shared import by, opened
from lodabord.partners.roles import Role

PARTNERS = roles({Role.ASSO_WORKER, Role.ASSO_PSY, Role.ASSO_HEAD, Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})
"""Who sits at the pré-CAL."""
ORGANISERS = roles({Role.ASSO_HEAD, Role.LANDLORD_PILOT})
"""Whose visa binds, and who plan the sessions."""
INSCRIBERS = roles({Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_PILOT})
"""Who may put a candidature on an agenda."""
PROPOSERS = roles({Role.ASSO_WORKER, Role.ASSO_HEAD})
"""Who speaks for the association: its proposal, its answer to the prescriber."""
ACTORS = roles({Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})
"""Who does what was decided."""


def visible_cases(request: Any) -> Any:
    return Case.objects.visible_to(request.membership)


__all__ = [
    "ACTORS",
    "INSCRIBERS",
    "ORGANISERS",
    "PARTNERS",
    "PROPOSERS",
    "by",
    "opened",
    "visible_cases",
    "writers_of",
]
