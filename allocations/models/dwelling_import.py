"""A list of dwellings brought by the landlord, between its preview and its confirmation."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


class DwellingImportQuerySet(models.QuerySet["DwellingImport"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """One's own only."""
        if membership is None:
            return self.none()
        within = self.filter(agreement__in=[one.pk for one in membership.agreements])
        return within.filter(created_by=membership.professional_id)


class DwellingImport(models.Model):
    """The rows as they were read, and what was wrong in them. Nothing of it is a dwelling until confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    created_by = models.ForeignKey("partners.Professional", models.PROTECT, related_name="+", verbose_name="par")
    created_at = models.DateTimeField("lue le", default=timezone.now)
    name = models.CharField("fichier", max_length=120)
    rows = models.JSONField("lignes lues", encoder=DjangoJSONEncoder)
    """[{"number": 2, "values": {"reference": "…", "rent": "312.50"}, "errors": ["…"]}]"""
    confirmed_at = models.DateTimeField("importée le", null=True, blank=True)
    outcome = models.JSONField("résultat", default=dict, blank=True)
    """How many dwellings were created, updated, left alone; how many rows were left aside."""

    objects = DwellingImportQuerySet.as_manager()

    class Meta:
        verbose_name = "liste de logements lue"
        verbose_name_plural = "listes de logements lues"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="dwelling_import_confirmed_empties_its_rows",
                condition=Q(confirmed_at__isnull=True) | Q(rows=[]),
                violation_error_message="Une liste importée ne garde plus ses lignes.",
            )
        ]

    def __str__(self) -> str:
        return f"Liste lue le {self.created_at:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from allocations.rows import dwelling_import

        return dwelling_import()

    @classmethod
    def forget_unconfirmed(cls, *, before: datetime, by: Any) -> None:
        """One's lists that were read and never confirmed do not stay."""
        cls.objects.filter(created_by=by, confirmed_at__isnull=True, created_at__lt=before).delete()
