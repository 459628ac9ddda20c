"""The sittings of the landlord's commission: its own calendar, of which only the programme's candidates are known here."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

from allocations.models.presentation import CalPresentation
from households.confidentiality import READERS, DataClass
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class CalSittingQuerySet(models.QuerySet["CalSitting"]):
    def visible_to(self, membership: "Membership | None") -> Self:
        if membership is None or membership.role not in READERS[DataClass.PROCESS]:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])

    def coming(self, today: date) -> Self:
        return self.filter(state=CalSitting.State.PLANNED, on__gte=today).order_by("on")


class CalSitting(models.Model):
    """One day of the commission under an agreement. A date that nobody planned is created when it is needed."""

    read_by_sides = frozenset({"association", "landlord", "system"})
    written_by_sides = frozenset({"landlord", "system"})

    class State(models.TextChoices):
        PLANNED = "planned", "Au calendrier"
        CANCELLED = "cancelled", "Annulée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="cal_sittings", verbose_name="convention")
    on = models.DateField("date")
    place = models.CharField("lieu", max_length=120, blank=True)
    state = EnumField("état", choices=State, default=State.PLANNED, editable=False)
    change_reason = models.CharField("motif du report ou de l'annulation", max_length=200, blank=True)

    objects = CalSittingQuerySet.as_manager()

    class Meta:
        verbose_name = "séance de la CAL"
        verbose_name_plural = "séances de la CAL"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                name="cal_sitting_once_a_day",
                fields=["agreement", "on"],
                condition=Q(state="planned"),
                violation_error_message="Une séance de la CAL est déjà au calendrier ce jour-là.",
            ),
            models.CheckConstraint(
                name="cal_sitting_cancelled_says_why",
                condition=~Q(state="cancelled") | ~Q(change_reason=""),
                violation_error_message="Une séance annulée indique son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"CAL du {self.on:%d/%m/%Y}"

    @property
    def passages(self) -> Any:
        """The programme's candidates of that day; the commission's others are not known here."""
        return CalPresentation.objects.filter(case__agreement_id=self.agreement_id, cal_on=self.on)

    @classmethod
    def plan(cls, agreement: Agreement, on: date, *, place: str = "") -> "CalSitting":
        """The sitting of that day, put on the calendar if it was not."""
        return cls.objects.get_or_create(
            agreement=agreement, on=on, state=cls.State.PLANNED, defaults={"place": place}
        )[0]

    def move_to(self, day: date, *, reason: str, by: "Professional") -> None:
        """Held another day: its candidates follow, if their request is still in force that day."""
        self._require_nothing_decided()
        with transaction.atomic():
            for passage in self.passages.scheduled().select_related("case__household__housing_request"):
                passage.move_to(day, by=by)
            self.on, self.change_reason = day, reason
            self.save(update_fields=["on", "change_reason"])

    def cancel(self, *, reason: str, by: "Professional") -> None:
        """Not held: nothing was decided, its candidates are ready again."""
        self._require_nothing_decided()
        with transaction.atomic():
            for passage in self.passages.scheduled().select_related("case"):
                passage.withdraw(reason=reason, by=by)
            self.state, self.change_reason = self.State.CANCELLED, reason
            self.save(update_fields=["state", "change_reason"])

    def _require_nothing_decided(self) -> None:
        if self.state != self.State.PLANNED:
            raise MoveRefused("Cette séance est déjà annulée.")
        if self.passages.filter(state=CalPresentation.State.DECIDED).exists():
            raise MoveRefused("Des décisions de cette séance sont déjà enregistrées : elle ne bouge plus.")
