"""Who is told of a household's deadlines: whoever follows it, and the heads of its agreement."""

from datetime import date

from households.models import Case
from lodabord.partners.models import Membership, Professional
from lodabord.partners.roles import Role


def heads_of(case: Case, today: date) -> list[Professional]:
    held = Membership.objects.current(today).under(case.agreement).filter(role=Role.ASSO_HEAD)
    return [membership.professional for membership in held.select_related("professional")]


def followers(case: Case, today: date, *, heads: bool) -> list[Professional]:
    """The referent (the heads when there is none), and the heads too when it is late. Each once."""
    told = [case.referent] if case.referent else heads_of(case, today)
    if heads:
        told += heads_of(case, today)
    return list({person.pk: person for person in told}.values())
