"""Which individual reviews are due, for the pages, « À faire » and the reminders."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accompaniment.models import Measure, QuarterReview
from accompaniment.review_dates import next_review, period_of, review_days
from accompaniment.review_facts import facts_between
from households.models import Case

SOON = timedelta(days=14)
"""A review may be prepared two weeks ahead, and is announced then."""


@dataclass(frozen=True)
class Deadline:
    """A review that falls on a day, and where it stands."""

    case: Case
    measure: Measure
    due_on: date
    review: QuarterReview | None = None
    """The draft, when somebody began it."""

    @property
    def words(self) -> str:
        return "bilan à valider" if self.review is not None else "bilan à faire"


def running_follow_ups(cases: "Iterable[Any] | QuerySet[Case]") -> QuerySet[Measure]:
    """The follow-ups that run, with their household; a suspended one runs."""
    found = Measure.objects.filter(case__in=cases, kind=Measure.Kind.FOLLOW_UP, ends_on__isnull=True)
    return found.select_related("case__household", "case__agreement", "case__referent").prefetch_related(
        "case__household__persons", "case__agreement__terms"
    )


def deadlines(cases: "Iterable[Any] | QuerySet[Case]", today: date, *, ahead: timedelta = SOON) -> list[Deadline]:
    """For each household the last review that has fallen (or is about to) and is not validated."""
    measures = list(running_follow_ups(cases))
    written: dict[UUID, dict[date, QuarterReview]] = defaultdict(dict)
    for one in QuarterReview.objects.filter(measure__in=measures):
        written[one.measure_id][one.due_on] = one
    found = []
    for measure in measures:
        days = days_of(measure, today + ahead)
        if not days:
            continue
        review = written[measure.pk].get(days[-1])
        if review is None or not review.is_validated:
            found.append(Deadline(measure.case, measure, days[-1], review))
    return sorted(found, key=lambda one: (one.due_on, one.case.household.code))


def every_months(measure: Measure, today: date) -> int:
    return measure.case.agreement.terms_on(today).review_every_months


def days_of(measure: Measure, until: date) -> list[date]:
    """All the days on which the reviews of a follow-up fall, up to a day or to its end."""
    last = min(until, measure.ends_on) if measure.ends_on else until
    return list(review_days(measure.starts_on, every_months(measure, until), last))


def following(measure: Measure, today: date) -> date:
    """The next review, after today."""
    return next_review(measure.starts_on, every_months(measure, today), today)


def open_days(measure: Measure, today: date) -> list[date]:
    """The deadlines for which no review was begun, the latest first."""
    begun = set(QuarterReview.objects.filter(measure=measure).values_list("due_on", flat=True))
    return [day for day in reversed(days_of(measure, today + SOON)) if day not in begun]


def begin(measure: Measure, due_on: date, *, today: date, by: Any) -> QuarterReview:
    """The draft of that deadline, filled with the facts of its quarter."""
    starts_on, due_on = period_of(measure.starts_on, every_months(measure, today), due_on)
    facts = facts_between(measure.case, starts_on, min(due_on, today + timedelta(days=1)))
    return QuarterReview.begin(measure, starts_on=starts_on, due_on=due_on, facts=facts, by=by)


def bring_up_to_date(review: QuarterReview, *, today: date, by: Any) -> None:
    """The facts of the quarter again, before the review is validated."""
    end = min(review.due_on, today + timedelta(days=1))
    review.write(today=today, by=by, facts=facts_between(review.case, review.starts_on, end))
