"""The landlord's facts of a tenancy: rent arrears and the stages of a procedure, neighbour disturbances."""

from django.db import models
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord
from lodabord.kernel.fields import EnumField


class ArrearsSnapshot(CaseRecord):
    """The rent account on a day, in euros, and where the procedure stands (sheet 02 §2.3)."""

    data_class = DataClass.REPORTED

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
    debt = models.DecimalField("dette (€)", max_digits=9, decimal_places=2)
    net_rent = models.DecimalField("loyer net mensuel (€)", max_digits=7, decimal_places=2, null=True, blank=True)
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
            models.CheckConstraint(
                name="arrears_debt_not_negative",
                condition=Q(debt__gte=0),
                violation_error_message="Une dette ne peut pas être négative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} au {self.on:%d/%m/%Y}"

    @property
    def months(self) -> float | None:
        """The debt in months of net rent, when the rent is known."""
        return round(float(self.debt / self.net_rent), 1) if self.net_rent else None


class Disturbance(CaseRecord):
    """A neighbour disturbance: a dated fact, never the name of who complained."""

    data_class = DataClass.REPORTED

    class Kind(models.TextChoices):
        NOISE = "noise", "Bruit"
        CLUTTER = "clutter", "Encombrement"
        DAMAGE = "damage", "Dégradation"
        CONFLICT = "conflict", "Conflit"
        ANIMALS = "animals", "Animaux"
        OTHER = "other", "Autre"

    on = models.DateField("constaté le")
    kind = EnumField("nature", choices=Kind)
    facts = models.CharField("faits", max_length=300, blank=True)
    ceased_on = models.DateField("cessé le", null=True, blank=True)

    class Meta:
        verbose_name = "trouble de voisinage"
        verbose_name_plural = "troubles de voisinage"
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(
                name="disturbance_ceases_after_it_starts",
                condition=Q(ceased_on__isnull=True) | Q(ceased_on__gte=F("on")),
                violation_error_message="Un trouble cesse après avoir été constaté.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
