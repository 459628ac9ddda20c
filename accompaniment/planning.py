"""Visits written some weeks ahead from the agreed appointments; safe to run twice, late, or by two workers at once.

A week's visit is written once (unique by plan and week), on its day, or on the nearest working day of the same week
when that one is off; none during a suspension, and none in a week where somebody already planned one by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from accompaniment.models import NextStep, Request, Suspension, Visit, VisitPlan
from accompaniment.weeks import WEEK, Span, monday_of
from households.models import Assignment, Case
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.working_days import is_working_day
from lodabord.partners.models import Closure

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

AHEAD = timedelta(weeks=4)
"""How far ahead visits are written: what a household is told, and no more."""
Days = tuple[date, date]


@dataclass(frozen=True)
class Slot:
    """One visit to write: for which week, on which day; without a day when the whole week is off."""

    monday: date
    on: date | None


def day_in_week(monday: date, weekday: int, closed: Sequence[Days]) -> date | None:
    """The agreed day, or the nearest working day of that week, the one before on equal terms; None if all are off."""
    wanted = monday + timedelta(days=weekday)
    open_days = [
        day for day in (monday + timedelta(days=number) for number in range(5))
        if is_working_day(day) and not any(start <= day <= end for start, end in closed)
    ]  # fmt: skip
    return min(open_days, key=lambda day: (abs((day - wanted).days), day), default=None)


def slots(
    *, weekday: int, every_weeks: int, starts_on: date, ends_on: date | None, today: date, until: date,
    closed: Sequence[Days] = (), paused: Iterable[Span] = (),
) -> list[Slot]:  # fmt: skip
    """The visits of an appointment from today on. The rhythm is counted from its first week."""
    paused = list(paused)
    first, found = monday_of(starts_on), []
    monday = first
    while monday <= until:
        slot = Slot(monday, day_in_week(monday, weekday, closed))
        on = slot.on
        kept = on is None or (
            on >= max(today, starts_on) and (ends_on is None or on < ends_on)
            and not any(span.holds(on) for span in paused)
        )  # fmt: skip
        if kept and monday + WEEK > today and (on is None or on <= until):
            found.append(slot)
        monday += WEEK * every_weeks
    return found


def write_ahead(today: date, *, only: UUID | None = None) -> int:
    """Write the visits of the coming weeks that are not written yet. Returns how many were.

    `only`: one household, in the transaction that has just changed its appointment.
    """
    with acting_as(SYSTEM), transaction.atomic():
        plans = VisitPlan.objects.running(today).select_related("case")
        plans = plans.filter(case=only) if only else plans
        return sum(_write(plan, today) for plan in plans.exclude(case__state=Case.State.CLOSED))


def _write(plan: VisitPlan, today: date) -> int:
    until = today + AHEAD
    wanted = slots(
        weekday=plan.weekday, every_weeks=plan.every_weeks, starts_on=plan.starts_on, ends_on=plan.ends_on, today=today,
        until=until, closed=_closures(plan, today, until), paused=_pauses(plan.case_id),
    )  # fmt: skip
    held = _weeks_held(plan, today)
    told = [
        Visit(
            case_id=plan.case_id, kind=Visit.Kind.HOME, status=Visit.Status.PLANNED, on=slot.on, at=plan.at,
            author_id=plan.professional_id, second_id=plan.second_id, plan_of=plan, plan_week=slot.monday,
            created_by_id=plan.created_by_id,
        )
        for slot in wanted if slot.on is not None and slot.monday not in held
    ]  # fmt: skip
    return len(Visit.objects.bulk_create(told, ignore_conflicts=True))


def _closures(plan: VisitPlan, today: date, until: date) -> list[Days]:
    found = Closure.objects.filter(agreement=plan.case.agreement_id, ends_on__gte=today - WEEK, starts_on__lte=until)
    return list(found.values_list("starts_on", "ends_on"))


def _pauses(case: Any) -> list[Span]:
    return [Span(one.starts_on, one.ends_on) for one in Suspension.objects.filter(case=case)]


def _weeks_held(plan: VisitPlan, today: date) -> set[date]:
    """Weeks whose visit is written already, by this appointment wherever it was moved, or by hand."""
    mine = {week for week in Visit.objects.filter(plan_of=plan).values_list("plan_week", flat=True) if week}
    planned = Visit.objects.at_home().filter(case=plan.case_id, on__gte=monday_of(today))
    counted = planned.filter(status__in=[Visit.Status.PLANNED, Visit.Status.DONE])
    return mine | {monday_of(on) for on in counted.values_list("on", flat=True)}


def take_off(case: Case, *, since: date, until: date | None = None, by_hand: bool = False) -> int:
    """The visits to come that an appointment wrote, and nobody touched, over these days: they are no longer expected.

    Those that somebody planned by hand stay, unless `by_hand`: whoever did answers for them.
    """
    with acting_as(SYSTEM), transaction.atomic():
        coming = Visit.objects.planned().filter(case=case, on__gte=since, report="")
        coming = coming if by_hand else coming.filter(plan_of__isnull=False)
        coming = coming.filter(on__lt=until) if until else coming
        return coming.delete()[0]


def hand_over(case: Case, former: "Professional", to: "Professional", *, on: date) -> None:
    """Another person follows the household: its appointment, visits to come, open requests and steps are hers."""
    with acting_as(SYSTEM), transaction.atomic():
        VisitPlan.objects.filter(case=case, professional=former).running(on).exclude(second=to).update(professional=to)
        coming = Visit.objects.planned().filter(case=case, author=former, on__gte=on)
        coming.exclude(second=to).update(author=to)
        Request.objects.open().filter(case=case, taken_by=former).update(taken_by=to)
        NextStep.objects.filter(case=case, professional=former, done_on__isnull=True).update(professional=to)


def when_handed_over(case: Case, capacity: str, former: "Professional", to: "Professional", on: date) -> None:
    """Registered with the room below: the referent's appointments follow the household."""
    if capacity == Assignment.Capacity.REFERENT:
        hand_over(case, former, to, on=on)
