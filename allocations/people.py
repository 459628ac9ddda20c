"""Who works under an agreement, by role: those whom an act may name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from lodabord.partners.models import Agreement, Membership, Professional
from lodabord.partners.roles import Role

ANNOUNCERS = frozenset({Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_SOCIAL, Role.LANDLORD_ALLOC})
"""Those who may tell a household its result."""
LANDLORD_PRESENTERS = frozenset({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})
ASSOCIATION_PRESENTERS = frozenset({Role.ASSO_WORKER, Role.ASSO_HEAD})
PAPER_GETTERS = ANNOUNCERS | {Role.LANDLORD_PILOT}
"""Those who may be asked for a paper."""


def people_of(agreement: Agreement, roles: Iterable[Role], today: date) -> Any:
    """The professionals who hold one of these roles under this agreement that day."""
    held = Membership.objects.current(today).under(agreement).filter(role__in=list(roles))
    return Professional.objects.filter(pk__in=held.values("professional")).order_by("last_name", "first_name")


def names(agreement: Agreement, today: date) -> list[str]:
    """Those who may tell a household what was decided, the landlord's first."""
    groups = (LANDLORD_PRESENTERS, ASSOCIATION_PRESENTERS)
    return [person.get_full_name() or str(person) for group in groups for person in people_of(agreement, group, today)]
