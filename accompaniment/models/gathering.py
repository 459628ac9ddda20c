"""What a session of preparation and a collective activity have in common: planned, moved, cancelled, held (02 §2.4)."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accompaniment.models.presence import Noted
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from lodabord.partners.roles import ASSOCIATION

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class GatheringQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: "Membership | None") -> Self:
        """Of the association alone, under the agreements one stands under."""
        if membership is None or membership.role not in ASSOCIATION:
            return self.none()
        return self.filter(agreement__in=[one.pk for one in membership.agreements])

    def led_by(self, professional_id: Any) -> Self:
        return self.filter(Q(animator=professional_id) | Q(second_animator=professional_id))

    def coming(self, today: date) -> Self:
        return self.filter(state=Gathering.State.PLANNED, on__gte=today).order_by("on", "at")

    def to_note(self, today: date) -> Self:
        """Their day has come, and somebody's attendance is still to be noted."""
        waiting = self.model.attendance_model().objects.to_come().filter(**{self.model.path: OuterRef("pk")})
        past = self.filter(on__lte=today).exclude(state=Gathering.State.CANCELLED)
        return past.filter(Q(state=Gathering.State.PLANNED) | Exists(waiting)).order_by("on", "at")


class Gathering(models.Model):
    """Several people at one time and place. Moved, it keeps the day first planned; cancelled, its reason.

    Who came is noted household by household, each on its own record: nothing here names anybody but the
    professionals. The association's alone; below the wall nobody knows that it exists.
    """

    read_by_sides = frozenset({"association", "system"})
    written_by_sides = frozenset({"association", "system"})
    path: ClassVar[str]
    """The attendance's own field that leads here."""

    class State(models.TextChoices):
        PLANNED = "planned", "Prévue"
        HELD = "held", "Tenue"
        CANCELLED = "cancelled", "Annulée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    planned_on = models.DateField("prévue d'abord le", editable=False)
    on = models.DateField("le")
    at = models.TimeField("heure", default=time(14))
    duration_minutes = models.PositiveSmallIntegerField("durée (minutes)", default=120)
    place = models.CharField("lieu", max_length=120)
    animator = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="animation par"
    )
    second_animator = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avec"
    )
    partner = models.CharField("partenaire invité", max_length=120, blank=True)
    state = EnumField("état", choices=State, default=State.PLANNED, editable=False)
    change_reason = models.CharField("motif du report ou de l'annulation", max_length=200, blank=True, editable=False)
    changed_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="modifiée par",
        editable=False,
    )
    created_at = models.DateTimeField("saisie le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="saisie par", editable=False
    )

    objects = GatheringQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_lasts_some_time",
                condition=Q(duration_minutes__gt=0),
                violation_error_message="Une séance dure au moins une minute.",
            ),
            models.CheckConstraint(
                name="%(class)s_cancelled_says_why",
                condition=~Q(state="cancelled") | ~Q(change_reason=""),
                violation_error_message="Une séance annulée indique son motif.",
            ),
            models.CheckConstraint(
                name="%(class)s_two_animators_differ",
                condition=Q(second_animator__isnull=True) | ~Q(second_animator=F("animator")),
                violation_error_message="La même personne anime deux fois : choisissez-en une autre, ou personne.",
            ),
        ]

    # --- reading ---------------------------------------------------------------------------------

    @classmethod
    def attendance_model(cls) -> Any:
        """The record that says who came."""
        raise NotImplementedError

    @property
    def title_words(self) -> str:
        """What it is about, to be told to anybody."""
        raise NotImplementedError

    @property
    def ends_at(self) -> time:
        return (datetime.combine(self.on, self.at) + timedelta(minutes=self.duration_minutes)).time()

    @property
    def animators(self) -> str:
        return " et ".join(str(one) for one in (self.animator, self.second_animator) if one)

    @property
    def was_moved(self) -> bool:
        return self.on != self.planned_on

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def rows(self) -> Any:
        """Every attendance of this gathering."""
        return self.attendance_model().objects.filter(**{self.path: self})

    def noted(self) -> dict[UUID, Noted]:
        """What is noted of each household, by case; a household signed up has an empty outcome."""
        raise NotImplementedError

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def plan(cls, agreement: Agreement, *, by: "Professional", **told: Any) -> Self:
        """Put on the calendar; of a past day too, when it took place without having been planned."""
        if by.pk is None or not told.get("place", "").strip():
            raise MoveRefused("Indiquez le lieu : il est écrit sur l'invitation.")
        return cls.objects.create(agreement=agreement, planned_on=told["on"], created_by=by, **told)

    def revise(self, *, by: "Professional", **told: Any) -> None:
        """Another place, another animator, another length: never the day, which is moved with a reason."""
        self._swap(by=by, **told)

    def move_to(self, on: date, at: time, *, reason: str, by: "Professional") -> None:
        """Another day or hour: those signed up follow."""
        with transaction.atomic():
            self.lock()
            self._swap(by=by, on=on, at=at, change_reason=reason)
            for row in self.rows.to_come():
                row.on = on
                row.save(update_fields=["on"])
                row.tell("moved", by=by)

    def cancel(self, *, reason: str, by: "Professional") -> None:
        """It will not take place: nobody is signed up any more."""
        if not reason.strip():
            raise MoveRefused("Une séance annulée indique son motif.")
        with transaction.atomic():
            self.lock()
            self._swap(by=by, state=self.State.CANCELLED, change_reason=reason)
            for row in self.rows.filter(present__isnull=True):
                row.tell("withdrawn", by=by)
                row.delete()

    def hold_it(self, *, by: "Professional") -> None:
        """It took place: attendance begins to be noted."""
        if self.state == self.State.PLANNED:
            self._swap(by=by, state=self.State.HELD)

    def sign_up(self, case: Case, *, by: "Professional") -> None:
        """The household is expected; signed up already, nothing changes."""
        with transaction.atomic():
            self.lock()
            self.require_possible()
            if case.pk not in self.noted():
                self.require_welcome(case)
                for row in self.blank_rows(case, by=by):
                    row.save()
                    row.tell("signed_up", by=by)

    def withdraw(self, case: Case, *, by: "Professional") -> None:
        """No longer expected; what was noted is never withdrawn, it is corrected."""
        with transaction.atomic():
            self.lock()
            rows = list(self.rows.filter(case=case))
            if not rows or any(row.present is not None for row in rows):
                raise MoveRefused("Ce ménage n'est plus seulement inscrit. Rechargez la page.")
            for row in rows:
                row.tell("withdrawn", by=by)
                row.delete()

    def write(self, case: Case, told: Noted, *, today: date, by: "Professional") -> None:
        """Note one household, signed up or not: called under the lock by `accompaniment.attendance`."""
        raise NotImplementedError

    def blank_rows(self, case: Case, *, by: "Professional") -> list[Any]:
        """The records, not saved, of a household that is only signed up."""
        raise NotImplementedError

    def require_welcome(self, case: Case) -> None:
        """Who may be signed up, or come without having been."""
        if case.agreement_id != self.agreement_id or not case.in_measure:
            raise MoveRefused(
                f"{case.household.code} n'est pas en mesure dans cette convention : seuls un ménage en préparation ou "
                "accompagné s'inscrit."
            )

    def require_possible(self) -> None:
        if self.state == self.State.CANCELLED:
            raise MoveRefused("Cette séance est annulée : prévoyez-en une autre.")

    def lock(self) -> None:
        """One person at a time writes on a gathering; what the former wrote is then read."""
        hold(f"{self._meta.model_name}:{self.pk}")
        self.refresh_from_db(fields=["state", "on", "at"])

    def _swap(self, *, by: "Professional", **facts: Any) -> None:
        """Compare and swap: only what is still planned changes."""
        told = {**facts, "changed_by": by}
        if not type(self)._base_manager.filter(pk=self.pk, state=self.State.PLANNED).update(**told):
            raise MoveRefused("Cette séance est déjà tenue ou annulée : elle ne change plus. Rechargez la page.")
        for name, value in told.items():
            setattr(self, name, value)
