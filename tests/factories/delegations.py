"""Visas given in another's name, for the tests."""

from datetime import date

from households.models import Delegation
from lodabord.partners.models import Membership


def delegated(
    member: Membership, delegate: Membership, first: date, last: date, today: date | None = None
) -> Delegation:
    """`delegate` gives the visas of `member` on these days."""
    return Delegation.appoint(member, delegate.professional, starts_on=first, ends_on=last, today=today or first)
