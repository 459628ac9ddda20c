"""Neighbour disturbances: dated facts, with no place for the name of who complained."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Disturbance(CaseRecord):
    """A neighbour disturbance: a dated fact, never the name of who complained."""

    data_class = DataClass.REPORTED
    writers = frozenset({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})

    class Kind(models.TextChoices):
        NOISE = "noise", "Bruit"
        CLUTTER = "clutter", "Encombrement"
        DAMAGE = "damage", "Dégradation"
        CONFLICT = "conflict", "Conflit"
        ANIMALS = "animals", "Animaux"
        OTHER = "other", "Autre"

    on = models.DateField("constaté le")
    kind = EnumField("nature", choices=Kind)
    facts = models.CharField("faits", max_length=300, blank=True)
    ceased_on = models.DateField("cessé le", null=True, blank=True)

    class Meta:
        verbose_name = "trouble de voisinage"
        verbose_name_plural = "troubles de voisinage"
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(
                name="disturbance_ceases_after_it_starts",
                condition=Q(ceased_on__isnull=True) | Q(ceased_on__gte=F("on")),
                violation_error_message="Un trouble cesse après avoir été constaté.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def cease(self, *, on: date, by: "Professional") -> None:
        """Nothing more since that day."""
        lasting = Disturbance.objects.filter(pk=self.pk, ceased_on__isnull=True)
        if not lasting.update(ceased_on=on):
            raise MoveRefused("La fin de ce trouble est déjà notée.")
        self.ceased_on = on
        Event.record(self, "disturbance.ceased", by=by, facts={"on": on})
