"""What the association answers to whoever referred a household: the outcome, and the reason worded for them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models.case import Case
from households.models.event import Event
from households.models.record import CaseRecord
from households.visibility import OfCaseQuerySet
from lodabord.kernel.clock import instant
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    import uuid

    from lodabord.partners.models import Membership, Professional


class PrescriberAnswerQuerySet(OfCaseQuerySet):
    """A prescriber reads the answers to the referrals it wrote itself, even once identity is closed to it."""

    def visible_to(self, membership: "Membership | None") -> Self:
        if membership is not None and membership.role == Role.PRESCRIBER:
            return self.filter(case__referred_by_id=membership.professional_id)
        return super().visible_to(membership)


class PrescriberAnswer(CaseRecord):
    """An answer is never changed: a later one completes it. The landlord does not read it."""

    data_class = DataClass.REFERRAL
    append_only = True
    writers = frozenset({Role.ASSO_WORKER, Role.ASSO_HEAD})

    class Outcome(models.TextChoices):
        RETAINED = "retained", "Retenue"
        DEFERRED = "deferred", "À revoir"
        NOT_RETAINED = "not_retained", "Non retenue"
        REDIRECTED = "redirected", "Réorientée"
        WITHDRAWN = "withdrawn", "Désistement"

    outcome = EnumField("suite donnée", choices=Outcome)
    reason = models.TextField("ce que vous en dites au prescripteur", max_length=600)
    alternative = models.CharField("autre solution proposée", max_length=300, blank=True)
    answered_on = models.DateField("répondu le")
    about = models.UUIDField("décision dont il est question", null=True, editable=False)
    """The decision it tells of, by its identifier: the room that decides lies above this one."""

    objects = PrescriberAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse au prescripteur"
        verbose_name_plural = "réponses au prescripteur"
        ordering = ["-answered_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="prescriber_answer_says_something",
                condition=~Q(reason=""),
                violation_error_message="Une réponse dit quelque chose au prescripteur.",
            ),
            models.UniqueConstraint(
                name="prescriber_answer_once_per_decision",
                fields=["about"],
                condition=Q(about__isnull=False),
                violation_error_message="Une réponse a déjà été faite pour cette décision. Rechargez la page.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @classmethod
    def give(
        cls,
        case: Case,
        *,
        outcome: str,
        reason: str,
        on: date,
        by: "Professional",
        alternative: str = "",
        about: "uuid.UUID | None" = None,
    ) -> "PrescriberAnswer":
        """The association answers; the prescriber reads it on « Mes orientations »."""
        with transaction.atomic():
            given = cls.objects.create(
                case=case, outcome=outcome, reason=reason, alternative=alternative, answered_on=on, about=about,
                created_by=by, created_at=instant(),
            )  # fmt: skip
            Event.record(given, "prescriberanswer.given", by=by, facts={"on": on, "outcome": outcome})
            return given
