"""The entry decision of the retention track, and whose visa binds each partner in both tracks."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, RefusalReason
from households.models.case import ClosingReason
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

VISA_OF_ROLE = {Role.ASSO_HEAD: "association", Role.LANDLORD_PILOT: "landlord"}
"""Whose visa binds each partner (sheet 02 §2.1); the others may prepare, not decide."""


class ArbitrationDecision(CaseRecord):
    """Entry in the retention track: two opinions, then one joint outcome (R-27)."""

    data_class = DataClass.PROCESS

    class Opinion(models.TextChoices):
        FAVOURABLE = "favourable", "Favorable"
        RESERVED = "reserved", "Réservé"
        UNFAVOURABLE = "unfavourable", "Défavorable"

    class Outcome(models.TextChoices):
        ACCEPTED = "retenu", "Retenu"
        WAITING = "attente", "En attente d'éléments"
        NOT_SELECTED = "non_retenu", "Non retenu"
        REDIRECTED = "reoriente", "Réorienté"

    case = models.ForeignKey(Case, models.PROTECT, related_name="arbitrations", verbose_name="dossier")
    landlord_opinion = EnumField("avis du bailleur", choices=Opinion, blank=True)
    landlord_opinion_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="avis du bailleur par",
        editable=False,
    )
    association_opinion = EnumField("avis de l'association", choices=Opinion, blank=True)
    association_opinion_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="avis de l'association par",
        editable=False,
    )
    outcome = EnumField("décision commune", choices=Outcome, blank=True)
    decided_on = models.DateField("arbitré le", null=True, blank=True)
    reason = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="motif"
    )
    destination = models.CharField("réorientation vers", max_length=200, blank=True)
    announced_by = models.CharField("qui l'annonce au ménage", max_length=120, blank=True)
    meeting_planned_on = models.DateField("rencontre de présentation prévue le", null=True, blank=True)

    class Meta:
        verbose_name = "arbitrage"
        verbose_name_plural = "arbitrages"
        ordering = ["-decided_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="arbitration_decided_with_two_opinions",
                condition=Q(outcome="")
                | (~Q(landlord_opinion="") & ~Q(association_opinion="") & Q(decided_on__isnull=False))
                | Q(taken_over=True),
                violation_error_message="La décision commune demande l'avis des deux partenaires et une date.",
            ),
            models.CheckConstraint(
                name="arbitration_refusal_says_why",
                condition=~Q(outcome="non_retenu") | Q(reason__isnull=False) | Q(taken_over=True),
                violation_error_message="Un refus indique son motif, choisi dans la liste convenue.",
            ),
            models.UniqueConstraint(
                name="arbitration_one_under_way",
                fields=["case"],
                condition=Q(outcome=""),
                violation_error_message="Un arbitrage est déjà en cours pour ce ménage.",
            ),
        ]

    def __str__(self) -> str:
        return f"Arbitrage de {self.case.household.code}"

    def give_opinion(self, membership: "Membership", opinion: str) -> None:
        """Each partner's opinion, by the person who may bind it."""
        partner = VISA_OF_ROLE.get(Role(membership.role))
        if partner is None:
            raise MoveRefused("L'avis est donné par la cheffe de service et par la pilote du bailleur.")
        if self.outcome:
            raise MoveRefused("La décision commune est déjà prise.")
        setattr(self, f"{partner}_opinion", opinion)
        setattr(self, f"{partner}_opinion_by", membership.professional)
        self.save(update_fields=[f"{partner}_opinion", f"{partner}_opinion_by"])
        Event.record(self, f"arbitration.{partner}_opinion", by=membership.professional, facts={"opinion": opinion})

    def decide(
        self,
        outcome: str,
        *,
        on: date,
        by: "Professional",
        reason: RefusalReason | None = None,
        destination: str = "",
        announced_by: str = "",
        meeting_planned_on: date | None = None,
    ) -> None:
        """The joint outcome. « En attente » keeps the case in arbitration, with a new round to come."""
        if not (self.landlord_opinion and self.association_opinion):
            raise MoveRefused("Il manque l'avis d'un des deux partenaires.")
        with transaction.atomic():
            self.outcome, self.decided_on, self.reason = outcome, on, reason
            self.destination, self.announced_by = destination, announced_by
            self.meeting_planned_on = meeting_planned_on
            self.save()
            Event.record(self, "arbitration.decided", by=by, facts={"outcome": outcome, "on": on})
            if outcome == self.Outcome.ACCEPTED:
                self.case.accept_after_arbitration(on=on, by=by)
            elif outcome != self.Outcome.WAITING:
                closing = {
                    self.Outcome.NOT_SELECTED: ClosingReason.NOT_SELECTED,
                    self.Outcome.REDIRECTED: ClosingReason.REDIRECTED,
                }[self.Outcome(outcome)]
                self.case.classify(on=on, reason=closing, by=by, arbitrated_on=on)
