"""The certificate of preparation, numbered and frozen: what was followed, and nothing about the person's situation."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Max

from accompaniment.models.measure import Measure
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from lodabord.kernel.clock import instant
from lodabord.kernel.db.locks import hold

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class PrepCertificate(CaseRecord):
    """One version of it, as it was handed to the person. A correction makes another version; none is rewritten."""

    data_class = DataClass.SOCIAL
    append_only = True

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name="mesure")
    version = models.PositiveSmallIntegerField("version")
    issued_on = models.DateField("établie le")
    content = models.JSONField("contenu figé")
    """What it says: see `accompaniment.certificate.content_of`."""

    class Meta:
        verbose_name = "attestation de préparation"
        verbose_name_plural = "attestations de préparation"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                name="prep_certificate_version_once",
                fields=["case", "version"],
                violation_error_message="Cette version de l'attestation existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"Attestation {self.number}"

    @property
    def number(self) -> str:
        """« AC-2025-0007-A2 »: the household's code, and the version."""
        return f"{self.case.household.code}-A{self.version}"

    @classmethod
    def issue(cls, measure: Measure, content: dict[str, object], *, on: date, by: "Professional") -> "PrepCertificate":
        """The preparation is over: freeze what was followed. The same words twice make no new version."""
        if measure.ends_on is None:
            raise MoveRefused("La préparation n'est pas terminée : l'attestation reste un projet jusque-là.")
        if not content["rows"]:
            raise MoveRefused("Aucune présence n'est notée : il n'y a rien à attester.")
        with transaction.atomic():
            hold(f"certificate:{measure.case_id}")
            last = cls.objects.filter(case=measure.case_id).select_related("case__household").first()
            if last is not None and last.content == content:
                raise MoveRefused(f"L'attestation {last.number} dit déjà exactement cela.")
            version = (cls.objects.filter(case=measure.case_id).aggregate(last=Max("version"))["last"] or 0) + 1
            made = cls.objects.create(
                case=measure.case,
                measure=measure,
                version=version,
                issued_on=on,
                content=content,
                created_by=by,
                created_at=instant(),
            )
            Event.record(made, "prepcertificate.issued", by=by, facts={"on": on, "version": version})
            return made
