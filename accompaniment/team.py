"""The head's view of the team: who carries what, and whom nobody has seen (R-28, R-31, R-34)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from accompaniment.caseload import Line, week_of
from accompaniment.models import Request, Visit
from accompaniment.request_clock import with_clocks
from accompaniment.weeks import Outcome
from households.absences import away_between
from households.models import Absence, Case
from households.stages import State
from households.visibility import CaseQuerySet
from lodabord.partners.models import Membership, Professional
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Agreement

UNSEEN_DAYS = (7, 14, 21)
"""Beyond as many days without a visit a household is shown, more and more loudly."""
AWAY_SOON = timedelta(days=14)
LOOKED_BACK = timedelta(weeks=16)
FOLLOWERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}
NEEDS_A_REFERENT = [State.PRECAL_ACCEPTED, State.JOINT_MEETING, State.PREPARATION, State.FOLLOW_UP, State.SUSPENDED]


@dataclass
class Load:
    """What one worker carries. `ceiling`: households per referent that the agreement allows."""

    professional: Professional
    ceiling: int
    referent_of: int = 0
    suspended: int = 0
    deputy_of: int = 0
    due: int = 0
    visited: int = 0
    late: int = 0
    open_requests: int = 0
    late_requests: int = 0
    away: Absence | None = None
    """Her absence of today, or the next one within a fortnight."""

    @property
    def over(self) -> int:
        """How many households beyond the ceiling."""
        return max(0, self.referent_of - self.ceiling)

    @property
    def filled(self) -> int:
        """Percentage of the ceiling, at most 100: the length of the bar."""
        return min(100, round(100 * self.referent_of / self.ceiling)) if self.ceiling else 100


@dataclass
class Unseen:
    """A household due a visit whom nobody visited for a while. `since`: last visit done, or the first day due."""

    case: Case
    since: date
    days: int
    ever: bool

    @property
    def beyond(self) -> int:
        """The largest of the thresholds it has passed."""
        return max((limit for limit in UNSEEN_DAYS if self.days > limit), default=0)

    @property
    def label(self) -> str:
        return f"plus de {self.beyond} jours"


@dataclass
class Streak:
    """Doors found closed one after the other, since the last visit done."""

    case: Case
    count: int
    last_on: date


@dataclass
class Team:
    """The whole page."""

    loads: list[Load] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    streaks: list[Streak] = field(default_factory=list)
    late_requests: list[Request] = field(default_factory=list)
    unassigned: list[Case] = field(default_factory=list)

    @property
    def unseen_counts(self) -> list[tuple[int, int]]:
        """(days, households unseen for more than that), each household in every threshold it passed."""
        return [(limit, sum(one.days > limit for one in self.unseen)) for limit in UNSEEN_DAYS]


def team_of(membership: Membership, *, now: datetime, today: date) -> Team:
    """What the head of service answers for, in a bounded number of queries."""
    cases = Case.objects.visible_to(membership)
    lines = week_of(cases, today)
    waiting = with_clocks(Request.objects.visible_to(membership).open(), now)
    streak = min((one.terms_on(today).door_closed_streak for one in membership.agreements), default=len(lines))
    return Team(
        loads=_loads(membership, cases, lines, waiting, now=now, today=today),
        unseen=_unseen(lines, today),
        streaks=_streaks(lines, streak, today),
        late_requests=[one for one in waiting if one.day_deadline < now],
        unassigned=list(_named(cases.filter(referent=None, state__in=NEEDS_A_REFERENT))),
    )


def _named(cases: QuerySet) -> QuerySet:
    return cases.select_related("household", "referent").prefetch_related("household__persons")


def followers_of(agreements: "list[Agreement]", today: date) -> list[Professional]:
    """Those of the association to whom a household may be given, under any of these agreements."""
    found: dict[UUID, Professional] = {}
    for agreement in agreements:
        held = (
            Membership.objects.current(today)
            .under(agreement)
            .filter(organisation=agreement.association_id, role__in=FOLLOWERS)
        )
        found |= {one.professional_id: one.professional for one in held.select_related("professional")}
    return sorted(found.values(), key=lambda one: (one.last_name, one.first_name))


def _loads(
    membership: Membership,
    cases: CaseQuerySet,
    lines: list[Line],
    waiting: list[Request],
    *,
    now: datetime,
    today: date,
) -> list[Load]:
    """One line per worker: those in post, and whoever left households behind."""
    ceiling = max((one.terms_on(today).caseload_ceiling for one in membership.agreements), default=0)
    loads = {one.pk: Load(one, ceiling) for one in followers_of(membership.agreements, today)}
    for referent, deputy, state in cases.open().values_list("referent", "deputy", "state"):
        if referent:
            load = _load_of(loads, referent, ceiling)
            load.referent_of += 1
            load.suspended += state == State.SUSPENDED
        if deputy:
            _load_of(loads, deputy, ceiling).deputy_of += 1
    for line in lines:
        if line.case.referent_id:
            load = _load_of(loads, line.case.referent_id, ceiling)
            load.visited += line.this_week == Outcome.VISITED
            load.due += line.this_week in (Outcome.VISITED, Outcome.TO_DO)
            load.late += line.is_late
    for one in waiting:
        carrier = one.taken_by_id or one.case.referent_id
        if carrier:
            load = _load_of(loads, carrier, ceiling)
            load.open_requests += 1
            load.late_requests += one.day_deadline < now
    for absence in reversed(away_between(membership.organisation_id, today, today + AWAY_SOON)):
        if absence.professional_id in loads:
            loads[absence.professional_id].away = absence
    heads_without = [pk for pk, one in loads.items() if not (one.referent_of or one.deputy_of or one.open_requests)]
    heads = set(
        Membership.objects.current(today).filter(professional__in=heads_without, role=Role.ASSO_HEAD)
        .values_list("professional", flat=True)
    )  # fmt: skip
    shown = [one for pk, one in loads.items() if pk not in heads]
    return sorted(shown, key=lambda one: (-one.referent_of, str(one.professional)))


def _load_of(loads: dict[UUID, Load], who: UUID, ceiling: int) -> Load:
    if who not in loads:
        loads[who] = Load(Professional.objects.get(pk=who), ceiling)
    return loads[who]


def _unseen(lines: list[Line], today: date) -> list[Unseen]:
    """Households due a visit this week and not visited for more than seven days, the longest first."""
    found = []
    for line in lines:
        if line.this_week != Outcome.TO_DO:
            continue
        since = line.last_done or line.case.housed_from or today
        days = (today - since).days
        if days > UNSEEN_DAYS[0]:
            found.append(Unseen(line.case, since, days, line.last_done is not None))
    return sorted(found, key=lambda one: -one.days)


def _streaks(lines: list[Line], at_least: int, today: date) -> list[Streak]:
    by_id = {line.case.pk: line.case for line in lines}
    told = Visit.objects.at_home().filter(case__in=by_id, on__range=(today - LOOKED_BACK, today))
    told = told.filter(status__in=[Visit.Status.DONE, Visit.Status.NO_SHOW]).order_by("-on", "-at")
    ended: set[UUID] = set()
    doors: Counter[UUID] = Counter()
    last: dict[UUID, date] = {}
    for case_id, status, on in told.values_list("case", "status", "on"):
        if status == Visit.Status.DONE:
            ended.add(case_id)
        elif case_id not in ended:
            last.setdefault(case_id, on)
            doors[case_id] += 1
    found = [Streak(by_id[pk], count, last[pk]) for pk, count in doors.items() if count >= at_least]
    return sorted(found, key=lambda one: -one.count)
