"""The meetings of the two partners: the agenda of a pré-CAL closes and leaves before it."""

from collections.abc import Iterator
from datetime import date, timedelta

from allocations.models import Meeting
from allocations.people import people_of
from households.deadline_table import Kind, Stage
from households.models import Reminder
from households.reminders import Owed, Source
from lodabord.partners.roles import Role

AGENDA_AHEAD = timedelta(days=7)
STAGE = "avant"
LEADS = {Role.ASSO_HEAD, Role.LANDLORD_PILOT}


def _coming(kind: str, today: date, ahead: timedelta) -> Iterator[Meeting]:
    planned = Meeting.objects.filter(kind=kind, state=Meeting.State.PLANNED, on__gte=today, on__lte=today + ahead)
    yield from planned.select_related("agreement").order_by("on")


def _owed(prefix: str, kind: str, ahead: timedelta, wording: str, today: date) -> Iterator[Owed]:
    for meeting in _coming(kind, today, ahead):
        for person in people_of(meeting.agreement, LEADS, today):
            yield Owed(None, f"{prefix}:{meeting.pk}:{meeting.on:%Y-%m-%d}", STAGE, person, wording, meeting.on)


def agendas(today: date) -> Iterator[Owed]:
    """The agenda closes and leaves before the session."""
    return _owed(
        "agenda", Meeting.Kind.PRECAL, AGENDA_AHEAD, "Ordre du jour de la pré-CAL à relire et à envoyer", today
    )


def still(reminder: Reminder, today: date) -> bool:
    """The meeting is still to come, on that day, and the reader still leads it."""
    _, meeting, on = reminder.about.split(":")
    found = Meeting.objects.filter(pk=meeting, on=on, state=Meeting.State.PLANNED, on__gte=today).first()
    return found is not None and people_of(found.agreement, LEADS, today).filter(pk=reminder.recipient_id).exists()


KINDS = (
    Kind(
        "agenda", "Ordre du jour de la pré-CAL", paused=False,
        stages=(Stage(STAGE, "sept jours avant la séance", "cheffe de service, pilote du bailleur"),),
    ),
)  # fmt: skip
SOURCES = (Source("agenda", agendas, still, address="allocations:sessions"),)
