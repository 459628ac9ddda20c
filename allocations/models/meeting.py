"""Meetings of the partners (sheet 02 §2.4): planned, held or cancelled; a pré-CAL is then closed for good."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from allocations.models.agenda_item import AgendaItem
    from lodabord.partners.models import Membership, Professional


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Meetings of the agreements one stands under; case-deciding ones are between both partners."""
        if membership is None or membership.role not in Meeting.READERS:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])

    def precal(self) -> Self:
        return self.filter(kind=Meeting.Kind.PRECAL)

    def upcoming(self, today: date) -> Self:
        return self.filter(state=Meeting.State.PLANNED, on__gte=today).order_by("on")

    def to_close(self, today: date) -> Self:
        """Pré-CAL sessions whose day has come and whose decisions are not locked yet."""
        late = self.precal().filter(on__lte=today, closed_at__isnull=True)
        return late.exclude(state=Meeting.State.CANCELLED).order_by("on")


class Meeting(models.Model):
    """A session. Moved, it keeps the date first planned; cancelled, it keeps its reason; closed, it is locked."""

    READERS = frozenset({"asso_worker", "asso_psy", "asso_head", "landlord_social", "landlord_pilot", "landlord_alloc"})

    class Kind(models.TextChoices):
        PRECAL = "precal", "Pré-CAL"
        ARBITRATION = "arbitration", "Arbitrage maintien"
        PARTNER_REVIEW = "partner_review", "Point de situation bailleur – association"
        STEERING = "steering", "Comité de pilotage"
        HOUSING_FIRST_COMMISSION = "housing_first_commission", "Commission Logement d'abord"

    class State(models.TextChoices):
        PLANNED = "planned", "Prévue"
        HELD = "held", "Tenue"
        CANCELLED = "cancelled", "Annulée"

    MOVES = {State.PLANNED: frozenset({State.HELD, State.CANCELLED})}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="meetings", verbose_name="convention")
    kind = EnumField("nature", choices=Kind, default=Kind.PRECAL)
    planned_on = models.DateField("prévue d'abord le")
    on = models.DateField("date")
    state = EnumField("état", choices=State, default=State.PLANNED, editable=False)
    place = models.CharField("lieu", max_length=120, blank=True)
    change_reason = models.CharField("motif du report ou de l'annulation", max_length=200, blank=True)
    extra = models.BooleanField("séance ajoutée hors du rythme", default=False, editable=False)
    sent_at = models.DateTimeField("ordre du jour envoyé le", null=True, editable=False)
    sent_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="envoyé par", editable=False
    )
    closed_at = models.DateTimeField("close le", null=True, editable=False)
    closed_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="close par", editable=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                name="meeting_once_a_day",
                fields=["agreement", "kind", "on"],
                condition=~Q(state="cancelled"),
                violation_error_message="Une séance de cette nature est déjà prévue ce jour-là.",
            ),
            models.UniqueConstraint(
                name="meeting_planned_once",
                fields=["agreement", "kind", "planned_on"],
                condition=Q(extra=False),
                violation_error_message="Cette séance de l'année est déjà au calendrier.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_says_why",
                condition=~Q(state="cancelled") | ~Q(change_reason=""),
                violation_error_message="Une séance annulée indique son motif.",
            ),
            models.CheckConstraint(
                name="meeting_closed_was_held",
                condition=Q(closed_at__isnull=True) | Q(state="held"),
                violation_error_message="On ne clôt qu'une séance tenue : notez d'abord les présences.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.on:%d/%m/%Y}"

    # --- reading ---------------------------------------------------------------------------------

    @property
    def was_moved(self) -> bool:
        return self.on != self.planned_on

    @property
    def is_open(self) -> bool:
        """Neither cancelled nor closed: its agenda and its decisions still live."""
        return self.state != self.State.CANCELLED and self.closed_at is None

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def told_state(self) -> str:
        """« Prévue », « Tenue », « Close » or « Annulée »."""
        return "Close" if self.closed_at else self.get_state_display()

    # --- verbs -----------------------------------------------------------------------------------

    def lock(self) -> None:
        """One person at a time writes on this session; the others wait for the end of her transaction."""
        hold(f"session:{self.pk}")
        self.refresh_from_db()

    def require_open(self) -> None:
        if self.closed_at is not None:
            raise MoveRefused("Cette séance est close : ses décisions sont verrouillées. Passez par une rectification.")
        if self.state == self.State.CANCELLED:
            raise MoveRefused("Cette séance est déjà annulée.")

    def meet_at(self, place: str) -> None:
        """Where it takes place."""
        self.require_open()
        self.place = place
        self.save(update_fields=["place"])

    def move_to(self, day: date, *, reason: str) -> None:
        """Hold it another day; the first date is kept, and answers to the invitation are asked again."""
        self._require_planned()
        self.on, self.change_reason = day, reason
        self.save(update_fields=["on", "change_reason"])
        self.attendances.update(answer="", answered_at=None)

    def cancel(self, *, reason: str, by: "Professional | None" = None) -> None:
        """Not held. Its candidatures go back to the waiting list."""
        self._move(self.State.CANCELLED, change_reason=reason)
        for item in self.items.inscribed():
            item.leave_unexamined(by=by)

    def hold(self) -> None:
        """It took place."""
        self._move(self.State.HELD)

    def inscribe(self, case: Case, *, on: date, by: "Professional | None") -> "AgendaItem":
        """Put a waiting candidature on the agenda; the landlord's social staff know the case from here on."""
        self.lock()
        self.require_open()
        return self.items.inscribe(self, case, on=on, by=by)

    def _move(self, to: str, **facts: Any) -> None:
        """Compare and swap: the second of two people gets a sentence."""
        self._require_planned()
        if not type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **facts):
            raise MoveRefused("Un collègue vient de modifier cette séance. Rechargez la page.")
        self.state = to
        for name, value in facts.items():
            setattr(self, name, value)

    def _require_planned(self) -> None:
        if not self.MOVES.get(self.State(self.state)):
            raise MoveRefused(f"Cette séance est déjà {self.told_state.lower()}.")

    def lock_for_good(self, *, at: datetime, by: "Professional") -> None:
        """The last gesture of `allocations.closing`: from here on the database refuses any change."""
        if not type(self).objects.filter(pk=self.pk, closed_at__isnull=True).update(closed_at=at, closed_by=by):
            raise MoveRefused("Un collègue vient de clore cette séance.")
        self.closed_at, self.closed_by = at, by
