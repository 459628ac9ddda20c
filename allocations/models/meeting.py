"""Meetings of the partners (sheet 02 §2.4): planned, held or cancelled, with who came and what was examined."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
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


class Meeting(models.Model):
    """A session. Moved, it keeps the date first planned; cancelled, it keeps its reason."""

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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="meetings", verbose_name="convention")
    kind = EnumField("nature", choices=Kind, default=Kind.PRECAL)
    planned_on = models.DateField("prévue d'abord le")
    on = models.DateField("date")
    state = EnumField("état", choices=State, default=State.PLANNED, editable=False)
    place = models.CharField("lieu", max_length=120, blank=True)
    change_reason = models.CharField("motif du report ou de l'annulation", max_length=200, blank=True)

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
            models.CheckConstraint(
                name="meeting_cancelled_says_why",
                condition=~Q(state="cancelled") | ~Q(change_reason=""),
                violation_error_message="Une séance annulée indique son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.on:%d/%m/%Y}"

    @property
    def was_moved(self) -> bool:
        return self.on != self.planned_on

    def move_to(self, day: date, *, reason: str) -> None:
        """Hold it another day; the first date is kept."""
        self._require_planned()
        self.on, self.change_reason = day, reason
        self.save(update_fields=["on", "change_reason"])

    def cancel(self, *, reason: str) -> None:
        """Not held. Its candidatures go back to the waiting list."""
        self._require_planned()
        self.state, self.change_reason = self.State.CANCELLED, reason
        self.save(update_fields=["state", "change_reason"])
        self.items.filter(decision__isnull=True).delete()

    def hold(self) -> None:
        """It took place."""
        self._require_planned()
        self.state = self.State.HELD
        self.save(update_fields=["state"])

    def inscribe(self, case: Case, *, on: date, by: "Professional | None") -> "AgendaItem":
        """Put a waiting candidature on the agenda; the landlord's social staff know the case from here on."""
        self._require_planned()
        if case.state not in (Case.State.PRECAL_QUEUE, Case.State.PRECAL_DEFERRED):
            raise MoveRefused("Seule une candidature en attente de pré-CAL s'inscrit à l'ordre du jour.")
        again = case.state == Case.State.PRECAL_DEFERRED
        if again:
            case.requeue(by=by)
        case.open_to_landlord(on=on)
        item = AgendaItem.objects.create(
            meeting=self, case=case, position=self.items.count() + 1, reexamination=again, created_by=by
        )
        Event.record(item, "agendaitem.inscribed", by=by, facts={"session": self.on})
        return item

    def _require_planned(self) -> None:
        if self.state != self.State.PLANNED:
            raise MoveRefused(f"Cette séance est déjà {self.get_state_display().lower()}.")


class Attendance(models.Model):
    """Who came to a meeting, and for whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="séance")
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="professionnel"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", models.PROTECT, related_name="+", verbose_name="organisme"
    )
    present = models.BooleanField("présent", default=True)

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(name="attendance_once", fields=["meeting", "professional"])]

    def __str__(self) -> str:
        return f"{self.professional}"


class AgendaItem(CaseRecord):
    """A candidature examined at a session."""

    data_class = DataClass.PROCESS

    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items", verbose_name="dossier")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name="séance")
    position = models.PositiveSmallIntegerField("ordre", default=1)
    reexamination = models.BooleanField("réexamen", default=False)
    proposal = models.TextField("proposition de l'association", max_length=600, blank=True)

    class Meta:
        verbose_name = "point à l'ordre du jour"
        verbose_name_plural = "points à l'ordre du jour"
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                name="agenda_item_once_per_session",
                fields=["meeting", "case"],
                violation_error_message="Ce ménage est déjà à l'ordre du jour de cette séance.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.household.code}, {self.meeting}"
