"""The history of a dwelling: dated moves, each by an act. A line about a household is read by few."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone

from households.confidentiality import READERS, DataClass
from households.visibility import dwelling_rule, standing_rule
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


class Act(models.TextChoices):
    """What made the dwelling move."""

    REGISTERED = "registered", "Logement enregistré"
    IMPORTED = "imported", "Logement enregistré par une liste"
    TAKEN_OVER = "taken_over", "État repris"
    OPENED = "opened", "Ouvert au programme"
    CLOSED = "closed", "Gardé hors du programme"
    OFFERED = "offered", "Offre notifiée à un ménage"
    FREED = "freed", "Offre restée sans suite"
    LEASED = "leased", "Bail signé"
    ENDED = "ended", "Fin d'occupation"
    WITHDRAWN = "withdrawn", "Retiré"
    PUT_BACK = "put_back", "Remis à louer"


class DwellingMoveQuerySet(models.QuerySet["DwellingMove"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """A move made for a household is read by whoever may know where it lives: its date would tell."""
        if membership is None or membership.role not in READERS[DataClass.TENANCY]:
            return self.none()
        within = self.filter(agreement__in=[one.pk for one in membership.agreements])
        known = models.Q(case__isnull=True)
        if (standing := standing_rule(membership, "case__")) is not None:
            known |= standing & dwelling_rule(membership, "case__")
        return within.filter(known)


class DwellingMove(models.Model):
    """From one state to another, on a day, by somebody. Appended in the act's own transaction."""

    data_class = DataClass.TENANCY
    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dwelling = models.ForeignKey("allocations.Dwelling", models.PROTECT, related_name="moves", verbose_name="logement")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    act = EnumField("acte", choices=Act)
    from_state = models.CharField("état avant", max_length=40, blank=True)
    to_state = models.CharField("état après", max_length=40)
    on = models.DateField("le")
    at = models.DateTimeField("saisi le", default=timezone.now)
    by = models.ForeignKey("partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="par")
    reason = models.CharField("motif", max_length=200, blank=True)
    case = models.ForeignKey(
        "households.Case", models.PROTECT, null=True, related_name="+", verbose_name="pour le dossier"
    )
    """The household of an offer or a lease: it tells who may read this line, and is shown to nobody else."""

    objects = DwellingMoveQuerySet.as_manager()

    class Meta:
        verbose_name = "mouvement d'un logement"
        verbose_name_plural = "mouvements des logements"
        ordering = ["-on", "-at"]
        indexes = [models.Index(fields=["dwelling", "-on"], name="dwelling_move_on")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} le {self.on:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        from allocations.rows import dwelling_move

        return dwelling_move()
