"""The dated acts of an arrears procedure: who did what, when. The programme computes what comes next; people record."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from allocations.arrears_deadlines import Done
from allocations.models.arrears import SOCIAL_TEAM
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class ArrearsStepQuerySet(OfCaseQuerySet):
    def standing(self) -> Self:
        """Those that were not noted by mistake."""
        return self.filter(withdrawn_at__isnull=True)


class ArrearsStep(CaseRecord):
    """One act of the procedure, on its own date (sheet 02 §2.3). The landlord's: the association reads it."""

    data_class = DataClass.REPORTED
    writers = SOCIAL_TEAM

    class Kind(models.TextChoices):
        CAF_REPORT = "caf_report", "Signalement à la CAF ou à la MSA"
        REPAYMENT_PLAN = "repayment_plan", "Plan d'apurement"
        FORMAL_NOTICE = "formal_notice", "Mise en demeure"
        PAYMENT_ORDER = "payment_order", "Commandement de payer"
        CCAPEX = "ccapex", "Saisine de la CCAPEX par le bailleur"
        SUMMONS = "summons", "Assignation"
        PREFECT_NOTICE = "prefect_notice", "Assignation notifiée au préfet"
        JUDGMENT = "judgment", "Jugement"
        COHESION_PROTOCOL = "cohesion_protocol", "Protocole de cohésion sociale"
        QUIT_ORDER = "quit_order", "Commandement de quitter les lieux"
        POLICE_REQUESTED = "police_requested", "Concours de la force publique demandé"
        EVICTED = "evicted", "Expulsion"
        SETTLED = "settled", "Dette soldée, procédure éteinte"

    case = models.ForeignKey(Case, models.PROTECT, related_name="arrears_steps", verbose_name="dossier")
    kind = EnumField("étape", choices=Kind)
    on = models.DateField("le")
    plan_amount = models.DecimalField("mensualité du plan (€)", max_digits=7, decimal_places=2, null=True, blank=True)
    old_lease = models.BooleanField("bail ancien : délai de deux mois", default=False)
    hearing_on = models.DateField("date d'audience", null=True, blank=True)
    leave_by = models.DateField("date fixée par le juge pour partir", null=True, blank=True)
    withdrawn_at = models.DateTimeField("noté par erreur, retiré le", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="retiré par", editable=False
    )

    objects = ArrearsStepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape d'impayé"
        verbose_name_plural = "étapes d'impayé"
        ordering = ["on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                name="arrears_step_once_a_day",
                fields=["case", "kind", "on"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message="Cette étape est déjà notée à cette date.",
            ),
            models.CheckConstraint(
                name="arrears_step_hearing_after_the_summons",
                condition=Q(hearing_on__isnull=True) | Q(hearing_on__gte=F("on")),
                violation_error_message="L'audience suit l'assignation.",
            ),
            models.CheckConstraint(
                name="arrears_step_leaving_after_the_order",
                condition=Q(leave_by__isnull=True) | Q(leave_by__gte=F("on")),
                violation_error_message="La date fixée pour partir suit le commandement.",
            ),
            models.CheckConstraint(
                name="arrears_step_plan_is_positive",
                condition=Q(plan_amount__isnull=True) | Q(plan_amount__gt=0),
                violation_error_message="La mensualité d'un plan est supérieure à zéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} le {self.on:%d/%m/%Y}"

    @property
    def done(self) -> Done:
        """What the pure functions need to know of it."""
        return Done(self.kind, self.on, self.old_lease, self.hearing_on, self.leave_by)

    @classmethod
    def note(cls, case: Case, kind: str, *, on: date, by: "Professional", **facts: Any) -> "ArrearsStep":
        """Record an act. Details that belong to another kind of act are left out."""
        kept = {name: value for name, value in facts.items() if kind == DETAIL_OF.get(name) and value is not None}
        step = cls.objects.create(case=case, kind=kind, on=on, created_by=by, **kept)
        Event.record(step, f"arrearsstep.{kind}", by=by, facts={"on": on})
        return step

    def withdraw(self, *, at: Any, by: "Professional") -> None:
        """Noted by mistake: it stays in the history, struck out."""
        if not ArrearsStep.objects.standing().filter(pk=self.pk).update(withdrawn_at=at, withdrawn_by=by):
            raise MoveRefused("Cette étape est déjà retirée.")
        self.withdrawn_at, self.withdrawn_by = at, by
        Event.record(self, "arrearsstep.withdrawn", by=by, facts={"kind": self.kind, "on": self.on})


DETAIL_OF = {
    "plan_amount": ArrearsStep.Kind.REPAYMENT_PLAN,
    "old_lease": ArrearsStep.Kind.PAYMENT_ORDER,
    "hearing_on": ArrearsStep.Kind.SUMMONS,
    "leave_by": ArrearsStep.Kind.QUIT_ORDER,
}
"""Which kind of act each detail belongs to."""
