"""Who works under an agreement, to be chosen in a form."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from lodabord.partners.models import Agreement, Membership, Professional
from lodabord.partners.roles import Role

LANDLORD_PRESENTERS = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}
ASSOCIATION_PRESENTERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}


def staff(agreement: Agreement, roles: Iterable[Role], today: date) -> QuerySet[Professional]:
    """Those who hold one of these roles under the agreement that day."""
    held = Membership.objects.current(today).under(agreement).filter(role__in=roles)
    return Professional.objects.filter(pk__in=held.values("professional")).order_by("last_name", "first_name")


def names(agreement: Agreement, today: date) -> list[str]:
    """Those who may tell a household what was decided, the landlord's first."""
    groups = (LANDLORD_PRESENTERS, ASSOCIATION_PRESENTERS)
    return [person.get_full_name() or str(person) for group in groups for person in staff(agreement, group, today)]
