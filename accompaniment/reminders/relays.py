"""Relays without an answer for fifteen days since they were asked, or asked again."""

from collections.abc import Iterator
from datetime import date

from accompaniment import relays
from accompaniment.models.relay_request import CHASED_AFTER, AskedRelay
from accompaniment.reminders.people import followers
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source

PREFIX = "relay"
SILENT = "J+15"


def owed(today: date) -> Iterator[Owed]:
    """The wording says nothing of which relay it is: an e-mail is read anywhere."""
    for asked in relays.every_one_to_chase(today):
        for reader in followers(asked.case, today, heads=False):
            due_on = asked.waits_since + CHASED_AFTER
            yield Owed(asked.case, _about(asked), SILENT, reader, "Relais demandé : sans réponse, à relancer", due_on)


def _about(asked: AskedRelay) -> str:
    return f"{PREFIX}:{asked.pk}:{asked.waits_since.isoformat()}"


def still(reminder: Reminder, today: date) -> bool:
    """Neither settled nor chased since, and its reader still follows the household."""
    for asked in relays.every_one_to_chase(today):
        if _about(asked) == reminder.about:
            return reminder.recipient in followers(asked.case, today, heads=False)
    return False


KINDS = (
    Kind(
        PREFIX, "Relais demandé",
        stages=(Stage(SILENT, "quinze jours sans réponse ou sans relance", "référent, à défaut cheffe de service"),),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
