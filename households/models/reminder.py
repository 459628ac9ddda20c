"""Reminders owed once, and the e-mails that carry them. PostgreSQL remembers; Redis only rings.

A reminder is owed by (about, stage, recipient), whatever the number of ticks or workers. One
e-mail gathers the reminders of one person at one tick; it is leased, sent outside any transaction,
then marked. A worker killed between the mail server's answer and the mark sends it again with the
same Message-ID: at least once, recognisable.
"""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField


class Message(models.Model):
    """One e-mail to one professional. It carries references and a link, never personal data."""

    class State(models.TextChoices):
        WAITING = "waiting", "À envoyer"
        SENDING = "sending", "En cours d'envoi"
        SENT = "sent", "Envoyé"
        CANCELLED = "cancelled", "Devenu inutile"
        FAILED = "failed", "En échec"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="destinataire"
    )
    state = EnumField("état", choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    due_at = models.DateTimeField("à envoyer à partir de", db_index=True)
    lease = models.UUIDField("bail", null=True)
    leased_until = models.DateTimeField("bail jusqu'à", null=True)
    sent_at = models.DateTimeField("envoyé le", null=True)
    last_error = models.CharField("dernière erreur", max_length=200, blank=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["due_at"]

    def __str__(self) -> str:
        return f"Courriel {self.get_state_display().lower()}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a repeated e-mail is recognised."""
        return f"<{self.pk}@lodabord.invalid>"


class ReminderQuerySet(OfCaseQuerySet):
    def live(self) -> Self:
        """Still to be done by somebody."""
        return self.filter(cancelled_at__isnull=True)

    def of(self, professional: Any) -> Self:
        return self.live().filter(recipient=professional)


class Reminder(models.Model):
    """Something somebody must be told, once. Without a case for what concerns the programme."""

    data_class = DataClass.PROCESS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        "households.Case", models.PROTECT, null=True, related_name="reminders", verbose_name="dossier"
    )
    about = models.CharField("à propos de", max_length=120)
    stage = models.CharField("échéance", max_length=20)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name="destinataire"
    )
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="à la place de"
    )
    """The person away to whom it would have been owed (decision 0018)."""
    wording = models.CharField("ce qui est attendu", max_length=200)
    due_on = models.DateField("pour le")
    owed_at = models.DateTimeField("dû depuis")
    critical = models.BooleanField("ne peut pas être mis en sourdine", default=False)
    cancelled_at = models.DateTimeField("devenu inutile le", null=True)
    undelivered_at = models.DateTimeField("courriel en échec le", null=True)
    """The mail server refused it for good: said in the person's own list."""
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="reminders", verbose_name="courriel")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_owed_once",
                fields=["about", "stage", "recipient"],
                violation_error_message="Ce rappel est déjà dû.",
            )
        ]
        indexes = [
            models.Index(
                fields=["recipient", "due_on"],
                condition=Q(cancelled_at__isnull=True),
                name="reminder_live",
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.stage}"


class ReminderPreference(models.Model):
    """How one professional wants to be told. Critical reminders leave at once, whatever she chose (decision 0015)."""

    class Delivery(models.TextChoices):
        MORNING = "morning", "Un courriel le matin, à l'ouverture"
        IMMEDIATE = "immediate", "Un courriel dès que possible"
        SITE = "site", "Dans le site seulement"

    professional = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name="professionnel"
    )
    delivery = EnumField("comment", choices=Delivery, default=Delivery.MORNING)

    class Meta:
        verbose_name = "préférence de rappel"
        verbose_name_plural = "préférences de rappel"

    def __str__(self) -> str:
        return self.get_delivery_display()

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """One's own line, and nobody else's."""
        from households.wall import ME, Right

        mine = f"professional_id = {ME}"
        right = Right(frozenset({"SELECT", "INSERT", "UPDATE"}), mine, mine)
        return {"association": right, "landlord": right}

    @classmethod
    def of(cls, professionals: "Iterable[Any]") -> dict[Any, str]:
        """What each chose; the default for the others."""
        chosen = cls.objects.filter(professional__in=list(professionals)).values_list("professional", "delivery")
        return dict(chosen)


class Tick(models.Model):
    """When the reminder machinery last ran: the health check reads its age."""

    name = models.CharField("machine", max_length=40, primary_key=True)
    at = models.DateTimeField("dernier passage")

    class Meta:
        verbose_name = "passage"
        verbose_name_plural = "passages"

    def __str__(self) -> str:
        return self.name
