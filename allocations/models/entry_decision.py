"""What both partners decide of a candidature, and how: the content, the two visas, who wrote last."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q

from allocations.models.decision import VISA_OF_ROLE
from allocations.places import rank_of_a_newcomer
from households.confidentiality import DataClass
from households.models import CaseRecord, Event, RefusalReason, require_visa, signed, told_in_the_journal
from households.models.case import ClosingReason
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.kernel.working_days import PARIS

if TYPE_CHECKING:
    from allocations.models.meeting import Meeting
    from lodabord.partners.models import Membership, Professional

REMAINS_ACTIVE = "La demande de logement social reste active."
"""Printed beside every « Non retenu »: the pré-CAL has no effect on the request itself."""


class WrittenMeanwhile(MoveRefused):
    """A colleague saved another text since this page was opened. Carries hers: nobody's words are lost."""

    def __init__(self, theirs: "EntryDecision") -> None:
        super().__init__("Quelqu'un a enregistré une autre décision depuis l'ouverture de cette page.")
        self.theirs = theirs


class Outcome(models.TextChoices):
    ACCEPTED = "retenu", "Retenu"
    DEFERRED = "ajourne", "Ajourné"
    NOT_SELECTED = "non_retenu", "Non retenu"
    REDIRECTED = "reoriente", "Réorienté"
    WITHDRAWN = "desistement", "Désistement"


CLOSING_OF = {
    Outcome.NOT_SELECTED: ClosingReason.NOT_SELECTED,
    Outcome.REDIRECTED: ClosingReason.REDIRECTED,
    Outcome.WITHDRAWN: ClosingReason.WITHDRAWN,
}


def content_constraints(prefix: str) -> list[models.BaseConstraint]:
    """What a decision must say, whoever writes it; the same for a rectification."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_effective_with_two_visas",
            condition=Q(effective_at__isnull=True)
            | Q(association_visa_by__isnull=False, landlord_visa_by__isnull=False)
            | Q(taken_over=True),
            violation_error_message="Une décision prend effet avec le visa des deux partenaires.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_deferred_until_a_date",
            condition=~Q(outcome="ajourne")
            | (Q(reexamine_on__isnull=False) & ~Q(missing_element=""))
            | Q(taken_over=True),
            violation_error_message="Un ajournement indique l'élément manquant et la date de réexamen.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_refusal_says_why",
            condition=~Q(outcome="non_retenu") | Q(reason__isnull=False) | Q(taken_over=True),
            violation_error_message="Un refus indique son motif, choisi dans la liste convenue.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_redirection_says_where",
            condition=~Q(outcome="reoriente") | ~Q(destination="") | Q(taken_over=True),
            violation_error_message="Une réorientation indique vers qui.",
        ),
    ]


class EntryDecision(CaseRecord):
    """The common part of a decision and of its rectifications. It takes effect with the second visa."""

    data_class = DataClass.PROCESS
    Outcome = Outcome
    CONTENT = ("outcome", "reason", "reason_detail", "missing_element", "reexamine_on", "conditions", "destination")

    outcome = EnumField("décision", choices=Outcome)
    reason = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="motif"
    )
    reason_detail = models.CharField("précision du motif", max_length=300, blank=True)
    missing_element = models.CharField("élément manquant", max_length=300, blank=True)
    reexamine_on = models.DateField("réexamen le", null=True, blank=True)
    conditions = models.CharField("conditions", max_length=300, blank=True)
    destination = models.CharField("réorientation vers", max_length=200, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    written_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="écrite par", editable=False
    )
    written_at = models.DateTimeField("écrite le", null=True, editable=False)
    association_visa_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="visa de l'association",
        editable=False,
    )
    association_visa_for = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="visa de l'association au nom de",
        editable=False,
    )
    association_visa_at = models.DateTimeField("visa de l'association le", null=True, editable=False)
    landlord_visa_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="visa du bailleur",
        editable=False,
    )
    landlord_visa_for = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="visa du bailleur au nom de",
        editable=False,
    )
    landlord_visa_at = models.DateTimeField("visa du bailleur le", null=True, editable=False)
    effective_at = models.DateTimeField("prise d'effet", null=True, editable=False)
    waiting_rank = models.PositiveSmallIntegerField("rang en attente de place", null=True, editable=False)
    """Retained while every place was taken or promised: its rank that day. None when a place was free."""
    person_informed_on = models.DateField("personne informée le", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def session(self) -> "Meeting":
        raise NotImplementedError

    @property
    def session_on(self) -> date:
        return self.session.on

    @property
    def has_both_visas(self) -> bool:
        return bool(self.association_visa_by_id and self.landlord_visa_by_id)

    @property
    def association_signed(self) -> str:
        """Who gave it, and in whose name."""
        return signed(self.association_visa_by, self.association_visa_for)

    @property
    def landlord_signed(self) -> str:
        return signed(self.landlord_visa_by, self.landlord_visa_for)

    @property
    def told(self) -> str:
        """The outcome in words, with the rank of a household retained without a place."""
        if self.waiting_rank:
            return f"Retenu, en attente de place (rang {self.waiting_rank})"
        return self.get_outcome_display()

    def says_the_same(self, content: dict[str, Any]) -> bool:
        return all(getattr(self, name) == value for name, value in content.items())

    def give_visa(self, membership: "Membership", *, at: datetime, version: int | None = None) -> None:
        """One partner's visa on the text it read. The second one makes the decision effective and moves the case."""
        visa = require_visa(membership, self.session.agreement, at.astimezone(PARIS).date())
        partner = VISA_OF_ROLE[visa.role]
        with transaction.atomic():
            self.session.lock()
            self.refresh_from_db()
            self._require_visable(at)
            if version is not None and version != self.version:
                raise MoveRefused(
                    "Le texte de cette décision a changé depuis que vous l'avez lu. Relisez-le, puis visez."
                )
            free = type(self).objects.filter(
                pk=self.pk, version=self.version, effective_at__isnull=True, **{f"{partner}_visa_by__isnull": True}
            )
            given: dict[str, Any] = {
                f"{partner}_visa_by": membership.professional, f"{partner}_visa_for": visa.instead_of, f"{partner}_visa_at": at,
            }  # fmt: skip
            if not free.update(**given):
                raise MoveRefused("Ce visa est déjà donné.")
            action = f"{self._meta.model_name}.{partner}_visa"
            Event.record(self, action, by=membership.professional, facts=told_in_the_journal(visa))
            self.refresh_from_db()
            if self.has_both_visas:
                self._take_effect(at=at, by=membership.professional)

    def inform_person(self, *, on: date, by: "Professional") -> None:
        """The person was told; the one thing that may still be noted once the session is closed."""
        self.person_informed_on = on
        type(self).objects.filter(pk=self.pk).update(person_informed_on=on)
        Event.record(self, "precaldecision.person_informed", by=by, facts={"on": on})

    def _require_visable(self, at: datetime) -> None:
        raise NotImplementedError

    def _take_effect(self, *, at: datetime, by: "Professional") -> None:
        raise NotImplementedError

    def _mark_effective(self, *, at: datetime) -> None:
        """Under the lock of places: nobody else can be promised the same one."""
        rank = None
        if self.outcome == Outcome.ACCEPTED:
            rank = rank_of_a_newcomer(self.case, on=at.astimezone(PARIS).date())
        self.effective_at, self.waiting_rank = at, rank
        type(self).objects.filter(pk=self.pk).update(effective_at=at, waiting_rank=rank)

    @staticmethod
    def swap(records: models.QuerySet, *, version: int, **changes: Any) -> int:
        """Compare and swap on the version read: how many rows it changed."""
        here = records.filter(version=version, effective_at__isnull=True)
        return here.update(version=F("version") + 1, **changes)
