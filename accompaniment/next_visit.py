"""The next home visit, proposed and never planned silently: same day and hour, at the agreed rhythm, on a day that works."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.models import MeasurePeriod, Suspension, Visit
from accompaniment.models.measure import running_measure
from accompaniment.models.visit import iso_monday
from households.stateful import MoveRefused
from lodabord.kernel.db.locks import hold
from lodabord.kernel.working_days import is_working_day
from lodabord.partners.models import Closure

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional

Days = tuple[date, date]
RHYTHM = {
    MeasurePeriod.Intensity.REINFORCED: timedelta(weeks=1),
    MeasurePeriod.Intensity.WEEKLY: timedelta(weeks=1),
    MeasurePeriod.Intensity.FORTNIGHTLY: timedelta(weeks=2),
    MeasurePeriod.Intensity.MONTHLY: timedelta(weeks=4),
    MeasurePeriod.Intensity.WATCH: timedelta(weeks=4),
}
"""From one visit to the next. A month is four weeks: the same day of the week comes back."""
FARTHEST = timedelta(days=366)


def proposed_day(after: date, step: timedelta, today: date, closures: Iterable[Days] = ()) -> date:
    """The same day of the week, one step later and never past; the next working day when it is off or closed."""
    day = after + step
    while day <= today:
        day += step
    closed = list(closures)
    while not is_working_day(day) or any(start <= day <= end for start, end in closed):
        day += timedelta(days=1)
    return day


def step_of(case: "Case", day: date) -> timedelta:
    """The agreed rhythm on that day; weekly when nothing is said (R-31)."""
    period = MeasurePeriod.objects.filter(case=case).on(day).first()
    return RHYTHM[MeasurePeriod.Intensity(period.intensity)] if period else timedelta(weeks=1)


def proposal(visit: Visit, today: date) -> date | None:
    """When to see the household next; None when no visit is to be proposed."""
    case = visit.case
    if not visit.is_home_visit or visit.status in (Visit.Status.PLANNED, Visit.Status.POSTPONED):
        return None
    if case.closed_on is not None or running_measure(case, today) is None:
        return None
    if Suspension.objects.filter(case=case).on(today).exists():
        return None
    ahead = today + FARTHEST
    closures = Closure.objects.filter(agreement=case.agreement_id, ends_on__gte=today, starts_on__lte=ahead)
    return proposed_day(visit.on, step_of(case, today), today, closures.values_list("starts_on", "ends_on"))


def already_planned(visit: Visit, proposed: date | None, today: date) -> Visit | None:
    """The home visit that already stands between now and the end of the proposed week."""
    sunday = iso_monday(proposed or today) + timedelta(days=6)
    coming = Visit.objects.at_home().planned().filter(case=visit.case_id, on__gte=today, on__lte=sunday)
    return coming.filter(on__gt=visit.on).order_by("on").first()


def plan_next(
    visit: Visit, *, on: date, at: time | None, today: date, by: "Professional", second: "Professional | None" = None
) -> Visit:
    """Accepted: planned once, even when two people, or two taps, accept it together.

    `second`: who comes along, when it is not whoever came along this time.
    """
    if on < today:
        raise MoveRefused("Cette date est déjà passée : choisissez-en une à venir.")
    if on > today + FARTHEST:
        raise MoveRefused("Cette date est à plus d'un an : vérifiez l'année.")
    if visit.case.closed_on is not None:
        raise MoveRefused("L'accompagnement est fini : aucune visite ne se prévoit.")
    with transaction.atomic():
        hold(f"next-visit:{visit.case_id}")
        same = Visit.objects.planned().filter(case=visit.case_id, on=on, kind=visit.kind).first()
        return same or visit.plan_again(on=on, at=at, second=second, by=by)
