"""« Logement pressenti »: the dwelling an officer has in mind for a need. A thought shared, not an act."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from allocations.models.dwelling import Dwelling
from allocations.models.need import HousingNeed
from households.confidentiality import DataClass
from lodabord.partners.roles import Role


class ForeseenDwelling(models.Model):
    """Noted by the allocation officer, visible to the association; under reinforced confidentiality, to few."""

    data_class = DataClass.HOUSING_NEED
    writers = frozenset({Role.LANDLORD_ALLOC})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(HousingNeed, models.PROTECT, related_name="foreseen", verbose_name="besoin")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="foreseen", verbose_name="logement")
    on = models.DateField("noté le")
    noted_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="noté par"
    )
    withdrawn_on = models.DateField("écarté le", null=True, blank=True)

    class Meta:
        verbose_name = "logement pressenti"
        verbose_name_plural = "logements pressentis"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                name="foreseen_one_per_need",
                fields=["need"],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message="Un logement est déjà pressenti pour ce besoin. Rechargez la page.",
            ),
            models.CheckConstraint(
                name="foreseen_withdrawn_after_noted",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("on")),
                violation_error_message="Un logement pressenti s'écarte après avoir été noté.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dwelling}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from allocations.rows import foreseen_dwelling

        return foreseen_dwelling()
