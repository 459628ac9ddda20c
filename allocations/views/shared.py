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


def visible_cases(request: Any) -> Any:
    return Case.objects.visible_to(request.membership)


__all__ = ["ORGANISERS", "PARTNERS", "by", "opened", "visible_cases", "writers_of"]
