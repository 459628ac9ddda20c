"""A document of a committee as a file, and where its making stands."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from reporting.editions import Edition
from reporting.models.committee import Committee
from reporting.models.files import ReportFile
from reporting.models.papers import CommitteePaper
from reporting.models.scope import OfAgreementsQuerySet

State = ReportFile.State


class CommitteeFile(models.Model):
    """A synthesis, a deck or minutes, made by a worker for who asked. Only that person may take it."""

    class Document(models.TextChoices):
        SYNTHESIS = "synthesis", "Synthèse de deux pages (PDF)"
        DECK = "deck", "Diaporama modifiable (PPTX)"
        MINUTES = "minutes", "Relevé de décisions (PDF)"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="files", verbose_name="COPIL")
    paper = models.ForeignKey(CommitteePaper, models.PROTECT, null=True, related_name="+", verbose_name="envoi")
    """What was sent, when the file is made from it; else it is made from what is being prepared."""
    document = EnumField("document demandé", choices=Document)
    edition = EnumField("version", choices=Edition)
    meets_on = models.DateField("date du COPIL")
    state = EnumField("état", choices=State, default=State.PENDING, editable=False)
    content = models.BinaryField("contenu", null=True, editable=False)
    problem = models.CharField("problème", max_length=300, blank=True, editable=False)
    requested_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="demandé par"
    )
    requested_at = models.DateTimeField("demandé le")

    objects = OfAgreementsQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier du COPIL"
        verbose_name_plural = "fichiers du COPIL"
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                name="committee_file_ready_with_its_content",
                condition=~Q(state="ready") | Q(content__isnull=False),
                violation_error_message="Un fichier prêt a un contenu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()}, COPIL du {self.meets_on:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """Who asked, from whichever side."""
        from households.wall import AGREEMENTS, ME, Right

        mine = f"requested_by_id = {ME} AND agreement_id = {AGREEMENTS}"
        right = Right(frozenset({"SELECT", "INSERT"}), mine, mine)
        return dict.fromkeys(("association", "landlord", "steering"), right)

    @property
    def page_url(self) -> str:
        return reverse("copil:file", args=[self.pk])

    @property
    def download_url(self) -> str:
        return reverse("copil:file_download", args=[self.pk])

    @property
    def file_name(self) -> str:
        names = {self.Document.SYNTHESIS: "synthese", self.Document.DECK: "diaporama", self.Document.MINUTES: "releve"}
        readers = "financeurs" if self.edition == Edition.FUNDER else "interne"
        ending = "pptx" if self.document == self.Document.DECK else "pdf"
        name = names[self.Document(self.document)]
        return f"{name}-copil-{self.agreement.code}-{self.meets_on:%Y-%m-%d}-{readers}.{ending}".lower()
