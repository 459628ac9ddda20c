"""Requests of the households: half of the time gone, nobody took it, out of time."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from accompaniment.models import Request
from accompaniment.on_duty import on_duty_now
from allocations.people import people_of
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source
from lodabord.partners.models import Professional
from lodabord.partners.roles import Role

PREFIX = "request"
HALF_TIME, NOBODY, OUT_OF_TIME = "mi_delai", "personne", "hors_delai"
WORDINGS = {
    HALF_TIME: "Appel ou demande : la moitié du délai est passée",
    NOBODY: "Appel ou demande que personne n'a pris",
    OUT_OF_TIME: "Appel ou demande hors délai",
}


def owed(now: datetime) -> Iterator[Owed]:
    """For the open requests that ask for an intervention; each stage stays due until the answer."""
    waiting = Request.objects.open().filter(counts_for_target=True)
    for one in waiting.select_related("case__agreement", "case__referent", "case__deputy", "taken_by"):
        for stage, people in _stages(one, now):
            for person in {found.pk: found for found in people}.values():
                due_on = timezone.localdate(one.halfday_deadline)
                yield Owed(one.case, f"{PREFIX}:{one.pk}", stage, person, WORDINGS[stage], due_on)


def _stages(one: Request, now: datetime) -> Iterator[tuple[str, list[Professional]]]:
    if one.half_time_at is not None and one.half_time_at < now <= one.day_deadline:
        yield HALF_TIME, _answering(one)
    if one.taken_by_id is None and one.everyone_at is not None and now >= one.everyone_at:
        yield NOBODY, on_duty_now([one.case.agreement], now)
    if now > one.day_deadline:
        heads = people_of(one.case.agreement, {Role.ASSO_HEAD}, timezone.localdate(now))
        yield OUT_OF_TIME, [*_answering(one), *heads]


def _answering(one: Request) -> list[Professional]:
    """Whoever took it; else the referent, else the deputy."""
    return [found for found in (one.taken_by or one.case.referent or one.case.deputy,) if found is not None]


def still(reminder: Reminder, today: date) -> bool:
    """Open; for « personne », still nobody's; for « mi-délai », not said more loudly since."""
    waiting = Request.objects.open().filter(pk=reminder.about.split(":")[1])
    louder = Reminder.objects.live().filter(about=reminder.about, stage=OUT_OF_TIME)
    if reminder.stage == HALF_TIME and louder.exists():
        return False
    return (waiting.untaken() if reminder.stage == NOBODY else waiting).exists()


KINDS = (
    Kind(
        PREFIX, "Appel ou demande d'un ménage", paused=False,
        stages=(
            Stage(HALF_TIME, "à la moitié de la demi-journée", "qui s'en occupe, sinon le référent", critical=True),
            Stage(NOBODY, "après 30 minutes ouvrées sans que personne ne la prenne", "permanence", critical=True),
            Stage(OUT_OF_TIME, "au-delà de la journée", "qui s'en occupe et cheffe de service", critical=True),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still, by_instant=True)
