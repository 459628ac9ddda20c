"""The household's « demande de logement social », to renew each year before it lapses (CCH R441-2-7)."""

from collections.abc import Iterator
from datetime import date, timedelta

from households.deadline_table import Kind, Stage
from households.models import Case, Reminder
from households.reminders import Owed, Source

PREFIX = "demande"
STAGES = {"J-60": timedelta(days=60), "J-30": timedelta(days=30)}
WORDING = "Demande de logement social à renouveler"


def stage_on(expires_on: date, today: date) -> str | None:
    """The nearest stage reached: a night on which nothing ran is made up by the next one."""
    reached = [(ahead, stage) for stage, ahead in STAGES.items() if expires_on - today <= ahead]
    return min(reached)[1] if reached else None


def owed(today: date) -> Iterator[Owed]:
    """Before the keys only: afterwards the household has its dwelling."""
    limit = today + max(STAGES.values())
    waiting = Case.objects.filter(
        referent__isnull=False, track=Case.Track.ACCESS, moved_in_on=None, closed_on=None,
        household__housing_request__expires_on__lte=limit,
    )  # fmt: skip
    for case in waiting.select_related("referent", "household__housing_request"):
        expires_on = case.household.housing_request.expires_on
        if expires_on is None:
            continue
        stage = stage_on(expires_on, today)
        if stage and case.referent:
            about = f"{PREFIX}:{case.pk}:{expires_on:%Y-%m-%d}"
            yield Owed(case, about, stage, case.referent, WORDING, expires_on)


def still(reminder: Reminder, today: date) -> bool:
    _, case, expires_on = reminder.about.split(":")
    return Case.objects.filter(
        pk=case, moved_in_on=None, closed_on=None, household__housing_request__expires_on=expires_on,
        referent=reminder.recipient_id,
    ).exists()  # fmt: skip


KINDS = (
    Kind(
        PREFIX, "Demande de logement social", paused=False,
        stages=(
            Stage("J-60", "soixante jours avant son échéance", "référent"),
            Stage("J-30", "trente jours avant son échéance", "référent", critical=True),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
