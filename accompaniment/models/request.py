"""A household calls: the half-day, or the day, to answer (R-34)."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accompaniment.models.visit import Visit
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel import working_days
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional


class RequestQuerySet(OfCaseQuerySet):
    def open(self) -> Self:
        return self.filter(intervened_at__isnull=True, closed_without=False)

    def late(self, now: datetime) -> Self:
        """Beyond the day's delay, and still open."""
        return self.open().filter(day_deadline__lt=now)


class Request(CaseRecord):
    """A call or demand of the household. Its clock runs on the agreement's opening hours."""

    data_class = DataClass.REQUEST

    class Channel(models.TextChoices):
        CALL = "appel", "Appel"
        SMS = "sms", "SMS"
        AT_OFFICE = "service", "Visite au service"
        VIA_LANDLORD = "agence", "Par le gardien ou l'agence"
        OTHER = "autre", "Autre"

    class Answer(models.TextChoices):
        VISIT = "visite", "Visite"
        MEETING = "rencontre", "Rencontre"
        CALL = "appel", "Appel qui a réglé la demande"

    received_at = models.DateTimeField("reçue le")
    channel = EnumField("par", choices=Channel, default=Channel.CALL)
    subject = models.CharField("demande", max_length=300, blank=True)
    urgent = models.BooleanField("urgente", default=False)
    counts_for_target = models.BooleanField("demande une intervention", default=True)
    taken_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="prise par"
    )
    halfday_deadline = models.DateTimeField("à traiter dans la demi-journée avant", editable=False)
    day_deadline = models.DateTimeField("à traiter dans la journée avant", editable=False, db_index=True)
    intervened_at = models.DateTimeField("intervention le", null=True, editable=False)
    answer = EnumField("traitée par", choices=Answer, blank=True, editable=False)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="visite"
    )
    delay_minutes = models.PositiveIntegerField("délai (minutes ouvrées)", null=True, editable=False)
    answered_entered_at = models.DateTimeField("réponse saisie le", null=True, editable=False)
    closed_without = models.BooleanField("sans suite", default=False, editable=False)
    outcome = models.CharField("suite donnée", max_length=300, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "appel ou demande du ménage"
        verbose_name_plural = "appels et demandes des ménages"
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="request_answered_after_received",
                condition=Q(intervened_at__isnull=True) | Q(intervened_at__gte=F("received_at")),
                violation_error_message="L'intervention suit la demande : vérifiez les heures.",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande du {timezone.localtime(self.received_at):%d/%m/%Y}"

    @classmethod
    def receive(cls, case: "Case", *, received_at: datetime, by: "Professional", **details: object) -> "Request":
        """Note the call while on the phone: its deadlines are computed at once."""
        if received_at > timezone.now():
            raise MoveRefused("Une demande ne peut pas être reçue dans le futur : vérifiez l'heure.")
        with transaction.atomic():
            request = cls(case=case, received_at=received_at, created_by=by, **details)
            request.set_clock()
            request.save()
            Event.record(request, "request.received", by=by, facts={"at": received_at})
            return request

    def set_clock(self) -> None:
        """Deadlines by the opening hours in force when it was received."""
        terms = self.case.agreement.terms_on(timezone.localdate(self.received_at))
        hours = terms.opening_hours
        self.halfday_deadline = working_days.add_working_minutes(self.received_at, terms.halfday_minutes, hours)
        self.day_deadline = working_days.add_working_minutes(self.received_at, terms.day_minutes, hours)

    def answer_by(
        self, answer: str, *, at: datetime, by: "Professional", outcome: str = "", visit: Visit | None = None
    ) -> None:
        """Dealt with by a visit, a meeting or a call; a voicemail is not an answer (decision 3)."""
        if self.intervened_at is not None:
            raise MoveRefused("Cette demande est déjà traitée.")
        if at > timezone.now() or at < self.received_at:
            raise MoveRefused("L'intervention se place entre la demande et maintenant : vérifiez l'heure.")
        hours = self.case.agreement.terms_on(timezone.localdate(self.received_at)).opening_hours
        with transaction.atomic():
            self.intervened_at, self.answer, self.outcome, self.visit = at, answer, outcome, visit
            self.delay_minutes = working_days.working_minutes(self.received_at, at, hours)
            self.answered_entered_at = timezone.now()
            self.taken_by = self.taken_by or by
            self.save()
            Event.record(self, "request.answered", by=by, facts={"at": at, "delay": self.delay_minutes})
