"""A report as a file, and where its making stands."""

import uuid

from django.db import models
from django.db.models import Q

from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from reporting.editions import Edition
from reporting.models.scope import OfAgreementsQuerySet
from reporting.models.snapshot import SteeringSnapshot


class ReportFile(models.Model):
    """A report as a file, made by a worker for who asked. Only that person may take it."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Texte à modifier (DOCX)"
        XLSX = "xlsx", "Tableur (XLSX)"
        CSV = "csv", "Données (CSV)"

    class State(models.TextChoices):
        PENDING = "pending", "En préparation"
        READY = "ready", "Prêt"
        FAILED = "failed", "Échec"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    snapshot = models.ForeignKey(SteeringSnapshot, models.PROTECT, related_name="files", verbose_name="rapport")
    edition = EnumField("version", choices=Edition)
    format = EnumField("format", choices=Format, default=Format.PDF)
    state = EnumField("état", choices=State, default=State.PENDING, editable=False)
    content = models.BinaryField("contenu", null=True, editable=False)
    problem = models.CharField("problème", max_length=300, blank=True, editable=False)
    requested_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="demandé par"
    )
    requested_at = models.DateTimeField("demandé le")

    objects = OfAgreementsQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier de rapport"
        verbose_name_plural = "fichiers de rapport"
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                name="report_file_ready_with_its_content",
                condition=~Q(state="ready") | Q(content__isnull=False),
                violation_error_message="Un fichier prêt a un contenu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} ({self.get_format_display()})"

    @property
    def file_name(self) -> str:
        return f"rapport-{self.agreement.code}-{self.snapshot.quarter}.{self.format}".lower()
