"""The commission Logement d'abord (decision 13): the network meets, hears situations by code, decides nothing on a case."""

import uuid
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from allocations.models import Meeting
from households.stateful import MoveRefused, Outdated
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement
from reporting.models.scope import AtTheTable, AtTheTableQuerySet

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Commission(AtTheTable):
    """What is prepared and written of one meeting of the network. Its day and its state are those of its meeting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="commission", verbose_name="séance")
    hour = models.TimeField("heure", default=time(14))
    themes = models.TextField("thèmes à l'ordre du jour", max_length=1500, blank=True)
    summary = models.TextField("compte rendu", max_length=4000, blank=True)
    revision = models.PositiveIntegerField("version des textes", default=1, editable=False)

    objects = AtTheTableQuerySet.as_manager()

    class Meta:
        verbose_name = "commission Logement d'abord"
        verbose_name_plural = "commissions Logement d'abord"
        ordering = ["-meeting__on"]

    def __str__(self) -> str:
        return f"Commission Logement d'abord du {self.meeting.on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        return self.meeting.state == Meeting.State.PLANNED

    @classmethod
    def plan(
        cls, agreement: Agreement, *, on: date, hour: time = time(14), place: str = "", themes: str = ""
    ) -> "Commission":
        """Put it on the calendar; a meeting already written there for that day becomes its meeting."""
        with transaction.atomic():
            hold(f"commissions:{agreement.pk}")
            kind = Meeting.Kind.HOUSING_FIRST_COMMISSION
            known = Meeting.objects.filter(agreement=agreement, kind=kind, on=on)
            meeting = known.exclude(state=Meeting.State.CANCELLED).first()
            if meeting is None:
                meeting = Meeting.objects.create(
                    agreement=agreement, kind=kind, planned_on=on, on=on, place=place, extra=True
                )
            if cls.objects.filter(meeting=meeting).exists():
                raise MoveRefused("Une commission est déjà prévue ce jour-là.")
            return cls.objects.create(agreement=agreement, meeting=meeting, hour=hour, themes=themes)

    def write(self, *, themes: str, summary: str, revision: int) -> None:
        """The themes before, the summary after. Of two who write at once, the second is told so."""
        if self.meeting.state == Meeting.State.CANCELLED:
            raise MoveRefused("Cette commission est annulée.")
        if summary.strip() and self.is_open:
            raise MoveRefused("Le compte rendu s'écrit une fois la commission tenue : notez d'abord qui était présent.")
        here = type(self).objects.filter(pk=self.pk, revision=revision)
        if not here.update(themes=themes.strip(), summary=summary.strip(), revision=revision + 1):
            now = type(self).objects.get(pk=self.pk)
            theirs = {"Thèmes": now.themes, "Compte rendu": now.summary}
            raise Outdated(who="Un collègue a modifié", theirs=theirs, revision=now.revision)
        self.refresh_from_db()

    def hold(self, came: set[object], *, today: date) -> None:
        """It took place. `came`: the seats whose occupant was there."""
        if self.meeting.on > today:
            raise MoveRefused(f"Cette commission est prévue le {self.meeting.on:%d/%m/%Y}.")
        with transaction.atomic():
            self.meeting.hold()
            for seat in self.meeting.seats.all():  # type: ignore[attr-defined]
                seat.came = seat.pk in came
                seat.save(update_fields=["came"])

    def cancel(self, *, reason: str) -> None:
        self.meeting.cancel(reason=reason)


class ContextFigure(AtTheTable):
    """A figure of the territory that the programme does not produce: entered with its source and its date."""

    append_only = True

    class Kind(models.TextChoices):
        DEMAND_115 = "demand_115", "Demandes au 115 (ménages)"
        DEMAND_SIAO = "demand_siao", "Demandes au SIAO en attente (ménages)"
        SOCIAL_SUPPLY = "social_supply", "Logements sociaux proposés à l'attribution"
        ACCOMPANIED_SUPPLY = "accompanied_supply", "Places en logement accompagné"
        ATTRIBUTIONS = "attributions", "Attributions, tous ménages"
        ATTRIBUTIONS_HOMELESS = "attributions_homeless", "Attributions à des ménages sans domicile"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = EnumField("chiffre", choices=Kind)
    value = models.PositiveIntegerField("valeur")
    as_of = models.DateField("arrêté au")
    period = models.CharField("période", max_length=60)
    source = models.CharField("source du chiffre", max_length=160)
    why = models.CharField("motif de la correction", max_length=200, blank=True)
    entered_at = models.DateTimeField("saisi le")
    entered_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="saisi par"
    )

    class Meta:
        verbose_name = "chiffre de contexte"
        verbose_name_plural = "chiffres de contexte"
        ordering = ["kind", "-as_of", "-entered_at"]
        constraints = [
            models.UniqueConstraint(
                name="context_figure_once_a_date",
                fields=["agreement", "kind", "as_of"],
                condition=Q(why=""),
                violation_error_message="Ce chiffre est déjà saisi à cette date : dites pourquoi il change.",
            ),
            models.CheckConstraint(
                name="context_figure_says_its_source",
                condition=~Q(source=""),
                violation_error_message="Un chiffre de contexte dit sa source.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.period}"

    @classmethod
    def enter(
        cls, agreement: Agreement, *, kind: str, value: int, as_of: date, period: str, source: str, why: str = "",
        at: datetime, by: "Professional | None",
    ) -> "ContextFigure":  # fmt: skip
        """A figure, or its correction: the earlier one stays below it."""
        return cls.objects.create(
            agreement=agreement, kind=kind, value=value, as_of=as_of, period=period, source=source, why=why,
            entered_at=at, entered_by=by,
        )  # fmt: skip
