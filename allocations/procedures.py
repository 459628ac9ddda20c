"""Where a household stands with its rent, read from its accounts and from the acts noted: computed, never written."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from allocations.arrears_deadlines import OVER, Coming, Done, coming, running
from allocations.models import ArrearsSnapshot, ArrearsStep, RetentionOutcome
from households.models import Case
from households.stages import State, Track

Stage = ArrearsSnapshot.Stage
UP, DOWN, SAME, UNKNOWN = "up", "down", "same", "unknown"
TRENDS = {UP: ("▲", "en hausse"), DOWN: ("▼", "en baisse"), SAME: ("=", "stable"), UNKNOWN: ("", "un seul relevé")}
OLD_AFTER_DAYS = 45
"""A monthly statement older than that is said to be old."""
ALREADY_TENANTS = [
    State.REPORT_RECEIVED, State.LANDLORD_ASSESSMENT, State.ARBITRATION, State.ACCEPTED_WAITING, State.JOINT_MEETING,
]  # fmt: skip
"""Stages of the retention track at which the household already lives in the landlord's dwelling."""


def stage_of(account: ArrearsSnapshot, done: list[Done]) -> str:
    """The stage on an account's day: the last act of the procedure under way, else what the figures say."""
    under_way = [one.kind for one in running(done) if one.kind in Stage.values]
    if under_way:
        return under_way[-1]
    over = max(done, key=lambda one: one.on).kind if done else ""
    if over in OVER and (over == Stage.EVICTED or account.debt == 0):
        return over
    if account.debt == 0:
        return Stage.NONE
    return Stage.CONSTITUTED if account.is_constituted else Stage.EARLY


@dataclass(frozen=True)
class Standing:
    """A household and its rent: accounts oldest first, standing acts, what comes next."""

    case: Any
    accounts: list[ArrearsSnapshot]
    steps: list[ArrearsStep] = field(default_factory=list)
    outcome: RetentionOutcome | None = None

    @property
    def last(self) -> ArrearsSnapshot | None:
        return self.accounts[-1] if self.accounts else None

    @property
    def months(self) -> float | None:
        return self.last.months if self.last else None

    @property
    def debt(self) -> Any:
        return self.last.debt if self.last else None

    @property
    def done(self) -> list[Done]:
        return [step.done for step in self.steps]

    @property
    def stage(self) -> str:
        """The furthest act noted when it is more recent than the last account, else the account's own stage."""
        if self.last is None:
            acts = [one.kind for one in running(self.done) if one.kind in Stage.values]
            return acts[-1] if acts else ""
        later = any(step.on > self.last.on for step in self.steps)
        return stage_of(self.last, self.done) if self.steps or later else self.last.stage

    @property
    def stage_label(self) -> str:
        return str(Stage(self.stage).label) if self.stage else "à relever"

    @property
    def trend(self) -> str:
        """From the account before the last to the last, in months of rent when both know it, else in euros."""
        if len(self.accounts) < 2:  # noqa: PLR2004 - two accounts make a trend
            return UNKNOWN
        before, after = self.accounts[-2:]
        pair = (before.months, after.months)
        first, second = pair if None not in pair else (before.debt, after.debt)
        if first == second:
            return SAME
        return UP if second > first else DOWN  # type: ignore[operator]

    @property
    def trend_sign(self) -> str:
        return TRENDS[self.trend][0]

    @property
    def trend_word(self) -> str:
        return TRENDS[self.trend][1]

    @property
    def constituted_on(self) -> date | None:
        """Since which account the arrear is constituted without a break; None when it is not now."""
        since = None
        for account in reversed(self.accounts):
            if not account.is_constituted:
                break
            since = account.on
        return since

    @property
    def coming(self) -> list[Coming]:
        return coming(self.done, self.constituted_on)

    @property
    def next_dated(self) -> Coming | None:
        """The nearest of what comes next, the undated last."""
        return next(iter(self.coming), None)

    def pressing(self, today: date) -> list[Coming]:
        """What is late or near."""
        return [one for one in self.coming if one.is_late(today) or one.is_near(today)]

    def is_old(self, today: date) -> bool:
        return self.last is not None and (today - self.last.on).days > OLD_AFTER_DAYS


def housed(cases: QuerySet) -> QuerySet:
    """Of these cases, those of households that live in a dwelling of the landlord's, on both tracks."""
    followed = Q(state__in=[State.FOLLOW_UP, State.SUSPENDED])
    return cases.filter(followed | Q(track=Track.RETENTION, state__in=ALREADY_TENANTS))


def standings(cases: QuerySet, membership: Any) -> list[Standing]:
    """Where each of these households stands, in a number of queries that does not depend on how many there are."""
    accounts = ArrearsSnapshot.objects.visible_to(membership).order_by("on")
    steps = ArrearsStep.objects.visible_to(membership).standing().order_by("on", "created_at")
    outcomes = RetentionOutcome.objects.visible_to(membership)
    found = cases.select_related("household", "referent").prefetch_related(
        "household__persons",
        Prefetch("arrears", accounts, to_attr="known_accounts"),
        Prefetch("arrears_steps", steps, to_attr="known_steps"),
        Prefetch("retention_outcomes", outcomes, to_attr="known_outcomes"),
    )
    return [_standing(case) for case in found]


def standing_of(case: Case, membership: Any) -> Standing:
    """Where one household stands."""
    return standings(Case.objects.filter(pk=case.pk), membership)[0]


def _standing(case: Any) -> Standing:
    outcome = case.known_outcomes[0] if case.known_outcomes else None
    return Standing(case, case.known_accounts, case.known_steps, outcome)
