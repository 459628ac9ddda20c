"""The money of a year: the plan as it was agreed, the spending as each funder was told it; both dated, none overwritten."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.db.locks import hold
from lodabord.partners.models import Agreement, FundingLine, Organisation
from lodabord.templatetags.lodabord import number
from reporting.models.scope import AtTheTable

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

WHOLE = Decimal(100)


class PlanVersion(AtTheTable):
    """A year's funding plan as it was written once: the budget, and each funder's share."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveSmallIntegerField("version")
    budget = models.PositiveIntegerField("budget (€)")
    shares = models.JSONField("parts (%)")
    """Funder's name → share, as text."""
    why = models.CharField("motif", max_length=200, blank=True)
    written_at = models.DateTimeField("écrit le")
    written_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="écrit par"
    )

    class Meta:
        verbose_name = "version du plan de financement"
        verbose_name_plural = "versions du plan de financement"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="plan_version_numbered",
                fields=["agreement", "year", "number"],
                violation_error_message="Un collègue vient d'écrire ce plan. Rechargez la page.",
            )
        ]

    def __str__(self) -> str:
        return f"Plan {self.year}, version {self.number}"

    @classmethod
    def write(
        cls, agreement: Agreement, *, year: int, budget: int, shares: dict[Organisation, Decimal], why: str,
        at: datetime, by: "Professional | None",
    ) -> "PlanVersion":  # fmt: skip
        """The plan of a year, or its correction, which says why. What was spent stays."""
        if sum(shares.values()) != WHOLE:
            raise MoveRefused(f"Les parts totalisent {number(sum(shares.values()))} % : il en faut 100.")
        with transaction.atomic():
            hold(f"funding:{agreement.pk}")
            lines = {line.funder_id: line for line in agreement.funding_lines.filter(year=year)}
            if lines and not why:
                raise MoveRefused(f"Le plan {year} existe déjà : dites pourquoi il change.")
            gone = [line for pk, line in lines.items() if line.spent and pk not in {one.pk for one in shares}]
            if gone:
                raise MoveRefused(f"{gone[0].funder} a déjà une dépense en {year} : gardez-le dans le plan.")
            spent = {pk: line.spent for pk, line in lines.items()}
            with acting_as(SYSTEM):
                agreement.plan_funding(year=year, budget=budget, shares=shares)
                for line in agreement.funding_lines.filter(year=year):
                    FundingLine.objects.filter(pk=line.pk).update(spent=spent.get(line.funder_id))
            return cls.objects.create(
                agreement=agreement, year=year, number=cls.objects.filter(agreement=agreement, year=year).count() + 1,
                budget=budget, shares={one.name: f"{share:f}" for one, share in shares.items()}, why=why,
                written_at=at, written_by=by,
            )  # fmt: skip


class SpendingStatement(AtTheTable):
    """What was spent of a funder's part since the first of January, as known on a day. The latest day counts."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("année")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="financeur")
    as_of = models.DateField("arrêtée au")
    spent = models.PositiveIntegerField("dépense depuis le 1er janvier (€)")
    why = models.CharField("motif de la correction", max_length=200, blank=True)
    written_at = models.DateTimeField("déclarée le")
    written_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="déclarée par"
    )

    class Meta:
        verbose_name = "état de dépense"
        verbose_name_plural = "états de dépense"
        ordering = ["-year", "funder__name", "-as_of", "-written_at"]
        constraints = [
            models.UniqueConstraint(
                name="spending_stated_once_a_day",
                fields=["agreement", "year", "funder", "as_of"],
                condition=Q(why=""),
                violation_error_message="Une dépense est déjà déclarée à cette date : dites pourquoi elle change.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.funder}, au {self.as_of:%d/%m/%Y}"

    @classmethod
    def declare(
        cls, agreement: Agreement, *, funder: Organisation, year: int, as_of: date, spent: int, why: str = "",
        at: datetime, by: "Professional | None",
    ) -> "SpendingStatement":  # fmt: skip
        """Declared, or corrected with its reason: the earlier statement stays, and the figures follow the latest."""
        if as_of.year != year:
            raise MoveRefused(f"Une dépense de {year} s'arrête à un jour de {year}.")
        with transaction.atomic():
            hold(f"funding:{agreement.pk}")
            line = agreement.funding_lines.filter(year=year, funder=funder).first()
            if line is None:
                raise MoveRefused(f"{funder} n'est pas au plan de {year} : écrivez d'abord le plan.")
            earlier = cls.objects.filter(agreement=agreement, year=year, funder=funder)
            lower = earlier.filter(as_of__lt=as_of, spent__gt=spent).exists()
            if lower and not why:
                raise MoveRefused("Cette dépense est plus basse qu'à une date antérieure : dites pourquoi.")
            made = cls.objects.create(
                agreement=agreement, funder=funder, year=year, as_of=as_of, spent=spent, why=why, written_at=at,
                written_by=by,
            )  # fmt: skip
            latest = earlier.filter(as_of__gt=as_of).order_by("-as_of", "-written_at").first() or made
            with acting_as(SYSTEM):
                FundingLine.objects.filter(pk=line.pk).update(spent=latest.spent)
        return made
