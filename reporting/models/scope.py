"""What the records of reporting have in common: each is of an agreement, and read under it."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


class OfAgreementsQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Of the agreements one stands under."""
        if membership is None:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])
