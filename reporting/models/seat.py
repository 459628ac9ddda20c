"""Who sits at a committee or a commission: an organisation and a function, never a private person."""

import uuid

from django.db import models

from allocations.models import Meeting
from households.stateful import MoveRefused
from reporting.models.scope import AtTheTable


class Seat(AtTheTable):
    """A participant, by function."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats", verbose_name="séance")
    organisation = models.CharField("organisme", max_length=120)
    function = models.CharField("fonction", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("rang")
    came = models.BooleanField("présent", null=True, blank=True)
    """None as long as nobody noted who came."""

    class Meta:
        verbose_name = "participant"
        verbose_name_plural = "participants"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="seat_once",
                fields=["meeting", "organisation", "function"],
                violation_error_message="Ce participant est déjà dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.function}" if self.function else self.organisation


def seats_from(text: str) -> list[tuple[str, str]]:
    """« Organisme : fonction », one line each; doubles and empty lines are left out."""
    told = [line.partition(":") for line in text.splitlines() if line.strip(" :")]
    pairs = [(organisation.strip()[:120], function.strip()[:120]) for organisation, _, function in told]
    return list(dict.fromkeys(pair for pair in pairs if pair[0]))


def seat_people(meeting: Meeting, pairs: list[tuple[str, str]]) -> None:
    """The whole table, in that order. Held, the list stays as it was noted."""
    if meeting.state != Meeting.State.PLANNED:
        raise MoveRefused(f"Cette séance est déjà {meeting.told_state.lower()} : ses participants sont notés.")
    meeting.seats.all().delete()  # type: ignore[attr-defined]
    Seat.objects.bulk_create(
        Seat(meeting=meeting, agreement=meeting.agreement, organisation=organisation, function=function, position=rank)
        for rank, (organisation, function) in enumerate(pairs, start=1)
    )
