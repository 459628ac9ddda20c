"""Health, as little as possible: a need for support, never a diagnosis (decision 6, sheet 03 §3.6)."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

from accompaniment.models.earlier_text import Rewritable
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.visibility import OfCaseQuerySet

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class HealthNeed(CaseRecord):
    """Whether the household belongs to the second public (R-03), and how much health support it needs."""

    data_class = DataClass.HEALTH

    class Level(models.IntegerChoices):
        NONE = 0, "Aucun"
        OCCASIONAL = 1, "Ponctuel"
        SUSTAINED = 2, "Soutenu"

    case = models.OneToOneField(Case, models.PROTECT, related_name="health_need", verbose_name="dossier")
    second_public = models.BooleanField("souffrance psychique (vide : question non posée)", null=True, blank=True)
    level = models.PositiveSmallIntegerField("besoin d'étayage santé", choices=Level, null=True, blank=True)

    class Meta:
        verbose_name = "besoin d'étayage santé"
        verbose_name_plural = "besoins d'étayage santé"
        constraints = [
            models.CheckConstraint(
                name="health_need_level_known",
                condition=Q(level__isnull=True) | Q(level__in=[0, 1, 2]),
                violation_error_message="Le besoin d'étayage va de 0 à 2.",
            )
        ]

    def __str__(self) -> str:
        return "Besoin d'étayage santé"


class PsychologistNoteQuerySet(OfCaseQuerySet):
    """Her own notes; for the others, those she shares with the team."""

    def visible_to(self, membership: "Membership | None") -> Self:
        seen = super().visible_to(membership)
        if membership is None:
            return seen
        return seen.filter(Q(shared_with_team=True) | Q(created_by_id=membership.professional_id))


class PsychologistNote(Rewritable, CaseRecord):
    """A psychologist's note: hers alone unless she shares it (R-29)."""

    data_class = DataClass.PSYCHOLOGIST_NOTE
    own_unless_shared = True
    TEXTS = {"text": "Note"}

    on = models.DateField("entretien du")
    duration_minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    text = models.TextField("note", max_length=6000)
    shared_with_team = models.BooleanField("partagée avec l'équipe", default=False)

    objects = PsychologistNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note de la psychologue"
        verbose_name_plural = "notes de la psychologue"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"Note du {self.on:%d/%m/%Y}"

    def rewrite(self, *, by: "Professional", revision: int | None, **told: Any) -> None:
        """Write it again; what it said stays hers alone, even if she shares it now."""
        self.require_author(by)
        with transaction.atomic():
            self.revision = self.take_turn(by=by, revision=revision, **told)
            for name, value in told.items():
                setattr(self, name, value)
            self.save(update_fields=["revision", *told])
            Event.record(self, "psychologistnote.rewritten", by=by, facts={"revision": self.revision})
