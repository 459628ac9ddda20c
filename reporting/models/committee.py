"""A steering committee (COPIL): planned, prepared on frozen figures, held; or cancelled (sheet 02 §2.4)."""

import uuid
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q

from allocations.models import Meeting
from households.stateful import MoveRefused, Outdated
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from reporting.models.scope import AtTheTable, AtTheTableQuerySet
from reporting.models.snapshot import SteeringSnapshot
from reporting.periods import Quarter

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

LINES = 5
"""Of highlights: what a committee hears in the first minute (sheet 06 §6.8)."""


class CommitteeQuerySet(AtTheTableQuerySet):
    def live(self) -> "CommitteeQuerySet":
        return self.exclude(state=Committee.State.CANCELLED)

    def before(self, committee: "Committee") -> "CommitteeQuerySet":
        """Those held earlier under the same agreement, latest first."""
        held = self.filter(agreement=committee.agreement_id, state=Committee.State.HELD)
        return held.filter(quarter__lt=committee.quarter).order_by("-quarter")


class Committee(AtTheTable):
    """A COPIL and its papers. Its day and place are those of its meeting; its figures, those of its snapshot."""

    class State(models.TextChoices):
        PLANNED = "planned", "À préparer"
        PREPARED = "prepared", "Préparé"
        HELD = "held", "Tenu"
        CANCELLED = "cancelled", "Annulé"

    MOVES = {
        State.PLANNED: frozenset({State.PREPARED, State.CANCELLED}),
        State.PREPARED: frozenset({State.PREPARED, State.HELD, State.CANCELLED}),
    }
    TEXTS = ("agenda", "highlights", "difficulties", "expected")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="committee", verbose_name="séance")
    quarter = models.CharField("trimestre présenté", max_length=7)
    hour = models.TimeField("heure", default=time(14))
    state = EnumField("état", choices=State, default=State.PLANNED, editable=False)
    agenda = models.TextField("ordre du jour", max_length=2000, blank=True)
    highlights = models.TextField("faits marquants", max_length=1000, blank=True)
    difficulties = models.TextField("difficultés", max_length=1500, blank=True)
    expected = models.TextField("décisions attendues", max_length=1500, blank=True)
    texts_revision = models.PositiveIntegerField("version des textes", default=1, editable=False)
    snapshot = models.ForeignKey(
        SteeringSnapshot, models.PROTECT, null=True, related_name="committees", verbose_name="chiffres", editable=False
    )
    prepared_at = models.DateTimeField("préparé le", null=True, editable=False)
    prepared_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="préparé par", editable=False
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "comité de pilotage"
        verbose_name_plural = "comités de pilotage"
        ordering = ["-quarter"]
        constraints = [
            models.UniqueConstraint(
                name="committee_once_a_quarter",
                fields=["agreement", "quarter"],
                condition=~Q(state="cancelled"),
                violation_error_message="Ce trimestre a déjà son COPIL.",
            ),
            models.CheckConstraint(
                name="committee_prepared_on_frozen_figures",
                condition=Q(state__in=["planned", "cancelled"]) | Q(snapshot__isnull=False, prepared_at__isnull=False),
                violation_error_message="Un COPIL préparé a ses chiffres figés.",
            ),
        ]

    def __str__(self) -> str:
        return f"COPIL du {self.meeting.on:%d/%m/%Y}"

    # --- reading ---------------------------------------------------------------------------------

    @property
    def period(self) -> Quarter:
        return Quarter.named(self.quarter)

    @property
    def is_open(self) -> bool:
        """Still to come: its papers may change."""
        return self.state in self.MOVES

    def told_texts(self) -> dict[str, str]:
        """Label → text, for whoever must compare."""
        fields = {field.name: str(field.verbose_name).capitalize() for field in self._meta.concrete_fields}
        return {fields[name]: getattr(self, name) for name in self.TEXTS}

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def plan(
        cls, agreement: Agreement, *, on: date, quarter: str, hour: time = time(14), place: str = "", agenda: str = ""
    ) -> "Committee":
        """Put it on the calendar; a meeting already written there for that day becomes its meeting."""
        with transaction.atomic():
            hold(f"committees:{agreement.pk}")
            known = Meeting.objects.filter(agreement=agreement, kind=Meeting.Kind.STEERING, on=on)
            meeting = known.exclude(state=Meeting.State.CANCELLED).first()
            if meeting is None:
                meeting = Meeting.objects.create(
                    agreement=agreement, kind=Meeting.Kind.STEERING, planned_on=on, on=on, place=place, extra=True
                )
            if cls.objects.filter(meeting=meeting).exists():
                raise MoveRefused("Un COPIL est déjà prévu ce jour-là.")
            if place and meeting.place != place:
                meeting.meet_at(place)
            return cls.objects.create(agreement=agreement, meeting=meeting, quarter=quarter, hour=hour, agenda=agenda)

    def move_to(self, on: date, *, hour: time, reason: str) -> None:
        """Another day; the first one is kept by the meeting."""
        self._require_open()
        with transaction.atomic():
            self.meeting.move_to(on, reason=reason)
            self.hour = hour
            self.save(update_fields=["hour"])

    def write(self, texts: dict[str, str], *, revision: int) -> None:
        """The leads' own words. Compare and swap: of two who write at once, the second reads the first."""
        self._require_open()
        lines = [line for line in texts.get("highlights", "").splitlines() if line.strip()]
        if len(lines) > LINES:
            raise MoveRefused(f"Les faits marquants tiennent en {LINES} lignes : il y en a {len(lines)}.")
        told = {name: texts[name].strip() for name in self.TEXTS if name in texts}
        here = type(self).objects.filter(pk=self.pk, texts_revision=revision, state=self.state)
        if not here.update(texts_revision=revision + 1, **told):
            now = type(self).objects.get(pk=self.pk)
            raise Outdated(who="Un collègue a modifié", theirs=now.told_texts(), revision=now.texts_revision)
        self.refresh_from_db()

    def prepare(self, *, today: date, at: datetime, by: "Professional | None") -> SteeringSnapshot:
        """Compute and freeze the figures of the quarter. Again while nothing was sent: the new ones replace them."""
        if self.period.end >= today:
            raise MoveRefused(
                f"Le {self.period.label} finit le {self.period.end:%d/%m/%Y} : les chiffres se figent ensuite."
            )
        if self.papers.exists():
            raise MoveRefused(
                "La synthèse est envoyée : ses chiffres ne changent plus. Une correction se lit dans « Écarts »."
            )
        with transaction.atomic():
            hold(f"committee:{self.pk}")
            self.refresh_from_db()
            self._require_open()
            snapshot = SteeringSnapshot.freeze(self.agreement, self.period, today=today, at=at, by=by)
            self._move(self.State.PREPARED, snapshot=snapshot, prepared_at=at, prepared_by=by)
        return snapshot

    def hold(self, came: set[Any], *, today: date) -> None:
        """It took place. `came`: the seats whose occupant was there."""
        if self.state == self.State.PLANNED:
            raise MoveRefused("Préparez d'abord ce COPIL : ses chiffres figés sont ceux que le comité a lus.")
        if self.meeting.on > today:
            raise MoveRefused(f"Ce COPIL est prévu le {self.meeting.on:%d/%m/%Y} : notez-le tenu ce jour-là.")
        with transaction.atomic():
            self._move(self.State.HELD)
            self.meeting.hold()
            for seat in self.meeting.seats.all():  # type: ignore[attr-defined]
                seat.came = seat.pk in came
                seat.save(update_fields=["came"])

    def cancel(self, *, reason: str) -> None:
        """Not held at all."""
        with transaction.atomic():
            self._move(self.State.CANCELLED)
            self.meeting.cancel(reason=reason)

    def _require_open(self) -> None:
        if not self.is_open:
            raise MoveRefused(f"Ce COPIL est déjà {self.get_state_display().lower()}.")

    def _move(self, to: str, **facts: Any) -> None:
        """Compare and swap: the second of two people gets a sentence."""
        if to not in self.MOVES.get(self.State(self.state), frozenset()):
            raise MoveRefused(f"Étape impossible : ce COPIL est « {self.get_state_display()} ».")
        if not type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **facts):
            raise MoveRefused("Un collègue vient de modifier ce COPIL. Rechargez la page.")
        self.state = to
        for name, value in facts.items():
            setattr(self, name, value)
