"""What the landlord may know of the association's work: small facts that lie below the wall.

They are written in the same transaction as the act they tell, by the association's verbs. Of
visits, only those at home or in mediation, and past; of a suspension, its dates (decision 16).
"""

from django.db import models
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models.record import CaseRecord
from lodabord.kernel.fields import EnumField


class VisitFact(CaseRecord):
    """A past home visit, or a meeting of a neighbour mediation: « réalisée » or « non réalisée », never why."""

    data_class = DataClass.VISIT_FACT
    outside_reads_when = "visited_on <= CURRENT_DATE"
    """Cancelled ahead of time, a visit is told once its day has come: never a visit to come (decision 16)."""

    visited_on = models.DateField("le")
    done = models.BooleanField("réalisée")
    mediation = models.BooleanField("médiation de voisinage", default=False)

    class Meta:
        verbose_name = "visite passée"
        verbose_name_plural = "visites passées"
        ordering = ["-visited_on"]

    def __str__(self) -> str:
        return "réalisée" if self.done else "non réalisée"


class SupportPeriod(CaseRecord):
    """From when to when the household is in preparation, accompanied, or suspended; without the reason."""

    data_class = DataClass.PROCESS

    class Kind(models.TextChoices):
        PREPARATION = "preparation", "Préparation"
        FOLLOW_UP = "follow_up", "Accompagnement"
        SUSPENSION = "suspension", "Suspension"

    kind = EnumField("nature", choices=Kind)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au (exclu)", null=True, blank=True)

    class Meta:
        verbose_name = "période d'accompagnement"
        verbose_name_plural = "périodes d'accompagnement"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="support_period_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une période finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
