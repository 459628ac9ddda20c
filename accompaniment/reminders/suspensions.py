"""A suspension to look at again: a week before the day set, then once it has passed."""

from collections.abc import Iterator
from datetime import date, timedelta

from accompaniment.models import Suspension
from allocations.people import people_of
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source
from lodabord.partners.roles import Role

PREFIX = "suspension"
SOON, PASSED = "J-7", "passee"
AHEAD = timedelta(days=7)
WORDINGS = {SOON: "Suspension à revoir bientôt", PASSED: "Suspension à revoir : la date est passée"}


def owed(today: date) -> Iterator[Owed]:
    running = Suspension.objects.filter(ends_on__isnull=True, review_on__lte=today + AHEAD)
    for pause in running.select_related("case__agreement", "case__referent"):
        assert pause.review_on is not None
        stage = PASSED if pause.review_on < today else SOON
        people = [pause.case.referent] if pause.case.referent else []
        if stage == PASSED:
            people += people_of(pause.case.agreement, {Role.ASSO_HEAD}, today)
        for person in {found.pk: found for found in people}.values():
            about = f"{PREFIX}:{pause.pk}:{pause.review_on:%Y-%m-%d}"
            yield Owed(pause.case, about, stage, person, WORDINGS[stage], pause.review_on)


def still(reminder: Reminder, today: date) -> bool:
    """Not lifted, and the review is still set for that day."""
    _, pause, review_on = reminder.about.split(":")
    return Suspension.objects.filter(pk=pause, ends_on__isnull=True, review_on=review_on).exists()


KINDS = (
    Kind(
        PREFIX, "Revue d'une suspension", paused=False,
        stages=(
            Stage(SOON, "sept jours avant la date de revue", "référent"),
            Stage(PASSED, "le lendemain de la date", "référent, cheffe de service"),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
