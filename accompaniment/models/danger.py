"""« Situation de danger »: what was seen, who was told and when. It replaces neither the call nor a lone-worker device."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional


class DangerReportQuerySet(OfCaseQuerySet):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class DangerReport(CaseRecord):
    """One situation of danger, open until somebody says how it ended. The landlord never reads it."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    seen_at = models.DateTimeField("vu le")
    closed_on = models.DateField("close le", null=True, editable=False)
    closed_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="close par", editable=False
    )

    objects = DangerReportQuerySet.as_manager()

    class Meta:
        verbose_name = "situation de danger"
        verbose_name_plural = "situations de danger"
        ordering = ["-seen_at"]
        constraints = [
            models.CheckConstraint(
                name="danger_closed_by_somebody",
                condition=Q(closed_on__isnull=True, closed_by__isnull=True)
                | Q(closed_on__isnull=False, closed_by__isnull=False),
                violation_error_message="Une situation close indique qui l'a close.",
            ),
        ]

    def __str__(self) -> str:
        return f"Situation de danger du {self.seen_at:%d/%m/%Y}"

    @classmethod
    def raise_alarm(
        cls, case: "Case", *, seen_at: datetime, facts: str, now: datetime, by: "Professional"
    ) -> "DangerReport":
        """What was seen, in facts. The head, the deputy and the referent are told in the same transaction."""
        if seen_at > now:
            raise MoveRefused("Ce moment est dans le futur : vérifiez l'heure.")
        with transaction.atomic():
            report = cls.objects.create(case=case, seen_at=seen_at, created_by=by)
            report.add(DangerEntry.Kind.FACTS, at=seen_at, text=facts, now=now, by=by)
            Event.record(report, "danger.raised", by=by, facts={"at": seen_at})
            return report

    def add(
        self, kind: str, *, at: datetime, text: str = "", to: str = "", now: datetime, by: "Professional"
    ) -> "DangerEntry":
        """One more fact, person told, or decision. What is written stays; a mistake is mended by another line."""
        if self.closed_on is not None:
            raise MoveRefused("Cette situation est close : signalez-en une nouvelle si le danger revient.")
        if at > now:
            raise MoveRefused("Ce moment est dans le futur : vérifiez l'heure.")
        with transaction.atomic():
            entry = DangerEntry.objects.create(
                case=self.case, report=self, kind=kind, at=at, text=text, to=to, created_by=by
            )
            Event.record(self, f"danger.{kind}", by=by, facts={"at": at})
            return entry

    def close(self, *, outcome: str, on: date, now: datetime, by: "Professional") -> None:
        """Somebody made sure that the danger is over, or that others took it on."""
        with transaction.atomic():
            self.add(DangerEntry.Kind.OUTCOME, at=now, text=outcome, now=now, by=by)
            if not type(self).objects.filter(pk=self.pk).open().update(closed_on=on, closed_by=by):
                raise MoveRefused("Cette situation est déjà close.")
            self.closed_on, self.closed_by = on, by
            Event.record(self, "danger.closed", by=by, facts={"on": on})


class DangerEntry(CaseRecord):
    """A line of the situation: appended, never changed."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0
    append_only = True

    class Kind(models.TextChoices):
        FACTS = "faits", "Ce qui a été vu ou entendu"
        TOLD = "prevenu", "Qui a été prévenu"
        SENT = "ip_envoyee", "Information préoccupante envoyée"
        NOT_SENT = "ip_non", "Pas d'information préoccupante, et pourquoi"
        DECISION = "decision", "Ce qui a été décidé"
        OUTCOME = "issue", "Comment cela s'est terminé"

    NAMES_SOMEBODY = frozenset({"prevenu", "ip_envoyee"})

    report = models.ForeignKey(DangerReport, models.PROTECT, related_name="entries", verbose_name="situation")
    kind = EnumField("nature", choices=Kind)
    at = models.DateTimeField("le")
    to = models.CharField("à qui (service, numéro)", max_length=160, blank=True)
    text = models.TextField("ce qui a été dit ou fait", max_length=3000, blank=True)

    class Meta:
        verbose_name = "ligne d'une situation de danger"
        verbose_name_plural = "lignes des situations de danger"
        ordering = ["at", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="danger_entry_says_something",
                condition=(Q(kind__in=["prevenu", "ip_envoyee"]) & ~Q(to=""))
                | (~Q(kind__in=["prevenu", "ip_envoyee"]) & ~Q(text="")),
                violation_error_message="Indiquez qui a été prévenu, ou ce qui a été vu ou décidé.",
            ),
            models.CheckConstraint(
                name="danger_entry_not_after_it_was_written",
                condition=Q(at__lte=F("created_at")),
                violation_error_message="Ce moment est dans le futur : vérifiez l'heure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d/%m/%Y}"
