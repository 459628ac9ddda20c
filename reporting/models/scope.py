"""What the records of reporting have in common: each is of an agreement, and read under it."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from lodabord.partners.models import Agreement
from lodabord.partners.roles import ASSOCIATION, LANDLORD, Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

LEADS = frozenset({Role.ASSO_HEAD, Role.LANDLORD_PILOT})
"""Who prepares the committee, one for each partner."""
TABLE = LEADS | {Role.ASSO_WORKER, Role.LANDLORD_SOCIAL}
"""Who reads how it is being prepared. Funders read what was sent, and nothing before."""


class OfAgreementsQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Of the agreements one stands under."""
        if membership is None:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])


class AtTheTableQuerySet(OfAgreementsQuerySet):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Of the agreements one stands under, for those who sit at the partners' table."""
        if membership is None or membership.role not in TABLE:
            return self.none()
        return super().visible_to(membership)


class AtTheTable(models.Model):
    """What the two partners prepare together: read by their teams, written by their two leads, unknown to funders."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")

    objects = AtTheTableQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """Rows of one's agreements, by role; what is appended is never changed."""
        from households.wall import AGREEMENTS, ROLE, Right

        appended = getattr(cls, "append_only", False)
        verbs = {"SELECT", "INSERT"} | (set() if appended else {"UPDATE", "DELETE"})

        def rows(roles: Any) -> str:
            told = ", ".join(repr(str(role)) for role in sorted(roles))
            return f"agreement_id = {AGREEMENTS} AND {ROLE} IN ({told})"

        return {
            side: Right(frozenset(verbs), seen=rows(TABLE & ours), written=rows(LEADS & ours))
            for side, ours in (("association", ASSOCIATION), ("landlord", LANDLORD))
        }
