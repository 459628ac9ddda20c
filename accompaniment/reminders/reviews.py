"""Individual reviews: announced two weeks before to whoever follows, late the day after (the head too)."""

from collections.abc import Iterator
from datetime import date

from accompaniment.reminders.people import followers
from accompaniment.reviews import Deadline, deadlines
from households.deadline_table import Kind, Stage
from households.models import Case, Reminder
from households.reminders import Owed, Source

PREFIX = "review"
SOON, LATE = "bientot", "retard"


def owed(today: date) -> Iterator[Owed]:
    """One per deadline and stage; a draft that waits for the head is hers to be told of."""
    for one in deadlines(Case.objects.exclude(state=Case.State.CLOSED), today):
        late = one.due_on < today
        wording = "Bilan individuel en retard" if late else "Bilan individuel à faire bientôt"
        for reader in followers(one.case, today, heads=late):
            yield Owed(one.case, _about(one), LATE if late else SOON, reader, wording, one.due_on)


def _about(one: Deadline) -> str:
    return f"{PREFIX}:{one.case.pk}:{one.due_on.isoformat()}"


def still(reminder: Reminder, today: date) -> bool:
    """Not validated meanwhile, the follow-up still runs, and its reader is still concerned."""
    waiting = {_about(one): one for one in deadlines([reminder.case_id], today)}
    one = waiting.get(reminder.about)
    if one is None:
        return False
    return reminder.recipient in followers(one.case, today, heads=reminder.stage == LATE)


KINDS = (
    Kind(
        PREFIX, "Bilan individuel", paused=False,
        stages=(
            Stage(SOON, "deux semaines avant", "référent"),
            Stage(LATE, "le lendemain de la date", "référent, cheffe de service"),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
