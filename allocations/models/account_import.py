"""An import of rent accounts, between its two steps. Only the programme's own rows are ever kept, and only until then."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allocations.models.arrears import SOCIAL_TEAM
from households.confidentiality import DataClass
from households.models import Case, CaseRecord
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


class AccountImportQuerySet(models.QuerySet["AccountImport"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """The landlord's social team, under its own agreements."""
        if membership is None or membership.role not in SOCIAL_TEAM:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])


class AccountImport(models.Model):
    """One file read: which month, how many rows were ours, how many were not. Counts; nothing of the file itself."""

    read_by_sides = frozenset({"landlord"})
    written_by_sides = frozenset({"landlord"})

    class State(models.TextChoices):
        PREPARED = "prepared", "À confirmer"
        CONFIRMED = "confirmed", "Enregistré"
        DROPPED = "dropped", "Abandonné"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="account_imports", verbose_name="convention")
    month = models.DateField("mois du relevé")
    state = EnumField("état", choices=State, default=State.PREPARED, editable=False)
    ignored = models.PositiveIntegerField("lignes hors du programme", default=0)
    added = models.PositiveIntegerField("situations ajoutées", default=0)
    corrected = models.PositiveIntegerField("situations corrigées", default=0)
    unchanged = models.PositiveIntegerField("situations inchangées", default=0)
    created_at = models.DateTimeField("lu le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="lu par", editable=False
    )

    objects = AccountImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import de comptes locatifs"
        verbose_name_plural = "imports de comptes locatifs"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="account_import_month_is_a_first_day",
                condition=Q(month__day=1),
                violation_error_message="Un relevé mensuel se range au premier jour de son mois.",
            )
        ]

    def __str__(self) -> str:
        return f"Comptes de {self.month:%m/%Y}"

    def close(self, state: str, **counts: int) -> None:
        """Confirm or drop, once: of two people, the second gets a sentence. The rows kept in between go away."""
        waiting = AccountImport.objects.filter(pk=self.pk, state=self.State.PREPARED)
        if not waiting.update(state=state, **counts):
            raise MoveRefused("Cet import est déjà enregistré ou abandonné.")
        self.state = state
        for name, value in counts.items():
            setattr(self, name, value)
        self.rows.all().delete()


class AccountImportRow(CaseRecord):
    """A row of the file that is about one of the programme's households, as read."""

    data_class = DataClass.REPORTED
    writers = SOCIAL_TEAM

    case = models.ForeignKey(Case, models.PROTECT, related_name="imported_rows", verbose_name="dossier")
    batch = models.ForeignKey(AccountImport, models.PROTECT, related_name="rows", verbose_name="import")
    line = models.PositiveIntegerField("ligne du fichier")
    debt = models.DecimalField("dette (€)", max_digits=9, decimal_places=2)
    net_rent = models.DecimalField("loyer net (€)", max_digits=7, decimal_places=2, null=True)
    apl = models.DecimalField("APL (€)", max_digits=7, decimal_places=2, null=True)

    class Meta:
        verbose_name = "ligne d'import"
        verbose_name_plural = "lignes d'import"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                name="account_import_row_once",
                fields=["batch", "case"],
                violation_error_message="Ce ménage est déjà dans cet import.",
            )
        ]

    def __str__(self) -> str:
        return f"Ligne {self.line}"
