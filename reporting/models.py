"""Figures once presented stay as they were presented: frozen, one row per reader's edition (sheet 05 §5.0).

The wall is kept by the tables: funders have no right on the association's or the landlord's edition.
"""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement, PrescriberType
from reporting.computing import Figures, compute
from reporting.editions import Edition, funder, partner
from reporting.indicators import every
from reporting.periods import Quarter

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class OfAgreementsQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Of the agreements one stands under."""
        if membership is None:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])


class SteeringSnapshot(models.Model):
    """A report of a quarter, frozen: when, at which date, by which rules. Its figures are in the editions."""

    read_by_sides = frozenset({"association", "landlord", "steering"})
    written_by_sides = frozenset({"system"})
    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="snapshots", verbose_name="convention")
    quarter = models.CharField("trimestre", max_length=7)
    as_of = models.DateField("date de référence")
    provisional = models.BooleanField("provisoire")
    rule_versions = models.JSONField("versions des règles")
    computed_at = models.DateTimeField("établi le")
    made_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="établi par"
    )

    objects = OfAgreementsQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport figé"
        verbose_name_plural = "rapports figés"
        ordering = ["-quarter", "-computed_at"]

    def __str__(self) -> str:
        return f"{self.agreement.code}, {self.period.label}"

    @property
    def period(self) -> Quarter:
        return Quarter.named(self.quarter)

    def told(self, edition: str) -> dict[str, Any]:
        """The figures of that edition, as `reporting.document` wants them."""
        row = EDITION_MODELS[Edition(edition)].objects.get(snapshot=self)
        period = self.period
        return {
            "agreement": self.agreement.code,
            "quarter": self.quarter,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            "rule_versions": self.rule_versions,
            "indicators": row.values["indicators"],
            "skipped_stages": row.values["skipped_stages"],
        }

    @classmethod
    def freeze(
        cls, agreement: Agreement, quarter: Quarter, *, today: date, at: datetime, by: "Professional | None"
    ) -> "SteeringSnapshot":
        """Compute and keep the three editions. A provisional report has none for the funders."""
        figures = compute(agreement, quarter, as_of=None, today=today)
        with acting_as(SYSTEM), transaction.atomic():
            snapshot = cls.objects.create(
                agreement=agreement,
                quarter=str(quarter),
                as_of=figures.frame.as_of,
                provisional=figures.frame.provisional,
                rule_versions={one.code: one.rule_version for one in every()},
                computed_at=at,
                made_by=by,
            )
            for edition, values in _editions(figures).items():
                told = {"indicators": values, "skipped_stages": len(figures.facts.skipped_stages)}
                EDITION_MODELS[edition].objects.create(snapshot=snapshot, agreement=agreement, values=told)
        return snapshot


def _editions(figures: Figures) -> dict[Edition, dict[str, Any]]:
    revealing = frozenset(PrescriberType.objects.filter(reveals=True).values_list("code", flat=True))
    told = {Edition.INTERNAL: figures.values, Edition.PARTNER: partner(figures.values, revealing)}
    if not figures.frame.provisional:
        terms = figures.facts.terms_on(figures.frame.cut)
        told[Edition.FUNDER] = funder(
            figures.values,
            _published(figures),
            revealing,
            small=terms.small_cell,
            sensitive=terms.small_cell_sensitive,
        )
    return told


def _published(figures: Figures) -> list[dict[str, Any]]:
    """What the funders already have of the same year: a small difference with it would tell of few households."""
    year = figures.frame.quarter.year
    editions = FunderEdition.objects.filter(agreement=figures.agreement, snapshot__quarter__startswith=f"{year}-")
    return [one.values["indicators"] for one in editions]


class EditionOfSnapshot(models.Model):
    """The figures of a snapshot, as one side reads them."""

    append_only = True
    written_by_sides = frozenset({"system"})

    snapshot = models.OneToOneField(SteeringSnapshot, models.PROTECT, primary_key=True, related_name="%(class)s")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    values = models.JSONField("valeurs")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}, {self.snapshot}"


class InternalEdition(EditionOfSnapshot):
    """The association's own reading."""

    read_by_sides = frozenset({"association"})

    class Meta:
        verbose_name = "version interne"
        verbose_name_plural = "versions internes"


class PartnerEdition(EditionOfSnapshot):
    """The landlord's reading: neutral labels, nothing of the content of the follow-up."""

    read_by_sides = frozenset({"association", "landlord"})

    class Meta:
        verbose_name = "version du bailleur"
        verbose_name_plural = "versions du bailleur"


class FunderEdition(EditionOfSnapshot):
    """The funders' reading: small cells hidden."""

    read_by_sides = frozenset({"association", "landlord", "steering"})

    class Meta:
        verbose_name = "version financeurs"
        verbose_name_plural = "versions financeurs"


EDITION_MODELS: dict[Edition, Any] = {
    Edition.INTERNAL: InternalEdition,
    Edition.PARTNER: PartnerEdition,
    Edition.FUNDER: FunderEdition,
}


class ReportFile(models.Model):
    """A report as a file, made by a worker for who asked. Only that person may take it."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        CSV = "csv", "CSV"

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


__all__ = ["FunderEdition", "InternalEdition", "PartnerEdition", "ReportFile", "SteeringSnapshot"]
