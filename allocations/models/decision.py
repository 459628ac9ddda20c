"""Entry decision of the access track, taken by both partners in pré-CAL. Arbitration is `models.arbitration`."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from allocations.models.meeting import AgendaItem
from households.confidentiality import DataClass
from households.models import CaseRecord, Event, RefusalReason
from households.models.case import ClosingReason
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

VISA_OF_ROLE = {Role.ASSO_HEAD: "association", Role.LANDLORD_PILOT: "landlord"}
"""Whose visa binds each partner (sheet 02 §2.1); the others may prepare, not decide."""


class PreCalDecision(CaseRecord):
    """What the two partners decide of a candidature. It takes effect with the second visa."""

    data_class = DataClass.PROCESS

    class Outcome(models.TextChoices):
        ACCEPTED = "retenu", "Retenu"
        DEFERRED = "ajourne", "Ajourné"
        NOT_SELECTED = "non_retenu", "Non retenu"
        REDIRECTED = "reoriente", "Réorienté"
        WITHDRAWN = "desistement", "Désistement"

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="decision", verbose_name="point")
    outcome = EnumField("décision", choices=Outcome)
    reason = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="motif"
    )
    missing_element = models.CharField("élément manquant", max_length=300, blank=True)
    reexamine_on = models.DateField("réexamen le", null=True, blank=True)
    conditions = models.CharField("conditions", max_length=300, blank=True)
    destination = models.CharField("réorientation vers", max_length=200, blank=True)
    association_visa_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="visa de l'association",
        editable=False,
    )
    landlord_visa_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="visa du bailleur",
        editable=False,
    )
    effective_at = models.DateTimeField("prise d'effet", null=True, editable=False)
    person_informed_on = models.DateField("personne informée le", null=True, blank=True)

    class Meta:
        verbose_name = "décision de pré-CAL"
        verbose_name_plural = "décisions de pré-CAL"
        constraints = [
            models.CheckConstraint(
                name="precal_decision_effective_with_two_visas",
                condition=Q(effective_at__isnull=True)
                | Q(association_visa_by__isnull=False, landlord_visa_by__isnull=False)
                | Q(taken_over=True),
                violation_error_message="Une décision prend effet avec le visa des deux partenaires.",
            ),
            models.CheckConstraint(
                name="precal_decision_deferred_until_a_date",
                condition=~Q(outcome="ajourne")
                | (Q(reexamine_on__isnull=False) & ~Q(missing_element=""))
                | Q(taken_over=True),
                violation_error_message="Un ajournement indique l'élément manquant et la date de réexamen.",
            ),
            models.CheckConstraint(
                name="precal_decision_refusal_says_why",
                condition=~Q(outcome="non_retenu") | Q(reason__isnull=False) | Q(taken_over=True),
                violation_error_message="Un refus indique son motif, choisi dans la liste convenue.",
            ),
            models.CheckConstraint(
                name="precal_decision_redirection_says_where",
                condition=~Q(outcome="reoriente") | ~Q(destination="") | Q(taken_over=True),
                violation_error_message="Une réorientation indique vers qui.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.item.meeting})"

    @property
    def session_on(self) -> date:
        return self.item.meeting.on

    def give_visa(self, membership: "Membership", *, at: datetime) -> None:
        """One partner's visa. The second one makes the decision effective and moves the case."""
        partner = VISA_OF_ROLE.get(Role(membership.role))
        if partner is None:
            raise MoveRefused("Le visa est donné par la cheffe de service et par la pilote du bailleur.")
        with transaction.atomic():
            field = f"{partner}_visa_by"
            given = type(self).objects.filter(pk=self.pk, **{f"{field}__isnull": True}, effective_at__isnull=True)
            if not given.update(**{field: membership.professional}):
                raise MoveRefused("Ce visa est déjà donné.")
            Event.record(self, f"precaldecision.{partner}_visa", by=membership.professional, facts={})
            self.refresh_from_db()
            if self.association_visa_by_id and self.landlord_visa_by_id:
                self._take_effect(at=at, by=membership.professional)

    def _take_effect(self, *, at: datetime, by: "Professional") -> None:
        self.effective_at = at
        self.save(update_fields=["effective_at"])
        case, on = self.case, self.session_on
        if self.outcome == self.Outcome.ACCEPTED:
            case.retain(on=on, by=by)
        elif self.outcome == self.Outcome.DEFERRED:
            case.defer(by=by)
        else:
            case.classify(on=on, reason=CLOSING_OF[PreCalDecision.Outcome(self.outcome)], by=by)


CLOSING_OF = {
    PreCalDecision.Outcome.NOT_SELECTED: ClosingReason.NOT_SELECTED,
    PreCalDecision.Outcome.REDIRECTED: ClosingReason.REDIRECTED,
    PreCalDecision.Outcome.WITHDRAWN: ClosingReason.WITHDRAWN,
}
