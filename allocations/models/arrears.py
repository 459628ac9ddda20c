"""The rent account of a housed household, month by month, and what was corrected in it."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from allocations.arrears_deadlines import constitution_threshold, is_constituted
from households.confidentiality import DataClass
from households.models import Case, CaseRecord
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

SOCIAL_TEAM = frozenset({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})
"""Who writes the landlord's facts of a tenancy."""


class ArrearsSnapshot(CaseRecord):
    """The rent account on a day, in euros, and where the procedure stands (sheet 02 §2.3)."""

    data_class = DataClass.REPORTED
    writers = SOCIAL_TEAM

    class Stage(models.TextChoices):
        NONE = "none", "Pas d'impayé"
        EARLY = "early", "Impayé naissant"
        CONSTITUTED = "constituted", "Impayé constitué"
        REPAYMENT_PLAN = "repayment_plan", "Plan d'apurement"
        FORMAL_NOTICE = "formal_notice", "Mise en demeure"
        PAYMENT_ORDER = "payment_order", "Commandement de payer"
        CCAPEX = "ccapex", "Saisine de la CCAPEX"
        SUMMONS = "summons", "Assignation"
        JUDGMENT = "judgment", "Jugement"
        COHESION_PROTOCOL = "cohesion_protocol", "Protocole de cohésion sociale"
        QUIT_ORDER = "quit_order", "Commandement de quitter les lieux"
        POLICE_REQUESTED = "police_requested", "Concours de la force publique demandé"
        EVICTED = "evicted", "Expulsion"
        SETTLED = "settled", "Dette soldée"

    case = models.ForeignKey(Case, models.PROTECT, related_name="arrears", verbose_name="dossier")
    on = models.DateField("à la date du")
    month = models.DateField("relevé du mois", null=True, blank=True, editable=False)
    """First day of the month of an imported statement; blank for one noted by hand."""
    debt = models.DecimalField("dette (€)", max_digits=9, decimal_places=2)
    net_rent = models.DecimalField(
        "loyer net mensuel (€)", max_digits=7, decimal_places=2, null=True, blank=True,
        help_text="Ce que le ménage doit chaque mois : loyer et charges, moins l'APL versée au bailleur.",
    )  # fmt: skip
    apl = models.DecimalField("APL mensuelle (€)", max_digits=7, decimal_places=2, null=True, blank=True)
    apl_to_landlord = models.BooleanField(
        "APL versée au bailleur", default=True, help_text="Elle change le seuil légal de l'impayé constitué."
    )
    stage = EnumField("étape de la procédure", choices=Stage, default=Stage.NONE)
    plan_respected = models.BooleanField("plan d'apurement respecté", null=True, blank=True)

    class Meta:
        verbose_name = "situation locative"
        verbose_name_plural = "situations locatives"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                name="arrears_once_a_day",
                fields=["case", "on"],
                violation_error_message="La situation de ce jour est déjà notée.",
            ),
            models.UniqueConstraint(
                name="arrears_statement_once_a_month",
                fields=["case", "month"],
                violation_error_message="Le relevé de ce mois est déjà là.",
            ),
            models.CheckConstraint(
                name="arrears_debt_not_negative",
                condition=Q(debt__gte=0),
                violation_error_message="Une dette ne peut pas être négative.",
            ),
            models.CheckConstraint(
                name="arrears_rent_not_negative",
                condition=(Q(net_rent__isnull=True) | Q(net_rent__gte=0)) & (Q(apl__isnull=True) | Q(apl__gte=0)),
                violation_error_message="Un loyer net et une APL ne peuvent pas être négatifs.",
            ),
            models.CheckConstraint(
                name="arrears_month_is_a_first_day",
                condition=Q(month__isnull=True) | Q(month__day=1),
                violation_error_message="Un relevé mensuel se range au premier jour de son mois.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} au {self.on:%d/%m/%Y}"

    @property
    def months(self) -> float | None:
        """The debt in months of net rent, when the rent is known."""
        return round(float(self.debt / self.net_rent), 1) if self.net_rent else None

    @property
    def threshold(self) -> Decimal | None:
        """From which debt the law calls it constituted, when the rent is known."""
        if self.net_rent is None:
            return None
        apl = self.apl or Decimal(0)
        whole = self.net_rent + apl if self.apl_to_landlord else self.net_rent
        return constitution_threshold(whole, apl, apl_to_landlord=self.apl_to_landlord)

    @property
    def is_constituted(self) -> bool:
        """By the law's rule when the rent is known; else as the person noted it."""
        if self.net_rent is None:
            return self.stage == self.Stage.CONSTITUTED
        apl = self.apl or Decimal(0)
        whole = self.net_rent + apl if self.apl_to_landlord else self.net_rent
        return is_constituted(self.debt, whole, apl, apl_to_landlord=self.apl_to_landlord)


class ArrearsCorrection(CaseRecord):
    """A statement imported again said something else: what it said before, and after. Never changed."""

    data_class = DataClass.REPORTED
    writers = SOCIAL_TEAM
    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="arrears_corrections", verbose_name="dossier")
    snapshot = models.ForeignKey(
        ArrearsSnapshot, models.PROTECT, related_name="corrections", verbose_name="situation locative"
    )
    debt_before = models.DecimalField("dette avant (€)", max_digits=9, decimal_places=2)
    debt_after = models.DecimalField("dette après (€)", max_digits=9, decimal_places=2)
    net_rent_before = models.DecimalField("loyer net avant (€)", max_digits=7, decimal_places=2, null=True)
    net_rent_after = models.DecimalField("loyer net après (€)", max_digits=7, decimal_places=2, null=True)
    apl_before = models.DecimalField("APL avant (€)", max_digits=7, decimal_places=2, null=True)
    apl_after = models.DecimalField("APL après (€)", max_digits=7, decimal_places=2, null=True)

    class Meta:
        verbose_name = "correction de relevé"
        verbose_name_plural = "corrections de relevé"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Correction du {self.created_at:%d/%m/%Y}"


def first_of_month(day: date) -> date:
    return day.replace(day=1)
