"""A collective activity against isolation, and each household's attendance, which is a contact of its own (R-32)."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from accompaniment.models.gathering import Gathering
from accompaniment.models.presence import Noted, Presence
from accompaniment.models.visit import Theme, Visit
from households.models import Case, Event
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class GroupActivity(Gathering):
    """What is proposed to several households together: a meal, an outing, a workshop."""

    path = "activity"

    title = models.CharField("titre", max_length=120)
    theme = EnumField("thème", choices=Theme, default=Theme.GROUP)

    class Meta:
        verbose_name = "activité collective"
        verbose_name_plural = "activités collectives"
        ordering = ["on", "at"]
        constraints = [
            *Gathering.Meta.constraints,
            models.CheckConstraint(
                name="group_activity_has_a_title",
                condition=~Q(title=""),
                violation_error_message="Une activité porte un titre.",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "on"], name="group_activity_agreement_on")]

    def __str__(self) -> str:
        return f"{self.title}, {self.on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("accompaniment:group_activity", args=[self.pk])

    @classmethod
    def attendance_model(cls) -> Any:
        return GroupAttendance

    @property
    def title_words(self) -> str:
        return self.title

    @property
    def is_collective(self) -> bool:
        return True

    @property
    def themes(self) -> list[str]:
        """Of the contact it makes: always « activités collectives », and its own when it has one."""
        return [Theme.GROUP, *([self.theme] if self.theme != Theme.GROUP else [])]

    def noted(self) -> dict[UUID, Noted]:
        return {
            row.case_id: Noted(row.outcome, frozenset(), row.word, row.revision, row.noted_by)
            for row in self.rows.select_related("noted_by")
        }

    def blank_rows(self, case: Case, *, by: "Professional") -> "list[GroupAttendance]":
        return [GroupAttendance(case=case, activity=self, on=self.on, present=None, created_by=by)]

    def write(self, case: Case, told: Noted, *, today: date, by: "Professional") -> None:
        row = self.rows.filter(case=case).select_related("visit").first()
        if row is None:
            self.require_welcome(case)
            (row,) = self.blank_rows(case, by=by)
        row.write(self, told.outcome, told.word, today=today, by=by)


class GroupAttendance(Presence):
    """A household came, or not. Having come is one contact « Action collective » on its file, once (V5, T1)."""

    activity = models.ForeignKey(
        GroupActivity, models.PROTECT, related_name="attendances", verbose_name="activité", editable=False
    )
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, related_name="group_attendance", verbose_name="contact", editable=False
    )

    class Meta:
        verbose_name = "participation à une activité"
        verbose_name_plural = "participations aux activités"
        ordering = ["on"]
        constraints = [
            *Presence.Meta.constraints,
            models.UniqueConstraint(
                name="group_attendance_once",
                fields=["activity", "case"],
                violation_error_message="Ce ménage est déjà inscrit à cette activité.",
            ),
            models.CheckConstraint(
                name="group_attendance_present_is_a_contact",
                condition=~Q(present=True) | Q(visit__isnull=False),
                violation_error_message="Une participation est aussi un contact du ménage.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_label} le {self.on:%d/%m/%Y}"

    def write(self, activity: GroupActivity, outcome: str, word: str, *, today: date, by: "Professional") -> None:
        """Note, or correct: the contact on the household's file says the same thing."""
        before = {"was": self.outcome} if self.revision else {}
        with transaction.atomic():
            self.note(outcome, word, by=by)
            self._agree_with_the_contact(activity, today=today, by=by)
            self.save()
            self.tell("corrected" if before else "noted", by=by, **before)

    def _agree_with_the_contact(self, activity: GroupActivity, *, today: date, by: "Professional") -> None:
        wanted = Visit.Status.DONE if self.present else Visit.Status.CANCELLED_HOUSEHOLD
        if self.visit is None and self.present:
            self.visit = Visit(case=self.case, kind=Visit.Kind.GROUP, on=self.on, themes=activity.themes, created_by=by)
            details: dict[str, Any] = {"at": activity.at, "duration_minutes": activity.duration_minutes}
            self.visit.log(wanted, today=today, by=by, contact_made=True, **details)
        elif self.visit is not None and self.visit.status != wanted:
            self.visit.log(wanted, today=today, by=by, contact_made=bool(self.present))

    def tell(self, act: str, *, by: "Professional", **more: object) -> None:
        Event.record(self, f"groupattendance.{act}", by=by, facts={"on": self.on, "outcome": self.outcome, **more})
