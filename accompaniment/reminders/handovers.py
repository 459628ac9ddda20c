"""A household was given to somebody: she is told, and so is whoever had it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from households.deadline_table import Kind, Stage
from households.models import Assignment, Reminder
from households.reminders import Owed, Source

PREFIX = "confie"
GIVEN, TAKEN = "recu", "passe"
TOLD_FOR = timedelta(days=14)
WORDINGS = {GIVEN: "Un dossier vous est confié", TAKEN: "Un dossier que vous suiviez est confié à un collègue"}


def owed(today: date) -> Iterator[Owed]:
    """For a fortnight. Whoever took it herself is not told of it."""
    lately = Assignment.objects.filter(starts_on__lte=today, starts_on__gte=today - TOLD_FOR, ends_on__isnull=True)
    lately = lately.exclude(taken_over=True).exclude(reason="")
    for one in lately.select_related("case", "professional"):
        if one.professional_id != one.created_by_id:
            yield _tell(one, GIVEN, one.professional)
        before = Assignment.objects.filter(case=one.case_id, capacity=one.capacity, ends_on=one.starts_on)
        for former in before.exclude(professional=one.professional_id).select_related("professional"):
            if former.professional_id != one.created_by_id:
                yield _tell(one, TAKEN, former.professional)


def _tell(one: Assignment, stage: str, reader: object) -> Owed:
    return Owed(one.case, f"{PREFIX}:{one.pk}", stage, reader, WORDINGS[stage], one.starts_on)  # type: ignore[arg-type]


def still(reminder: Reminder, today: date) -> bool:
    """Until the fortnight is over, or the household passes on again."""
    running = Assignment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    return running.filter(pk=reminder.about.split(":")[1], starts_on__gte=today - TOLD_FOR).exists()


KINDS = (
    Kind(
        PREFIX, "Dossier confié à un collègue", paused=False,
        stages=(
            Stage(GIVEN, "le jour où il prend le dossier, pendant quinze jours", "qui le reçoit"),
            Stage(TAKEN, "le même jour", "qui le passe"),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
