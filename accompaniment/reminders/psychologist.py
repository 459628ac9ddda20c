"""A passage asked of the psychologist: she is told at once; without an answer in time, so is the head; then whoever asked."""

from collections.abc import Iterator
from datetime import date, timedelta

from accompaniment.models import PsychologistRequest
from accompaniment.reminders.people import heads_of
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source

PREFIX = "psychologue"
ASKED, LATE, ANSWERED = "demande", "sans-reponse", "reponse"
TOLD_FOR = timedelta(days=7)
WORDINGS = {
    ASKED: "Une demande de passage vous est adressée",
    LATE: "Demande de passage sans réponse dans le délai souhaité",
    ANSWERED: "Réponse à une demande de passage",
}
State = PsychologistRequest.State


def owed(today: date) -> Iterator[Owed]:
    waiting = PsychologistRequest.objects.waiting().select_related("case__agreement", "psychologist")
    for one in waiting:
        yield _tell(one, ASKED, one.psychologist)
        if one.due_on < today:
            for person in {found.pk: found for found in [one.psychologist, *heads_of(one.case, today)]}.values():
                yield _tell(one, LATE, person)
    lately = PsychologistRequest.objects.filter(
        state__in=[State.ACCEPTED, State.DECLINED], answered_on__gte=today - TOLD_FOR
    )
    for one in lately.exclude(case__state="closed").select_related("case__referent", "created_by"):
        for person in {found.pk: found for found in (one.created_by, one.case.referent) if found}.values():
            yield _tell(one, ANSWERED, person)


def _tell(one: PsychologistRequest, stage: str, reader: object) -> Owed:
    due_on = one.answered_on if stage == ANSWERED and one.answered_on else one.due_on
    return Owed(one.case, f"{PREFIX}:{one.pk}", stage, reader, WORDINGS[stage], due_on)  # type: ignore[arg-type]


def still(reminder: Reminder, today: date) -> bool:
    """As long as it waits; an answer, for a week."""
    asked = PsychologistRequest.objects.filter(pk=reminder.about.split(":")[1])
    if reminder.stage == ANSWERED:
        return asked.filter(answered_on__gte=today - TOLD_FOR).exists()
    return asked.waiting().exists()


KINDS = (
    Kind(
        PREFIX, "Demande de passage de la psychologue", paused=False,
        stages=(
            Stage(ASKED, "dès la demande", "psychologue"),
            Stage(LATE, "le lendemain du délai souhaité", "psychologue, cheffe de service"),
            Stage(ANSWERED, "dès la réponse, pendant sept jours", "qui l'a demandée, référent"),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
