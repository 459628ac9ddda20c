"""Who is invited to a session, what they answered, and who came."""

import uuid
from datetime import datetime

from django.db import models

from allocations.models.meeting import Meeting
from lodabord.kernel.fields import EnumField


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def present_from(self, organisation_id: uuid.UUID) -> "AttendanceQuerySet":
        """Those of one partner who came."""
        return self.filter(present=True, organisation_id=organisation_id)


class Attendance(models.Model):
    """A person invited to a meeting: her answer before it, her presence at it."""

    class Answer(models.TextChoices):
        COMING = "coming", "Sera présent"
        EXCUSED = "excused", "Excusé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="séance")
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="professionnel"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", models.PROTECT, related_name="+", verbose_name="organisme"
    )
    answer = EnumField("réponse à l'invitation", choices=Answer, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, editable=False)
    present = models.BooleanField("présent", null=True, blank=True)
    """None as long as nobody noted who came."""

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["organisation__name", "professional__last_name", "professional__first_name"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=["meeting", "professional"],
                violation_error_message="Cette personne est déjà invitée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.professional}"

    def reply(self, answer: str, *, at: datetime) -> None:
        """Coming, or excused. The last answer counts."""
        self.meeting.require_open()
        self.answer, self.answered_at = answer, at
        self.save(update_fields=["answer", "answered_at"])
