"""The preparation notebook: ten modules, who came to which (R-19)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from accompaniment.models.presence import Presence
from households.models import Case, Event
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class PrepModule(models.Model):
    """A module of the preparation (sheet 06 §6.3)."""

    code = models.SlugField("code", max_length=40, primary_key=True)
    number = models.PositiveSmallIntegerField("numéro", unique=True)
    label = models.CharField("intitulé", max_length=160)
    content = models.CharField("contenu", max_length=300, blank=True)

    class Meta:
        verbose_name = "module de préparation"
        verbose_name_plural = "modules de préparation"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"


class Format(models.TextChoices):
    """One household with its worker, or several together."""

    INDIVIDUAL = "individual", "Individuel"
    COLLECTIVE = "collective", "Collectif"


class PrepAttendance(Presence):
    """A household's attendance at a module: at a session, or noted on its own."""

    Format = Format

    module = models.ForeignKey(PrepModule, models.PROTECT, related_name="+", verbose_name="module")
    session = models.ForeignKey(
        "accompaniment.PrepSession", models.PROTECT, null=True, related_name="attendances", verbose_name="séance",
        editable=False,
    )  # fmt: skip
    format = EnumField("format", choices=Format, default=Format.INDIVIDUAL)
    acquired = models.BooleanField("acquis", default=False)
    duration_minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    """Of what was noted without a session; a session has its own."""

    class Meta:
        verbose_name = "module suivi"
        verbose_name_plural = "modules suivis"
        ordering = ["on", "module"]
        constraints = [
            *Presence.Meta.constraints,
            models.UniqueConstraint(
                name="prep_attendance_once_a_day",
                fields=["case", "module", "on"],
                violation_error_message="Ce module est déjà noté, ou prévu, ce jour-là pour ce ménage.",
            ),
            models.CheckConstraint(
                name="prep_attendance_acquired_when_present",
                condition=Q(acquired=False) | Q(present__isnull=False, present=True),
                violation_error_message="Un module acquis suppose une présence.",
            ),
            models.CheckConstraint(
                name="prep_attendance_one_duration",
                condition=Q(session__isnull=True) | Q(duration_minutes__isnull=True),
                violation_error_message="La durée d'une séance se note sur la séance.",
            ),
        ]
        indexes = [models.Index(fields=["session"], name="prep_attendance_session")]

    def __str__(self) -> str:
        return str(self.module)

    @property
    def minutes(self) -> int | None:
        """How long it lasted, when it is known."""
        return self.session.duration_minutes if self.session else self.duration_minutes

    @classmethod
    def note_alone(
        cls, case: Case, *, module: PrepModule, on: date, outcome: str, acquired: bool = False, word: str = "",
        duration_minutes: int | None = None, by: "Professional",
    ) -> "PrepAttendance":  # fmt: skip
        """A module worked on with one household, outside any session that was planned."""
        require_prepared(case)
        if case.prep_started_on and on < case.prep_started_on:
            raise MoveRefused(f"La préparation de ce ménage a commencé le {case.prep_started_on:%d/%m/%Y}.")
        with transaction.atomic():
            row = cls(
                case=case, module=module, on=on, acquired=acquired, duration_minutes=duration_minutes, created_by=by
            )
            row.note(outcome, word, by=by)
            row.save()
            row.tell("noted", by=by)
            return row

    def correct(self, outcome: str, *, acquired: bool, word: str, by: "Professional") -> None:
        """Note again what was noted on its own; the journal keeps what it said before."""
        if self.session_id:
            raise MoveRefused("Ce module a été noté dans une séance : corrigez-le sur la page de la séance.")
        with transaction.atomic():
            here = type(self).objects.select_for_update().get(pk=self.pk)
            if here.revision != self.revision:
                raise MoveRefused("Un collègue vient de corriger cette ligne. Rechargez la page.")
            self.write(outcome, acquired=acquired, word=word, by=by)

    def write(self, outcome: str, *, acquired: bool, word: str, by: "Professional") -> None:
        """Note and journal: the first time, or a correction with what it said before."""
        before = {"was": self.outcome, "was_acquired": self.acquired} if self.revision else {}
        self.acquired = acquired
        self.note(outcome, word, by=by)
        self.save()
        self.tell("corrected" if before else "noted", by=by, **before)

    def tell(self, act: str, *, by: "Professional", **more: object) -> None:
        facts = {"on": self.on, "module": self.module_id, "outcome": self.outcome, "acquired": self.acquired, **more}
        Event.record(self, f"prepattendance.{act}", by=by, facts=facts)


def require_prepared(case: Case) -> None:
    """Somebody who is, or was, in preparation or accompanied, and still is followed."""
    if not case.in_measure:
        raise MoveRefused(
            f"{case.household.code} n'est pas en mesure : un module se note de la préparation à la fin d'accompagnement."
        )
