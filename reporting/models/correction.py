"""Why a figure once presented would be another today: kept beside it, and told in the next report (sheet 05 §5.0)."""

import uuid

from django.db import models
from django.db.models import Q

from lodabord.kernel.fields import EnumField
from reporting.models.scope import AtTheTable
from reporting.models.snapshot import SteeringSnapshot


class FigureCorrection(AtTheTable):
    """A changed figure and its reason. The presented value stays in the snapshot; this line is never changed either."""

    append_only = True

    class Track(models.TextChoices):
        ACCESS = "access", "Accès"
        RETENTION = "retention", "Maintien"
        ALL = "all", "Les deux volets"

    class Span(models.TextChoices):
        QUARTER = "quarter", "Trimestre"
        YEAR = "year", "Année"
        AGREEMENT = "agreement", "Convention"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    snapshot = models.ForeignKey(SteeringSnapshot, models.PROTECT, related_name="corrections", verbose_name="rapport")
    indicator = models.CharField("indicateur", max_length=4)
    track = EnumField("volet", choices=Track)
    span = EnumField("période", choices=Span)
    label = models.CharField("libellé", max_length=200)
    presented = models.CharField("valeur présentée", max_length=200)
    recomputed = models.CharField("valeur recalculée", max_length=200)
    reason = models.CharField("raison", max_length=300)
    written_at = models.DateTimeField("notée le")
    written_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="notée par"
    )

    class Meta:
        verbose_name = "raison d'un écart"
        verbose_name_plural = "raisons des écarts"
        ordering = ["indicator", "-written_at"]
        constraints = [
            models.CheckConstraint(
                name="figure_correction_says_why",
                condition=~Q(reason=""),
                violation_error_message="Un écart porte sa raison.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.presented} → {self.recomputed}"

    @property
    def where(self) -> str:
        return f"{self.get_track_display()}, {self.get_span_display().lower()}"
