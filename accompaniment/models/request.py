"""A household calls: the half-day, or the day, to answer (R-34)."""

from datetime import datetime, timedelta
from functools import partial
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

TYPED_LATER = timedelta(minutes=15)

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional


class RequestQuerySet(OfCaseQuerySet):
    def open(self) -> Self:
        return self.filter(intervened_at__isnull=True, closed_without=False)

    def untaken(self) -> Self:
        return self.open().filter(taken_by__isnull=True)

    def for_everyone(self, now: datetime) -> Self:
        """Nobody took them in time: those on duty see them all."""
        return self.untaken().filter(everyone_at__lte=now)

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

    class Unanswered(models.TextChoices):
        """Why no intervention followed. In the figures the request stays without an answer (Q4)."""

        SETTLED_ALONE = "regle_seul", "Le ménage a réglé la question lui-même"
        UNREACHABLE = "injoignable", "Injoignable malgré les rappels"
        NOT_OURS = "autre_service", "Orienté vers un autre service"
        DUPLICATE = "doublon", "Notée deux fois"

    received_at = models.DateTimeField("reçue le")
    channel = EnumField("par", choices=Channel, default=Channel.CALL)
    subject = models.CharField("demande", max_length=300, blank=True)
    urgent = models.BooleanField("urgente", default=False)
    counts_for_target = models.BooleanField("demande une intervention", default=True)
    taken_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="prise par"
    )
    taken_at = models.DateTimeField("prise le", null=True, editable=False)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="fait suite à",
        editable=False,
    )  # fmt: skip
    """The person calls again about the same thing: another request, with its own clock."""
    halfday_deadline = models.DateTimeField("à traiter dans la demi-journée avant", editable=False)
    day_deadline = models.DateTimeField("à traiter dans la journée avant", editable=False, db_index=True)
    half_time_at = models.DateTimeField("à mi-délai le", null=True, editable=False)
    everyone_at = models.DateTimeField("signalée à tous à partir de", null=True, editable=False, db_index=True)
    """Nobody took it by then: it is on the page of everyone on duty (`Terms.unclaimed_minutes`)."""
    intervened_at = models.DateTimeField("intervention le", null=True, editable=False)
    answer = EnumField("traitée par", choices=Answer, blank=True, editable=False)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="visite"
    )
    delay_minutes = models.PositiveIntegerField("délai (minutes ouvrées)", null=True, editable=False)
    answered_entered_at = models.DateTimeField("réponse saisie le", null=True, editable=False)
    closed_without = models.BooleanField("close sans intervention", default=False, editable=False)
    closed_at = models.DateTimeField("close le", null=True, editable=False)
    closed_reason = EnumField("close parce que", choices=Unanswered, blank=True, editable=False)
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
            models.CheckConstraint(
                name="request_answered_or_closed",
                condition=Q(closed_without=False, closed_reason="", closed_at__isnull=True)
                | (Q(closed_without=True, intervened_at__isnull=True, closed_at__isnull=False) & ~Q(closed_reason="")),
                violation_error_message="Une demande est traitée, ou close avec son motif : pas les deux.",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande du {timezone.localtime(self.received_at):%d/%m/%Y}"

    @classmethod
    def receive(cls, case: "Case", *, received_at: datetime, by: "Professional", **details: object) -> "Request":
        """Note the call while on the phone: its deadlines are computed at once.

        `follows`: the open or past request about the same thing, of the same household.
        """
        if received_at > timezone.now():
            raise MoveRefused("Une demande ne peut pas être reçue dans le futur : vérifiez l'heure.")
        if timezone.localdate(received_at) < case.opened_on:
            raise MoveRefused("Cette demande précède l'orientation du ménage : vérifiez la date.")
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
        after = partial(working_days.add_working_minutes, self.received_at, hours=hours)
        self.half_time_at = after(terms.halfday_minutes // 2)
        self.everyone_at = after(terms.unclaimed_minutes)
        self.halfday_deadline = after(terms.halfday_minutes)
        self.day_deadline = after(terms.day_minutes)

    # --- who takes it ----------------------------------------------------------------------------

    def take(self, *, by: "Professional", at: datetime) -> None:
        """One tap: this person deals with it. The second of two gets a sentence."""
        if self._here().filter(taken_by__isnull=True).update(taken_by=by, taken_at=at):
            self._told("request.taken", by, taken_by=by, taken_at=at)
            return
        self.refresh_from_db()
        if not self.is_open:
            raise MoveRefused("Cette demande est déjà traitée.")
        if self.taken_by_id != by.pk:
            raise MoveRefused(f"{self.taken_by} s'en occupe déjà : voyez ensemble, ou demandez-lui de vous la passer.")

    def hand_to(self, colleague: "Professional", *, by: "Professional", at: datetime) -> None:
        """To a colleague, from that instant on; the clock goes on."""
        if not self._here().update(taken_by=colleague, taken_at=at):
            raise MoveRefused("Cette demande est déjà traitée.")
        self._told("request.handed", by, taken_by=colleague, taken_at=at)

    def give_back(self, *, by: "Professional") -> None:
        """Nobody's again: the people on duty see it."""
        if not self._here().filter(taken_by=by).update(taken_by=None, taken_at=None):
            raise MoveRefused("Vous ne vous occupez pas de cette demande.")
        self._told("request.given_back", by, taken_by=None, taken_at=None)

    def _here(self) -> "RequestQuerySet":
        return Request.objects.filter(pk=self.pk).open()

    def _told(self, action: str, by: "Professional", **fields: object) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        Event.record(self, action, by=by, facts={})

    # --- what became of it -----------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self.intervened_at is None and not self.closed_without

    @property
    def entered_late(self) -> bool:
        """Typed more than a quarter of an hour after the call: both instants are shown."""
        return self.created_at - self.received_at > TYPED_LATER

    @property
    def answer_entered_late(self) -> bool:
        entered, done = self.answered_entered_at, self.intervened_at
        return entered is not None and done is not None and entered - done > TYPED_LATER

    def answer_by(
        self, answer: str, *, at: datetime, by: "Professional", outcome: str = "", visit: Visit | None = None
    ) -> None:
        """Dealt with by a visit, a meeting or a call; a voicemail is not an answer (decision 3)."""
        self._require_instant(at)
        self._require_contact(visit)
        told = self._answer(answer, at=at, outcome=outcome, visit=visit) | {"taken_by": self.taken_by or by}
        with transaction.atomic():
            if not self._here().update(**told):
                raise MoveRefused("Cette demande est déjà traitée.")
            self._told("request.answered", by, **told)

    def correct_answer(
        self, answer: str, *, at: datetime, by: "Professional", outcome: str = "", visit: Visit | None = None
    ) -> None:
        """The answer was noted with a mistake: mended, and the journal keeps that it was."""
        if self.intervened_at is None:
            raise MoveRefused("Cette demande n'est pas encore traitée : notez d'abord sa réponse.")
        self._require_instant(at)
        self._require_contact(visit)
        told = self._answer(answer, at=at, outcome=outcome, visit=visit)
        before = {"from": self.intervened_at, "to": at}
        with transaction.atomic():
            Request.objects.filter(pk=self.pk).update(**told)
            for name, value in told.items():
                setattr(self, name, value)
            Event.record(self, "request.corrected", by=by, facts=before)

    def close_without(self, reason: str, *, by: "Professional", at: datetime, outcome: str = "") -> None:
        """No intervention will follow; the figures keep it as a request without an answer."""
        told = {"closed_without": True, "closed_reason": reason, "closed_at": at, "outcome": outcome}
        with transaction.atomic():
            if not self._here().update(**told):
                raise MoveRefused("Cette demande est déjà traitée.")
            self._told("request.closed_without", by, **told)

    def _answer(self, answer: str, *, at: datetime, outcome: str, visit: Visit | None) -> dict[str, object]:
        hours = self.case.agreement.terms_on(timezone.localdate(self.received_at)).opening_hours
        return {
            "intervened_at": at,
            "answer": answer,
            "outcome": outcome,
            "visit": visit,
            "delay_minutes": working_days.working_minutes(self.received_at, at, hours),
            "answered_entered_at": timezone.now(),
        }

    def _require_instant(self, at: datetime) -> None:
        if at > timezone.now() or at < self.received_at:
            raise MoveRefused("L'intervention se place entre la demande et maintenant : vérifiez l'heure.")

    def _require_contact(self, visit: Visit | None) -> None:
        """The contact that dealt with it is this household's, was made, and is not older than the call."""
        if visit is None:
            return
        if visit.case_id != self.case_id or visit.status != Visit.Status.DONE:
            raise MoveRefused("Choisissez une visite ou un contact fait de ce ménage.")
        if visit.on < timezone.localdate(self.received_at):
            raise MoveRefused("Ce contact précède la demande : il n'a pas pu la traiter.")
