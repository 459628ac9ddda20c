"""Weekly visits: due this ISO week, late since last week, two weeks in a row without a word (the head is told)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accompaniment.models import Measure, MeasurePeriod, Suspension, Visit
from accompaniment.models.visit import PAST_OUTCOMES, iso_monday
from allocations.people import people_of
from households.deadline_table import Kind, Stage
from households.models import Case, Reminder
from households.reminders import Owed, Source
from lodabord.partners.models import Professional
from lodabord.partners.roles import Role

PREFIX = "visit"
THIS_WEEK, LATE, VERY_LATE = "semaine", "retard", "deux_semaines"
WEEK = timedelta(days=7)
TO_THURSDAY, TO_SUNDAY = timedelta(days=3), timedelta(days=6)


def due_in_week_of(monday: date) -> QuerySet[Case]:
    """Households to be visited that week: on its Thursday in follow-up, weekly, not suspended (sheet 05 §5.4)."""
    thursday = monday + TO_THURSDAY
    mine = {"case": OuterRef("pk")}
    following = Measure.objects.on(thursday).filter(kind=Measure.Kind.FOLLOW_UP, **mine)
    rarer = MeasurePeriod.objects.on(thursday).filter(**mine).exclude(intensity__in=MeasurePeriod.DUE_EVERY_WEEK)
    paused = Suspension.objects.on(thursday).filter(**mine)
    return (
        Case.objects.filter(Exists(following), ~Exists(rarer), ~Exists(paused), referent__isnull=False)
        .exclude(state=Case.State.CLOSED)
        .select_related("referent", "deputy", "agreement")
    )


def owed(today: date) -> Iterator[Owed]:
    """This week's visits not done yet, last week's that nobody noted, and those of two weeks in a row."""
    monday = iso_monday(today)
    for case in due_in_week_of(monday).exclude(Exists(_visits(monday, {Visit.Status.DONE}))):
        yield _tell(case, monday, THIS_WEEK, _referent(case))
    last, before = monday - WEEK, monday - 2 * WEEK
    unnoted = due_in_week_of(last).exclude(Exists(_visits(last, PAST_OUTCOMES)))
    for case in unnoted:
        for reader in filter(None, (case.referent, case.deputy)):
            yield _tell(case, last, LATE, reader)
    twice = due_in_week_of(before).exclude(Exists(_visits(before, PAST_OUTCOMES))).values("pk")
    for case in unnoted.filter(pk__in=twice):
        for head in people_of(case.agreement, {Role.ASSO_HEAD}, today):
            yield _tell(case, last, VERY_LATE, head)


def still(reminder: Reminder, today: date) -> bool:
    """Not visited meanwhile, still accompanied, and the reader still answers for it."""
    monday = date.fromisoformat(reminder.about.split(":")[2])
    noted = {Visit.Status.DONE} if reminder.stage == THIS_WEEK else set(PAST_OUTCOMES)
    case = due_in_week_of(monday).filter(reminders=reminder).exclude(Exists(_visits(monday, noted))).first()
    if case is None or (reminder.stage == THIS_WEEK and iso_monday(today) > monday):
        return False
    if reminder.stage == VERY_LATE:
        return people_of(case.agreement, {Role.ASSO_HEAD}, today).filter(pk=reminder.recipient_id).exists()
    return reminder.recipient_id in (case.referent_id, case.deputy_id)


WORDINGS = {
    THIS_WEEK: "Visite de la semaine à faire",
    LATE: "Visite de la semaine dernière à noter",
    VERY_LATE: "Deux semaines de suite sans visite notée",
}


def _tell(case: Case, monday: date, stage: str, reader: Professional) -> Owed:
    about = f"{PREFIX}:{case.pk}:{monday.isoformat()}"
    return Owed(case, about, stage, reader, WORDINGS[stage], monday + TO_SUNDAY)


def _visits(monday: date, statuses: Iterable[str]) -> QuerySet[Visit]:
    """Home visits of the outer case, that week, in one of these states."""
    return Visit.objects.at_home().in_week_of(monday).filter(case=OuterRef("pk"), status__in=statuses)


def _referent(case: Case) -> Professional:
    """Whoever follows a household to be visited: `due_in_week_of` keeps those who have one."""
    assert case.referent is not None
    return case.referent


KINDS = (
    Kind(
        PREFIX, "Visite hebdomadaire",
        stages=(
            Stage(THIS_WEEK, "dès le lundi, tant qu'elle n'est pas faite", "référent"),
            Stage(LATE, "la semaine suivante, si rien n'est noté", "référent, suppléant"),
            Stage(VERY_LATE, "après deux semaines de suite sans rien de noté", "cheffe de service", critical=True),
        ),
    ),
)  # fmt: skip
SOURCE = Source(PREFIX, owed, still)
