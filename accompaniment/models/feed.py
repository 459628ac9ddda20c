"""A secret address by which one's own calendar application reads one's visits. Only its fingerprint is kept."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

SECRET_BYTES = 24
"""192 bits: nobody guesses it."""


class CalendarFeed(models.Model):
    """One per membership: it ends with it. Renewed, the former address answers nothing any more."""

    membership = models.OneToOneField(
        "partners.Membership", models.CASCADE, primary_key=True, related_name="+", verbose_name="habilitation"
    )
    fingerprint = models.CharField("empreinte", max_length=64, unique=True)
    made_at = models.DateTimeField("ouvert le")

    class Meta:
        verbose_name = "abonnement au calendrier"
        verbose_name_plural = "abonnements aux calendriers"

    def __str__(self) -> str:
        return f"Abonnement du {self.made_at:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """One's own, through one's memberships; the programme reads it to know whose calendar is asked."""
        from households.wall import ME, Right

        mine = f"membership_id IN (SELECT id FROM partners_membership WHERE professional_id = {ME})"
        return {"association": Right(frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"}), mine, mine)}

    @classmethod
    def open_for(cls, membership: "Membership", *, at: datetime) -> str:
        """A new secret, told this once; any former one ends."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        cls.objects.update_or_create(
            membership=membership, defaults={"fingerprint": fingerprint_of(secret), "made_at": at}
        )
        return secret


def fingerprint_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
