"""What was sent of a committee, word for word: the only thing funders read of it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from reporting.models.committee import Committee
from reporting.models.scope import OfAgreementsQuerySet
from reporting.models.snapshot import SteeringSnapshot
from reporting.periods import Quarter

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class PaperQuerySet(OfAgreementsQuerySet):
    def synthesis(self) -> "PaperQuerySet":
        return self.filter(kind=CommitteePaper.Kind.SYNTHESIS)

    def minutes(self) -> "PaperQuerySet":
        return self.filter(kind=CommitteePaper.Kind.MINUTES)


class CommitteePaper(models.Model):
    """A synthesis sent before a committee, or its minutes sent after: frozen, masked, the funders' version."""

    read_by_sides = frozenset({"association", "landlord", "steering"})
    written_by_sides = frozenset({"system"})
    append_only = True

    class Kind(models.TextChoices):
        SYNTHESIS = "synthesis", "Synthèse"
        MINUTES = "minutes", "Relevé de décisions"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="papers", verbose_name="COPIL")
    snapshot = models.ForeignKey(SteeringSnapshot, models.PROTECT, related_name="+", verbose_name="chiffres")
    kind = EnumField("document", choices=Kind)
    number = models.PositiveSmallIntegerField("version")
    quarter = models.CharField("trimestre présenté", max_length=7)
    meets_on = models.DateField("date du COPIL")
    content = models.JSONField("contenu")
    sent_at = models.DateTimeField("envoyé le")
    sent_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="envoyé par"
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "document du COPIL"
        verbose_name_plural = "documents du COPIL"
        ordering = ["-quarter", "-sent_at"]
        constraints = [
            models.UniqueConstraint(
                name="committee_paper_numbered",
                fields=["committee", "kind", "number"],
                violation_error_message="Un collègue vient d'envoyer ce document. Rechargez la page.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du COPIL du {self.meets_on:%d/%m/%Y}"

    @property
    def period(self) -> Quarter:
        return Quarter.named(self.quarter)

    @classmethod
    def keep(
        cls, committee: Committee, kind: str, content: dict[str, Any], *, at: datetime, by: "Professional | None"
    ) -> "CommitteePaper":
        """Numbered from one; each sending is a version, none is changed."""
        return cls.objects.create(
            agreement=committee.agreement, committee=committee, snapshot=committee.snapshot, kind=kind,
            number=cls.objects.filter(committee=committee, kind=kind).count() + 1, quarter=committee.quarter,
            meets_on=committee.meeting.on, content=content, sent_at=at, sent_by=by,
        )  # fmt: skip
