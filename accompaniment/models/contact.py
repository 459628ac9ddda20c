"""How to reach a household without putting it at risk, and each time somebody tried."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone

from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional

SAME_TAP = timedelta(seconds=60)
"""The same attempt noted twice within that time by the same person is one attempt."""


class Channel(models.TextChoices):
    """By what means."""

    CALL = "appel", "Appel"
    SMS = "sms", "SMS"
    VOICEMAIL = "messagerie", "Message vocal"
    EMAIL = "courriel", "Courriel"
    LETTER = "courrier", "Courrier"


class ContactPreference(CaseRecord):
    """What the person said is safe: by which means, at which hours, with what caution. None safe: no channel."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    channels = ArrayField(
        models.CharField(max_length=12, choices=Channel), default=list, blank=True, verbose_name="canaux sûrs"
    )
    safe_hours = models.CharField("heures sûres", max_length=120, blank=True)
    caution = models.CharField("précautions", max_length=300, blank=True)
    number = models.CharField("numéro à utiliser", max_length=20, blank=True)
    number_of = models.CharField("à qui est ce numéro", max_length=80, blank=True)
    told_on = models.DateField("dit par la personne le")

    class Meta:
        verbose_name = "façon de joindre le ménage"
        verbose_name_plural = "façons de joindre les ménages"
        constraints = [
            models.UniqueConstraint(
                name="contact_preference_one_per_case",
                fields=["case"],
                violation_error_message="La façon de joindre ce ménage vient d'être notée : rechargez la page.",
            ),
        ]

    def __str__(self) -> str:
        return self.channels_told

    @property
    def channels_told(self) -> str:
        labels = [str(Channel(one).label) for one in Channel.values if one in self.channels]
        return ", ".join(labels) or "aucun canal sûr"

    @classmethod
    def note(cls, case: "Case", *, by: "Professional", **told: Any) -> "ContactPreference":
        """Written or written again; the last thing the person said is what holds."""
        with transaction.atomic():
            hold(f"contact-preference:{case.pk}")
            noted, _ = cls.objects.update_or_create(case=case, defaults={**told, "created_by": by})
            facts = {"channels": noted.channels, "on": noted.told_on}
            Event.record(noted, "contactpreference.noted", by=by, facts=facts)
            return noted


class ContactAttemptQuerySet(OfCaseQuerySet):
    def in_vain(self) -> Self:
        """Nobody was reached."""
        return self.exclude(outcome=ContactAttempt.Outcome.REACHED)


class ContactAttempt(CaseRecord):
    """Somebody tried to reach the household. Traced attempts come before « perdu de vue » and « injoignable »."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    class Outcome(models.TextChoices):
        REACHED = "joint", "Joint"
        VOICEMAIL = "messagerie", "Messagerie"
        NO_ANSWER = "sans_reponse", "Pas de réponse"

    at = models.DateTimeField("le")
    channel = EnumField("par", choices=Channel, default=Channel.CALL)
    outcome = EnumField("résultat", choices=Outcome)

    objects = ContactAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = "tentative de contact"
        verbose_name_plural = "tentatives de contact"
        ordering = ["-at"]
        indexes = [models.Index(fields=["case", "-at"], name="contact_attempt_case_at")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} : {self.get_outcome_display().lower()}"

    @classmethod
    def note(
        cls, case: "Case", *, channel: str, outcome: str, at: datetime, now: datetime, by: "Professional"
    ) -> "ContactAttempt":
        """One tap on the way back from the telephone; the same tap twice is one attempt."""
        if at > now:
            raise MoveRefused("Cette tentative est dans le futur : vérifiez l'heure.")
        if timezone.localdate(at) < case.opened_on:
            raise MoveRefused("Cette date précède l'orientation du ménage.")
        with transaction.atomic():
            hold(f"contact-attempt:{case.pk}")
            same = cls.objects.filter(case=case, channel=channel, outcome=outcome, created_by=by)
            if twice := same.filter(at__gt=at - SAME_TAP, at__lt=at + SAME_TAP).first():
                return twice
            tried = cls.objects.create(case=case, channel=channel, outcome=outcome, at=at, created_by=by)
            Event.record(tried, "contactattempt.noted", by=by, facts={"channel": channel, "outcome": outcome})
            return tried
