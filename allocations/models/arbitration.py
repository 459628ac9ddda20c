"""Entry in the retention track: each partner's opinion, sealed until both are given, then one joint outcome (R-27)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, RefusalReason, require_visa, signed, told_in_the_journal
from households.models.case import ClosingReason
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.clock import instant
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.kernel.working_days import PARIS
from lodabord.partners.models import Agreement
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

PARTNER_OF_ROLE = {Role.ASSO_HEAD: "association", Role.LANDLORD_PILOT: "landlord"}
"""Who binds each partner (sheet 02 §2.2); the others may prepare, not decide."""
MOTIVE_LENGTH = 300
READ_AGAIN = [
    "outcome", "landlord_opinion", "landlord_motive", "landlord_opinion_by", "association_opinion", "association_motive",
    "association_opinion_by", "landlord_opinion_for", "association_opinion_for",
]  # fmt: skip
"""What a colleague may have changed since this round was read."""


class Opinion(models.TextChoices):
    """What a partner thinks of the entry."""

    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"


class ArbitrationDecision(CaseRecord):
    """One round of arbitration. The opinions are blank here until both partners have given theirs."""

    data_class = DataClass.PROCESS
    Opinion = Opinion

    class Outcome(models.TextChoices):
        ACCEPTED = "retenu", "Retenu"
        WAITING = "attente", "En attente d'éléments"
        NOT_SELECTED = "non_retenu", "Non retenu"
        REDIRECTED = "reoriente", "Réorienté"

    case = models.ForeignKey(Case, models.PROTECT, related_name="arbitrations", verbose_name="dossier")
    landlord_opinion = EnumField("avis du bailleur", choices=Opinion, blank=True)
    landlord_motive = models.CharField("motif du bailleur", max_length=MOTIVE_LENGTH, blank=True)
    landlord_opinion_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="avis du bailleur par",
        editable=False,
    )  # fmt: skip
    association_opinion = EnumField("avis de l'association", choices=Opinion, blank=True)
    association_motive = models.CharField("motif de l'association", max_length=MOTIVE_LENGTH, blank=True)
    association_opinion_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="avis de l'association par",
        editable=False,
    )  # fmt: skip
    landlord_opinion_for = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="avis du bailleur au nom de",
        editable=False,
    )
    association_opinion_for = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="avis de l'association au nom de",
        editable=False,
    )
    outcome = EnumField("décision commune", choices=Outcome, blank=True)
    decided_on = models.DateField("arbitré le", null=True, blank=True)
    reason = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="motif"
    )
    missing_element = models.CharField("éléments attendus", max_length=300, blank=True)
    destination = models.CharField("réorientation vers", max_length=200, blank=True)
    announced_by = models.CharField("qui l'annonce au ménage", max_length=120, blank=True)
    announced_on = models.DateField("annoncé au ménage le", null=True, blank=True)
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
            models.CheckConstraint(
                name="arbitration_redirection_says_where",
                condition=~Q(outcome="reoriente") | ~Q(destination="") | Q(taken_over=True),
                violation_error_message="Une réorientation indique vers qui.",
            ),
            models.CheckConstraint(
                name="arbitration_told_after_it_is_decided",
                condition=Q(announced_on__isnull=True) | Q(announced_on__gte=F("decided_on")),
                violation_error_message="L'annonce au ménage suit la décision.",
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

    @property
    def is_revealed(self) -> bool:
        """Whether both opinions are given, and therefore read by both."""
        return bool(self.landlord_opinion and self.association_opinion)

    @property
    def must_be_told(self) -> bool:
        """A decision that the household has not been told yet. Waiting for elements is told too: it is asked for them."""
        return bool(self.outcome) and self.announced_on is None and not self.taken_over

    @property
    def landlord_signed(self) -> str:
        """Whose opinion it is, and in whose name she gave it."""
        return signed(self.landlord_opinion_by, self.landlord_opinion_for)

    @property
    def association_signed(self) -> str:
        return signed(self.association_opinion_by, self.association_opinion_for)

    @classmethod
    def round_of(cls, case: Case) -> "ArbitrationDecision":
        """The round under way, or a new one."""
        if case.state != Case.State.ARBITRATION:
            raise MoveRefused("Ce dossier n'est pas à l'arbitrage.")
        hold(f"arbitration:{case.pk}")
        return cls.objects.filter(case=case, outcome="").first() or cls.objects.create(case=case)

    def give_opinion(self, membership: "Membership", opinion: str, motive: str = "") -> None:
        """Each partner's opinion, by the person who may bind it, or her delegate.

        Sealed in the database until the other's is given.
        """
        visa = require_visa(membership, self.case.agreement, instant().astimezone(PARIS).date())
        partner = PARTNER_OF_ROLE[visa.role]
        with transaction.atomic():
            hold(f"arbitration:{self.case_id}")
            self.refresh_from_db(fields=READ_AGAIN)
            if self.outcome:
                raise MoveRefused("La décision commune est déjà prise.")
            if self.is_revealed:
                raise MoveRefused("Les deux avis sont donnés et lus : ils ne changent plus.")
            self._seal(partner, opinion, motive, by=membership.professional, instead_of=visa.instead_of)
            action = f"arbitration.{partner}_opinion"
            Event.record(self, action, by=membership.professional, facts=told_in_the_journal(visa))
            self._reveal()

    def _seal(
        self, partner: str, opinion: str, motive: str, *, by: "Professional", instead_of: "Professional | None"
    ) -> None:
        """Kept apart, and replaced by its author as long as it is sealed."""
        SealedOpinion.objects.update_or_create(
            arbitration=self, partner=partner, created_by=by,
            defaults={"opinion": opinion, "motive": motive, "case": self.case},
        )  # fmt: skip
        ArbitrationDecision.objects.filter(pk=self.pk).update(
            **{f"{partner}_opinion_by": by, f"{partner}_opinion_for": instead_of}
        )

    def _reveal(self) -> None:
        """With the second opinion, both become readable. The programme itself opens the two envelopes."""
        with acting_as(SYSTEM):
            sealed = list(SealedOpinion.objects.filter(arbitration=self))
            if len(sealed) == len(PARTNER_OF_ROLE):
                told = {f"{one.partner}_opinion": one.opinion for one in sealed}
                told |= {f"{one.partner}_motive": one.motive for one in sealed}
                ArbitrationDecision.objects.filter(pk=self.pk).update(**told)
                SealedOpinion.objects.filter(arbitration=self).update(shared_with_team=True)
        self.refresh_from_db(fields=READ_AGAIN)

    def decide(
        self,
        outcome: str,
        *,
        on: date,
        by: "Professional",
        reason: RefusalReason | None = None,
        missing_element: str = "",
        destination: str = "",
        announced_by: str = "",
        meeting_planned_on: date | None = None,
    ) -> None:
        """The joint outcome, once. « En attente » keeps the case in arbitration, with a new round to come."""
        if not self.is_revealed:
            raise MoveRefused("Il manque l'avis d'un des deux partenaires.")
        facts = {
            "outcome": outcome, "decided_on": on, "reason": reason, "missing_element": missing_element,
            "destination": destination, "announced_by": announced_by, "meeting_planned_on": meeting_planned_on,
        }  # fmt: skip
        with transaction.atomic():
            if not ArbitrationDecision.objects.filter(pk=self.pk, outcome="").update(**facts):
                raise MoveRefused("Un collègue vient d'enregistrer la décision commune. Rechargez la page.")
            for name, value in facts.items():
                setattr(self, name, value)
            Event.record(self, "arbitration.decided", by=by, facts={"outcome": outcome, "on": on})
            self._move_the_case(outcome, on=on, by=by)

    def _move_the_case(self, outcome: str, *, on: date, by: "Professional") -> None:
        if outcome == self.Outcome.ACCEPTED:
            self.case.accept_after_arbitration(on=on, by=by)
        elif outcome != self.Outcome.WAITING:
            self.case.classify(on=on, reason=CLOSING_OF[self.Outcome(outcome)], by=by, arbitrated_on=on)

    def tell_household(self, *, on: date, announced_by: str, by: "Professional") -> None:
        """Somebody told the household what was decided."""
        if not self.outcome:
            raise MoveRefused("La décision commune n'est pas encore prise.")
        untold = ArbitrationDecision.objects.filter(pk=self.pk, announced_on__isnull=True)
        if not untold.update(announced_on=on, announced_by=announced_by):
            raise MoveRefused("L'annonce au ménage est déjà notée.")
        self.announced_on, self.announced_by = on, announced_by
        Event.record(self, "arbitration.announced", by=by, facts={"on": on})


CLOSING_OF = {
    ArbitrationDecision.Outcome.NOT_SELECTED: ClosingReason.NOT_SELECTED,
    ArbitrationDecision.Outcome.REDIRECTED: ClosingReason.REDIRECTED,
}


class SealedOpinionQuerySet(OfCaseQuerySet):
    """One's own envelope; the other's once both are open."""

    def visible_to(self, membership: "Membership | None") -> Self:
        seen = super().visible_to(membership)
        if membership is None:
            return seen
        return seen.filter(Q(shared_with_team=True) | Q(created_by_id=membership.professional_id))


class SealedOpinion(CaseRecord):
    """An opinion in its envelope: PostgreSQL shows it to its author alone until the other partner's is given too."""

    data_class = DataClass.PROCESS
    writers = frozenset(PARTNER_OF_ROLE)
    written_by_delegates = True
    own_unless_shared = True

    class Partner(models.TextChoices):
        LANDLORD = "landlord", "Bailleur"
        ASSOCIATION = "association", "Association"

    arbitration = models.ForeignKey(
        ArbitrationDecision, models.PROTECT, related_name="sealed_opinions", verbose_name="arbitrage"
    )
    partner = EnumField("partenaire", choices=Partner)
    opinion = EnumField("avis", choices=Opinion)
    motive = models.CharField("motif", max_length=MOTIVE_LENGTH, blank=True)
    shared_with_team = models.BooleanField("lu des deux partenaires", default=False)

    objects = SealedOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "avis d'arbitrage"
        verbose_name_plural = "avis d'arbitrage"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                name="sealed_opinion_once_per_partner",
                fields=["arbitration", "partner"],
                violation_error_message="Un collègue de votre organisme a déjà donné cet avis. Rechargez la page.",
            )
        ]

    def __str__(self) -> str:
        return f"Avis : {self.get_partner_display()}"


def places_on(agreement: Agreement, day: date) -> int:
    """Retention places taken on a day, suspended ones included. Counted by the programme itself: a number, no name."""
    with acting_as(SYSTEM):
        standing = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        cases = Case.objects.filter(agreement=agreement, track=Case.Track.RETENTION, measure_started_on__lte=day)
        return cases.filter(standing).count()
