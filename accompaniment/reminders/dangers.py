"""Situations of danger: told at once, whatever the preferences; owed again by a tick if the act's own bell was lost."""

from collections.abc import Iterator
from datetime import date

from accompaniment.alarm import PREFIX, STAGE, owed_for
from accompaniment.models import DangerReport
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source


def owed(today: date) -> Iterator[Owed]:
    for report in DangerReport.objects.open().select_related("case__agreement", "case__referent", "case__deputy"):
        yield from owed_for(report, report.created_at)


def still(reminder: Reminder, today: date) -> bool:
    """Until somebody closes it."""
    return DangerReport.objects.open().filter(pk=reminder.about.split(":")[1]).exists()


KINDS = (
    Kind(
        PREFIX, "Situation de danger", paused=False,
        stages=(Stage(STAGE, "à l'instant où elle est signalée", "cheffe de service, référent, suppléant", critical=True),),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
