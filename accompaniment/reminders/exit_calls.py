"""Calls at M+6 and M+12, told once to whoever followed the household."""

from collections.abc import Iterator
from datetime import date

from accompaniment.after_the_end import Due, calls_due
from accompaniment.reminders.people import followers
from households.deadline_table import Kind, Stage
from households.models import Case, Reminder
from households.reminders import Owed, Source

PREFIX = "exitcall"
DUE = "a_faire"


def owed(today: date) -> Iterator[Owed]:
    for one in calls_due(Case.objects.filter(state=Case.State.CLOSED), today):
        for reader in followers(one.exit.case, today, heads=False):
            yield Owed(one.exit.case, _about(one), DUE, reader, f"Appel {one.label} après la fin à faire", one.due_on)


def _about(one: Due) -> str:
    return f"{PREFIX}:{one.exit.pk}:{one.months}"


def still(reminder: Reminder, today: date) -> bool:
    """Not called meanwhile, still agreed, not reopened."""
    waiting = [one for one in calls_due([reminder.case_id], today) if _about(one) == reminder.about]
    return any(reminder.recipient in followers(one.exit.case, today, heads=False) for one in waiting)


KINDS = (
    Kind(
        PREFIX, "Appel après la fin d'accompagnement", paused=False,
        stages=(Stage(DUE, "six mois, puis douze mois après la fin, si la personne l'a accepté", "dernier référent"),),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
