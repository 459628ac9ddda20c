"""Weekly visits: due this ISO week (the referent is told), late since last week (the head too)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accompaniment.models import Measure, MeasurePeriod, Suspension, Visit
from accompaniment.models.visit import PAST_OUTCOMES, iso_monday
from households.models import Case, Reminder
from households.reminders import Owed, Source
from lodabord.partners.models import Membership, Professional
from lodabord.partners.roles import Role

PREFIX = "visit"
THIS_WEEK, LATE = "semaine", "retard"
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
        .select_related("referent", "agreement")
    )


def owed(today: date) -> Iterator[Owed]:
    """This week's visits not done yet, and last week's that nobody noted."""
    monday = iso_monday(today)
    for case in due_in_week_of(monday).exclude(Exists(_visits(monday, {Visit.Status.DONE}))):
        yield _tell(case, monday, THIS_WEEK, _referent(case))
    last = monday - WEEK
    heads: dict[object, list[Professional]] = {}
    for case in due_in_week_of(last).exclude(Exists(_visits(last, PAST_OUTCOMES))):
        if case.agreement_id not in heads:
            heads[case.agreement_id] = _heads_of(case, today)
        for reader in _once([_referent(case), *heads[case.agreement_id]]):
            yield _tell(case, last, LATE, reader)


def still(reminder: Reminder, today: date) -> bool:
    """Not visited meanwhile, still accompanied, and the referent is still the referent."""
    monday = date.fromisoformat(reminder.about.split(":")[2])
    noted = {Visit.Status.DONE} if reminder.stage == THIS_WEEK else set(PAST_OUTCOMES)
    case = due_in_week_of(monday).filter(reminders=reminder).exclude(Exists(_visits(monday, noted))).first()
    if case is None or (reminder.stage == THIS_WEEK and iso_monday(today) > monday):
        return False
    return reminder.recipient_id == case.referent_id or reminder.recipient in _heads_of(case, today)


def _tell(case: Case, monday: date, stage: str, reader: Professional) -> Owed:
    wording = "Visite de la semaine à faire" if stage == THIS_WEEK else "Visite de la semaine dernière à noter"
    return Owed(case, f"{PREFIX}:{case.pk}:{monday.isoformat()}", stage, reader, wording, monday + TO_SUNDAY)


def _visits(monday: date, statuses: Iterable[str]) -> QuerySet[Visit]:
    """Home visits of the outer case, that week, in one of these states."""
    return Visit.objects.at_home().in_week_of(monday).filter(case=OuterRef("pk"), status__in=statuses)


def _heads_of(case: Case, today: date) -> list[Professional]:
    held = Membership.objects.current(today).under(case.agreement).filter(role=Role.ASSO_HEAD)
    return [membership.professional for membership in held.select_related("professional")]


def _referent(case: Case) -> Professional:
    """Whoever follows a household to be visited: `due_in_week_of` keeps those who have one."""
    assert case.referent is not None
    return case.referent


def _once(people: list[Professional]) -> list[Professional]:
    """A head who is also the referent is told once."""
    return list({person.pk: person for person in people}.values())


SOURCE = Source(PREFIX, owed, still)
