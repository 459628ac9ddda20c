"""How a retention case turned out for the tenancy, in the landlord's words (sheet 02 §2.2)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction

from allocations.models.arrears import SOCIAL_TEAM
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class RetentionOutcome(CaseRecord):
    """Where the tenancy stands, at a review or at the end. Not the association's reason for ending its accompaniment."""

    data_class = DataClass.REPORTED
    writers = SOCIAL_TEAM

    class Kind(models.TextChoices):
        DEBT_SETTLED = "debt_settled", "Dette soldée"
        PLAN_RESPECTED = "plan_respected", "Plan d'apurement respecté"
        DISTURBANCE_CEASED = "disturbance_ceased", "Troubles cessés"
        MUTATION = "mutation", "Mutation dans le parc du bailleur"
        ADAPTED_HOUSING = "adapted_housing", "Entrée en logement adapté"
        PROCEDURE_ONGOING = "procedure_ongoing", "Procédure en cours"
        EVICTED = "evicted", "Expulsion"
        LEFT_BEFORE_EVICTION = "left_before_eviction", "Départ avant l'expulsion"

    case = models.ForeignKey(Case, models.PROTECT, related_name="retention_outcomes", verbose_name="dossier")
    on = models.DateField("constaté le")
    kind = EnumField("issue", choices=Kind)

    class Meta:
        verbose_name = "issue du maintien"
        verbose_name_plural = "issues du maintien"
        ordering = ["-on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="retention_outcome_once_a_day",
                fields=["case", "kind", "on"],
                violation_error_message="Cette issue est déjà notée à cette date.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} au {self.on:%d/%m/%Y}"

    @classmethod
    def note(cls, case: Case, kind: str, *, on: date, by: "Professional") -> "RetentionOutcome":
        """At a review or at the end, as often as it changes. Of the retention track only."""
        if case.is_access:
            raise MoveRefused("L'issue du maintien ne concerne que le volet maintien.")
        with transaction.atomic():
            outcome = cls.objects.create(case=case, kind=kind, on=on, created_by=by)
            Event.record(outcome, "retentionoutcome.noted", by=by, facts={"on": on, "kind": kind})
            return outcome
