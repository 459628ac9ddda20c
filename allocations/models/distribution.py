"""To whom the papers of a session were given, and when."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from allocations.models.meeting import Meeting
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Distribution(models.Model):
    """One paper of a session, given to one person one day."""

    class Document(models.TextChoices):
        AGENDA = "agenda", "Ordre du jour"
        MINUTES = "minutes", "Relevé de décisions"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="distributions", verbose_name="séance")
    document = EnumField("papier remis", choices=Document)
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="destinataire"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", models.PROTECT, related_name="+", verbose_name="organisme"
    )
    sent_on = models.DateField("remis le")
    sent_by = models.ForeignKey("partners.Professional", models.PROTECT, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "diffusion"
        verbose_name_plural = "diffusions"
        ordering = ["sent_on", "organisation__name", "professional__last_name"]
        constraints = [
            models.UniqueConstraint(
                name="distribution_once_a_day",
                fields=["meeting", "document", "professional", "sent_on"],
                violation_error_message="Cette remise est déjà notée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_document_display()} à {self.professional}"


def distribute(
    session: Meeting, document: str, people: dict["Professional", uuid.UUID], *, on: date, by: "Professional"
) -> int:
    """Note to whom it was given that day; those already noted are left alone. Returns how many were new."""
    made = 0
    for person, organisation in people.items():
        _, created = Distribution.objects.get_or_create(
            meeting=session,
            document=document,
            professional=person,
            sent_on=on,
            defaults={"organisation_id": organisation, "sent_by": by},
        )
        made += created
    return made


def told_by_day(distributions: Iterable[Distribution]) -> list[tuple[str, date, str]]:
    """(paper, day, names) for each sending, in order."""
    grouped: dict[tuple[str, date], list[str]] = defaultdict(list)
    for one in distributions:
        grouped[one.get_document_display(), one.sent_on].append(f"{one.professional} ({one.organisation})")
    return [(paper, day, ", ".join(names)) for (paper, day), names in grouped.items()]
