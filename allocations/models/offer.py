"""The offer of a dwelling and its answer (CCH R441-10)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q

from allocations.deadlines import REPLY_DAYS, REPLY_REMINDERS, offer_deadline, reply_stage
from allocations.models.announcement import Announcement
from allocations.models.dwelling import Dwelling
from allocations.models.move_in import MoveIn
from allocations.models.presentation import CalPresentation
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, RefusalReason
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class OfferQuerySet(OfCaseQuerySet):
    def awaiting_reply(self) -> Self:
        return self.filter(state=Offer.State.OPEN)

    def to_remind(self, today: date) -> Self:
        """Answers expected within the reach of the earliest reminder."""
        return self.awaiting_reply().filter(reply_deadline__range=(today, today + max(REPLY_REMINDERS.values())))

    def out_of_time(self, today: date) -> Self:
        """Silent past the deadline: a refusal in law, that a person still confirms (invariant 5)."""
        return self.awaiting_reply().filter(reply_deadline__lt=today)


class Offer(Stateful, CaseRecord):
    """A dwelling offered in writing: the household accepts, refuses, or stays silent."""

    data_class = DataClass.PROCESS
    writers = frozenset({Role.LANDLORD_ALLOC})
    tells_where = True

    class State(models.TextChoices):
        OPEN = "open", "En attente de réponse"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        TACITLY_REFUSED = "tacitly_refused", "Refusée par silence"
        LAPSED = "lapsed", "Caduque"

    MOVES = {State.OPEN: frozenset({State.ACCEPTED, State.REFUSED, State.TACITLY_REFUSED, State.LAPSED})}

    case = models.ForeignKey(Case, models.PROTECT, related_name="offers", verbose_name="dossier")
    presentation = models.OneToOneField(
        CalPresentation, models.PROTECT, null=True, related_name="offer", verbose_name="passage en CAL"
    )
    state = EnumField("état", choices=State, default=State.OPEN, editable=False)
    notified_on = models.DateField("notifiée le")
    reply_deadline = models.DateField("réponse attendue au plus tard le", editable=False, db_index=True)
    replied_on = models.DateField("réponse du", null=True, editable=False)
    refusal_reason = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, related_name="+", verbose_name="motif du refus", editable=False
    )
    lapse_cause = models.CharField("cause de la caducité", max_length=200, blank=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "offre de logement"
        verbose_name_plural = "offres de logement"
        ordering = ["notified_on"]
        constraints = [
            models.UniqueConstraint(
                name="offer_one_open_per_case",
                fields=["case"],
                condition=Q(state="open"),
                violation_error_message="Ce ménage a déjà une offre en attente de réponse.",
            ),
            models.CheckConstraint(
                name="offer_ten_days_to_reply",
                condition=Q(reply_deadline__gte=F("notified_on") + timedelta(days=REPLY_DAYS)),
                violation_error_message="Le ménage a au moins dix jours pour répondre (CCH R441-10).",
            ),
            models.CheckConstraint(
                name="offer_refused_with_a_reason",
                condition=~Q(state="refused") | Q(refusal_reason__isnull=False) | Q(taken_over=True),
                violation_error_message="Un refus indique son motif.",
            ),
            models.CheckConstraint(
                name="offer_answered_after_its_notification",
                condition=Q(replied_on__isnull=True) | Q(replied_on__gte=F("notified_on")) | Q(taken_over=True),
                violation_error_message="La réponse suit la notification de l'offre : vérifiez la date.",
            ),
            models.CheckConstraint(
                name="offer_lapsed_with_its_cause",
                condition=~Q(state="lapsed") | ~Q(lapse_cause="") | Q(taken_over=True),
                violation_error_message="Une offre caduque dit pourquoi le logement n'est plus disponible.",
            ),
            models.CheckConstraint(
                name="offer_answered_with_its_date",
                condition=~Q(state__in=["accepted", "refused"]) | Q(replied_on__isnull=False) | Q(taken_over=True),
                violation_error_message="Une réponse porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Offre du {self.notified_on:%d/%m/%Y}, {self.get_state_display().lower()}"

    def stage_on(self, today: date) -> str:
        """Where its reply stands: « J-3 », « J-1 », past the deadline, or nothing to press yet."""
        if self.state != self.State.OPEN:
            return ""
        if self.reply_deadline < today:
            return "late"
        return reply_stage(self.reply_deadline, today) or ""

    @classmethod
    def notify(cls, presentation: CalPresentation, *, on: date, by: "Professional") -> "Offer":
        """Write to the household. The reply delay starts the next day."""
        if presentation.effect != CalPresentation.Effect.EFFECTIVE:
            raise MoveRefused("On ne propose un logement qu'après une attribution devenue effective.")
        if presentation.effective_on and on < presentation.effective_on:
            raise MoveRefused(f"L'attribution prend effet le {presentation.effective_on:%d/%m/%Y} : l'offre suit.")
        case = presentation.case
        days = case.agreement.terms_on(on).offer_reply_days
        with transaction.atomic():
            offer = cls.objects.create(
                case=case,
                presentation=presentation,
                notified_on=on,
                reply_deadline=offer_deadline(on, days),
                created_by=by,
            )
            Event.record(offer, "offer.notified", by=by, facts={"on": on, "reply_deadline": offer.reply_deadline})
            MoveIn.open_for(offer, by=by)
            Dwelling.follow_offer(offer, by=by)
            return offer

    def accept(self, *, on: date, by: "Professional") -> None:
        if on > self.reply_deadline:
            raise MoveRefused("Le délai de réponse est passé : le silence vaut refus (CCH R441-10).")
        with transaction.atomic():
            self._move(self.State.ACCEPTED, by=by, replied_on=on)
            self.case.accept_offer(by=by)
            MoveIn.accepted(self, by=by)

    def refuse(self, *, on: date, reason: RefusalReason, by: "Professional") -> None:
        with transaction.atomic():
            self._move(self.State.REFUSED, by=by, replied_on=on, refusal_reason=reason)
            Dwelling.follow_offer(self, by=by)
            self.case.return_to_ready(by=by)

    def confirm_silence(self, *, today: date, by: "Professional") -> None:
        """The law makes silence a refusal; a person says so, after the deadline."""
        if today <= self.reply_deadline:
            raise MoveRefused(f"Le ménage peut répondre jusqu'au {self.reply_deadline:%d/%m/%Y} inclus.")
        with transaction.atomic():
            self._move(self.State.TACITLY_REFUSED, by=by)
            Dwelling.follow_offer(self, by=by)
            self.case.return_to_ready(by=by)

    def lapse(self, *, cause: str, by: "Professional") -> None:
        """The dwelling is no longer available: not the household's doing. The journal does not keep the words."""
        with transaction.atomic():
            Offer._base_manager.filter(pk=self.pk, state=self.State.OPEN).update(lapse_cause=cause)
            self._move(self.State.LAPSED, by=by)
            self.lapse_cause = cause
            Dwelling.follow_offer(self, by=by)
            self.case.return_to_ready(by=by)
            if self.presentation is not None:
                Announcement.owe(self.presentation, Announcement.What.LAPSED, by=by)
