"""The figures of a snapshot, one row per reader's edition (sheet 05 §5.0).

The wall is kept by the tables: funders have no right on the association's or the landlord's edition.
"""

from typing import Any

from django.db import models

from lodabord.partners.models import Agreement
from reporting.editions import Edition


class EditionOfSnapshot(models.Model):
    """The figures of a snapshot, as one side reads them."""

    append_only = True
    written_by_sides = frozenset({"system"})

    snapshot = models.OneToOneField(
        "reporting.SteeringSnapshot", models.PROTECT, primary_key=True, related_name="%(class)s"
    )
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    values = models.JSONField("valeurs")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.snapshot}"


class InternalEdition(EditionOfSnapshot):
    """The association's own reading."""

    read_by_sides = frozenset({"association"})

    class Meta:
        verbose_name = "version interne"
        verbose_name_plural = "versions internes"


class PartnerEdition(EditionOfSnapshot):
    """The landlord's reading: neutral labels, nothing of the content of the follow-up."""

    read_by_sides = frozenset({"association", "landlord"})

    class Meta:
        verbose_name = "version du bailleur"
        verbose_name_plural = "versions du bailleur"


class FunderEdition(EditionOfSnapshot):
    """The funders' reading: small cells hidden."""

    read_by_sides = frozenset({"association", "landlord", "steering"})

    class Meta:
        verbose_name = "version financeurs"
        verbose_name_plural = "versions financeurs"


EDITION_MODELS: dict[Edition, Any] = {
    Edition.INTERNAL: InternalEdition,
    Edition.PARTNER: PartnerEdition,
    Edition.FUNDER: FunderEdition,
}
