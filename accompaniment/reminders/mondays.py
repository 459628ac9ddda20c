"""The Monday point of a head of service: how the team's week begins, in numbers."""

from collections.abc import Iterator
from datetime import date, timedelta

from accompaniment.models import Request
from accompaniment.weeks import monday_of
from allocations.people import people_of
from households.deadline_table import Kind, Stage
from households.models import Case, Reminder
from households.reminders import Owed, Source
from households.stages import State
from lodabord.partners.models import Agreement
from lodabord.partners.roles import Role

PREFIX = "equipe"
STAGE = "lundi"
NEEDS_A_REFERENT = [State.PRECAL_ACCEPTED, State.JOINT_MEETING, State.PREPARATION, State.FOLLOW_UP, State.SUSPENDED]


def owed(today: date) -> Iterator[Owed]:
    """Once a week, from the Monday on: a night or a bank holiday off delays it, and does not lose it."""
    monday = monday_of(today)
    for agreement in Agreement.objects.filter(ends_on__isnull=True) | Agreement.objects.filter(ends_on__gte=today):
        wording = wording_of(agreement, today)
        for head in people_of(agreement, {Role.ASSO_HEAD}, today):
            about = f"{PREFIX}:{agreement.pk}:{monday.isoformat()}"
            yield Owed(None, about, STAGE, head, wording, monday + timedelta(days=6))


def wording_of(agreement: Agreement, today: date) -> str:
    """« Le point de la semaine : 2 visites en retard, 1 demande en attente, 0 dossier sans référent »."""
    from django.db.models import Exists

    from accompaniment.reminders.visits import PAST_OUTCOMES, _visits, due_in_week_of, iso_monday

    last = iso_monday(today) - timedelta(days=7)
    late = due_in_week_of(last).filter(agreement=agreement).exclude(Exists(_visits(last, PAST_OUTCOMES))).count()
    waiting = Request.objects.open().filter(case__agreement=agreement).count()
    alone = Case.objects.filter(agreement=agreement, referent=None, state__in=NEEDS_A_REFERENT).count()
    return (
        f"{agreement.code}, le point de la semaine : visites de la semaine dernière non notées {late}, "
        f"demandes en attente {waiting}, dossiers sans référent {alone}"
    )


def still(reminder: Reminder, today: date) -> bool:
    """Until the week is over; after that it says nothing any more."""
    return date.fromisoformat(reminder.about.split(":")[2]) == monday_of(today)


KINDS = (
    Kind(
        PREFIX, "Point de la semaine de l'équipe", paused=False,
        stages=(Stage(STAGE, "le premier jour ouvré de la semaine", "cheffe de service"),),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still, address="accompaniment:team")
