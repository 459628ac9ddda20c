"""Points of vigilance: a week before their last day, whoever follows the household is asked whether they are still true."""

from collections.abc import Iterator
from datetime import date

from accompaniment.models import HouseholdAlert
from accompaniment.reminders.people import followers
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source

PREFIX = "alert"
SOON = "J-7"


def owed(today: date) -> Iterator[Owed]:
    for alert in HouseholdAlert.objects.ending(today).select_related("case__agreement", "case__referent"):
        for reader in followers(alert.case, today, heads=False):
            yield Owed(
                alert.case, _about(alert), SOON, reader, "Point de vigilance à renouveler ou à lever", alert.until
            )


def _about(alert: HouseholdAlert) -> str:
    return f"{PREFIX}:{alert.pk}:{alert.until.isoformat()}"


def still(reminder: Reminder, today: date) -> bool:
    """Neither renewed nor lifted, and its reader still follows the household."""
    _, pk, until = reminder.about.split(":")
    found = HouseholdAlert.objects.ending(today).filter(pk=pk, until=until).select_related("case__referent").first()
    return found is not None and reminder.recipient in followers(found.case, today, heads=False)


KINDS = (
    Kind(
        PREFIX, "Point de vigilance", paused=False,
        stages=(Stage(SOON, "sept jours avant son dernier jour", "référent, à défaut cheffe de service"),),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
