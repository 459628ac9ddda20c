"""The worker's week: whose visit is due, what is late, what ends soon."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from accompaniment.models import HouseholdAlert, Measure, MeasurePeriod, Suspension, Visit
from accompaniment.vigilance import lacks_a_second
from accompaniment.weeks import FollowUp, Outcome, Span, monday_of, weeks_between
from households.models import Case
from households.models.absence import covered_by
from households.stages import State

if TYPE_CHECKING:
    from accompaniment.reach import Reach
    from lodabord.partners.models import Membership

SHOWN_WEEKS = timedelta(weeks=16)
LATE_AFTER = timedelta(days=7)
FOLLOWED = [State.FOLLOW_UP, State.SUSPENDED]


@dataclass
class Line:
    """One household of the week."""

    case: Case
    weeks: list[tuple[date, Outcome]]
    planned: list[Visit] = field(default_factory=list)
    last_done: date | None = None
    reach: "Reach | None" = None
    """How to call or go; filled by the page that shows it."""
    instead: str = ""
    """« remplace Leïla », while she is away; filled for a worker's own week."""
    alerts: list[HouseholdAlert] = field(default_factory=list)
    """What to know before the door, until Sunday; filled by the page that shows it."""

    @property
    def this_week(self) -> Outcome:
        return self.weeks[-1][1] if self.weeks else Outcome.NOT_DUE

    @property
    def alone(self) -> list[Visit]:
        """The visits of the week that ask for a second person, and have none."""
        return [one for one in self.planned if lacks_a_second(one, self.alerts)]

    @property
    def missed_in_a_row(self) -> int:
        """Weeks due and not visited, counted back from last week."""
        count = 0
        for _, outcome in reversed(self.weeks[:-1]):
            if outcome in (Outcome.SUSPENDED, Outcome.NOT_DUE):
                continue
            if outcome == Outcome.VISITED:
                break
            count += 1
        return count

    @property
    def is_late(self) -> bool:
        return self.this_week == Outcome.TO_DO and self.missed_in_a_row > 0


def with_covered(membership: "Membership") -> QuerySet:
    """One's own households, and those of a colleague whom one replaces today (decision 0018)."""
    me = membership.professional_id
    return Case.objects.visible_to(membership).filter(Q(referent=me) | Q(deputy=me) | covered_by(membership))


def follow_ups(case_ids: list[UUID]) -> dict[UUID, FollowUp]:
    """What decides the weeks of each case, in three queries."""
    spans: dict[str, dict[UUID, list[Span]]] = {
        name: defaultdict(list) for name in ("follow_up", "suspensions", "rare")
    }
    for measure in Measure.objects.filter(case__in=case_ids, kind=Measure.Kind.FOLLOW_UP):
        spans["follow_up"][measure.case_id].append(Span(measure.starts_on, measure.ends_on))
    for pause in Suspension.objects.filter(case__in=case_ids):
        spans["suspensions"][pause.case_id].append(Span(pause.starts_on, pause.ends_on))
    rare = MeasurePeriod.objects.filter(case__in=case_ids).exclude(intensity__in=MeasurePeriod.DUE_EVERY_WEEK)
    for period in rare:
        spans["rare"][period.case_id].append(Span(period.starts_on, period.ends_on))
    return {pk: FollowUp(spans["follow_up"][pk], spans["suspensions"][pk], spans["rare"][pk]) for pk in case_ids}


def week_of(cases: QuerySet, today: date) -> list[Line]:
    """The households in follow-up among these, with their last weeks; the late ones first."""
    followed = list(
        cases.filter(state__in=FOLLOWED).select_related("household", "referent").prefetch_related("household__persons")
    )
    ids = [case.pk for case in followed]
    start, sunday = today - SHOWN_WEEKS, monday_of(today) + timedelta(days=6)
    by_case: dict[UUID, list[Visit]] = defaultdict(list)
    home = Visit.objects.at_home().filter(case__in=ids, on__gte=monday_of(start), on__lte=sunday + timedelta(days=7))
    for visit in home.order_by("on", "at"):
        by_case[visit.case_id].append(visit)
    spans = follow_ups(ids)
    lines = []
    for case in followed:
        visits = by_case[case.pk]
        told = [(one.on, one.status) for one in visits]
        weeks = weeks_between(spans[case.pk], start, monday_of(today) + timedelta(days=3), told, today)
        done = [one.on for one in visits if one.status == Visit.Status.DONE]
        planned = [one for one in visits if one.status == Visit.Status.PLANNED and one.on <= sunday]
        lines.append(Line(case, weeks, planned, max(done, default=None)))
    return sorted(lines, key=lambda line: (not line.is_late, line.this_week != Outcome.TO_DO, line.case.household.code))
