"""What a situation of danger sets off at once: the numbers to call, and who of the team is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accompaniment.models import DangerReport
from allocations.people import people_of
from households import reminders
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Professional
from lodabord.partners.roles import Role

PREFIX = "danger"
STAGE = "alerte"
WORDING = "Situation de danger signalée : à lire maintenant"


@dataclass(frozen=True)
class Number:
    """A number anyone may dial, day and night unless said otherwise."""

    number: str
    what: str


NUMBERS = [
    Number("15", "SAMU : urgence médicale"),
    Number("17", "Police, gendarmerie : danger immédiat"),
    Number("18", "Pompiers : incendie, gaz, accident"),
    Number("112", "Urgences, depuis tout téléphone"),
    Number("114", "Urgences par SMS, pour qui ne peut pas parler"),
    Number("119", "Enfance en danger"),
    Number("3114", "Prévention du suicide"),
    Number("3919", "Violences faites aux femmes"),
]


def told_of(report: DangerReport, at: datetime) -> Iterator[Professional]:
    """Referent, deputy and the heads of service; whoever wrote it knows already."""
    case = report.case
    heads = list(people_of(case.agreement, {Role.ASSO_HEAD}, timezone.localdate(at)))
    found = {one.pk: one for one in [case.referent, case.deputy, *heads] if one is not None}
    yield from (one for pk, one in found.items() if pk != report.created_by_id)


def ring(report: DangerReport, *, at: datetime) -> None:
    """In the transaction of the act itself: nothing can come between the report and its bell.

    The programme writes it: a reminder to a colleague is not the worker's to insert.
    """
    told = list(owed_for(report, at))
    with acting_as(SYSTEM):
        reminders.owe(told, at)


def owed_for(report: DangerReport, at: datetime) -> Iterator[reminders.Owed]:
    day = timezone.localdate(report.created_at)
    for person in told_of(report, at):
        yield reminders.Owed(report.case, f"{PREFIX}:{report.pk}", STAGE, person, WORDING, day)
