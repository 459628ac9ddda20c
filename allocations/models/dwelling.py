"""A dwelling of the landlord."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models

from households.confidentiality import READERS, DataClass
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agency, Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


class DwellingQuerySet(models.QuerySet["Dwelling"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        if membership is None or membership.role not in READERS[DataClass.TENANCY]:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])


class Dwelling(models.Model):
    """What the landlord may let; who lives there is told by `Tenancy` only. Rents in euros a month."""

    class Financing(models.TextChoices):
        PLAI = "PLAI", "PLAI"
        PLAIA = "PLAIA", "PLAI adapté"
        PLUS = "PLUS", "PLUS"
        PLS = "PLS", "PLS"
        OTHER = "autre", "Autre"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="dwellings", verbose_name="convention")
    reference = models.CharField("référence", max_length=40)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="dwellings", verbose_name="agence"
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.CharField("commune", max_length=80, blank=True)
    typology = EnumField("typologie", choices=[(f"T{n}", f"T{n}") for n in range(1, 7)], blank=True)
    surface = models.PositiveSmallIntegerField("surface (m²)", null=True, blank=True)
    financing = EnumField("financement", choices=Financing, blank=True)
    rent = models.DecimalField("loyer (€)", max_digits=7, decimal_places=2, null=True, blank=True)
    charges = models.DecimalField("charges (€)", max_digits=7, decimal_places=2, null=True, blank=True)
    floor = models.SmallIntegerField("étage", null=True, blank=True)
    has_lift = models.BooleanField("ascenseur", default=False)

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = "logement"
        verbose_name_plural = "logements"
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(
                name="dwelling_reference_once",
                fields=["agreement", "reference"],
                violation_error_message="Un logement porte déjà cette référence.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.typology}, {self.commune})" if self.commune else self.reference
