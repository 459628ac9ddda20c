"""The history of a need."""

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from households.confidentiality import DataClass


class NeedChange(models.Model):
    """What a need was before a change, and after: typologies, places, figures. Appended, never rewritten."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey("allocations.HousingNeed", models.PROTECT, related_name="changes", verbose_name="besoin")
    on = models.DateField("le")
    at = models.DateTimeField("saisi le", default=timezone.now)
    by = models.ForeignKey("partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="par")
    changed = models.JSONField("avant et après", default=dict, encoder=DjangoJSONEncoder)
    data_class = DataClass.HOUSING_NEED

    class Meta:
        verbose_name = "changement d'un besoin"
        verbose_name_plural = "changements des besoins"
        ordering = ["-on", "-at"]

    def __str__(self) -> str:
        return f"Changement du {self.on:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from allocations.rows import need_change

        return need_change()
