"""Figures once presented stay as they were presented: frozen (sheet 05 §5.0)."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from households.models import ExitReason
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement, PrescriberType
from reporting.beside import beside
from reporting.computing import Figures, compute
from reporting.editions import Edition, funder, partner, without_professionals
from reporting.indicators import every
from reporting.models.editions import EDITION_MODELS, FunderEdition
from reporting.models.scope import OfAgreementsQuerySet
from reporting.periods import Quarter

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


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

    def told(self, edition: str, *, naming_professionals: bool = False) -> dict[str, Any]:
        """The figures of that edition, as `reporting.document` wants them.

        Names of professionals stay on the association's pages: whatever may be printed or sent has numbers only.
        """
        row = EDITION_MODELS[Edition(edition)].objects.get(snapshot=self)
        indicators = row.values["indicators"]
        period = self.period
        return {
            "agreement": self.agreement.code,
            "quarter": self.quarter,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            "rule_versions": self.rule_versions,
            "indicators": indicators if naming_professionals else without_professionals(indicators),
            "beside": {name: told for name, told in row.values.items() if name != "indicators"},
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
            before, after = _published(figures)
            for edition, values in _editions(figures, before, after).items():
                told = {"indicators": values, **beside(figures, edition, before, after)}
                EDITION_MODELS[edition].objects.create(snapshot=snapshot, agreement=agreement, values=told)
        return snapshot


Rows = list[dict[str, Any]]


def _editions(figures: Figures, before: Rows, after: Rows) -> dict[Edition, dict[str, Any]]:
    revealing = frozenset(PrescriberType.objects.filter(reveals=True).values_list("code", flat=True))
    told = {Edition.INTERNAL: figures.values, Edition.PARTNER: partner(figures.values, revealing)}
    if not figures.frame.provisional:
        terms = figures.facts.terms_on(figures.frame.cut)
        told[Edition.FUNDER] = funder(
            figures.values,
            [one["indicators"] for one in before],
            revealing,
            small=terms.small_cell,
            sensitive=terms.small_cell_sensitive,
            later=[one["indicators"] for one in after],
            losing=frozenset(ExitReason.objects.filter(effect=ExitReason.Effect.LOST).values_list("code", flat=True)),
        )
    return told


def _published(figures: Figures) -> tuple[Rows, Rows]:
    """What the funders already have of the same year, up to this quarter and after it, oldest first."""
    quarter = str(figures.frame.quarter)
    editions = FunderEdition.objects.filter(
        agreement=figures.agreement, snapshot__quarter__startswith=f"{figures.frame.quarter.year}-"
    )
    rows = [
        (one.snapshot.quarter, one.values)
        for one in editions.select_related("snapshot").order_by("snapshot__quarter", "snapshot__computed_at")
    ]
    return [told for name, told in rows if name <= quarter], [told for name, told in rows if name > quarter]
