"""Calls at M+6 and M+12: which are due, and what became of the households that left."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accompaniment.models import Exit, ExitCall, ExitCallAttempt
from accompaniment.models.exit_call import Horizon
from accompaniment.review_dates import HORIZONS, call_days
from households.deadlines import months_later
from households.models import Case, Consent

GRACE_MONTHS = 3
"""The M+12 call is asked for until three months later; then it is « non fait »."""


def stops_on(closed_on: date, months: int) -> date:
    """From when the call of that horizon is no longer asked for: the next horizon, or three months later."""
    later = [one for one in HORIZONS if one > months]
    return months_later(closed_on, later[0] if later else months + GRACE_MONTHS)


@dataclass(frozen=True)
class Due:
    """A call to make."""

    exit: Exit
    months: int
    due_on: date
    attempts: int = 0

    @property
    def label(self) -> str:
        return Horizon(self.months).label


@dataclass
class After:
    """What is known of one household that left, horizon by horizon."""

    exit: Exit
    agreed: bool
    calls: dict[int, ExitCall] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)

    def status(self, months: int, today: date) -> str:
        """What to write under that horizon."""
        if months in self.calls:
            return self.calls[months].get_outcome_display()
        if not self.agreed:
            return "Pas d'accord pour être rappelé"
        due_on = call_days(self.exit.closed_on)[months]
        if today < due_on:
            return f"À partir du {due_on:%d/%m/%Y}"
        return "À faire" if self.is_due(months, today) else "Non fait"

    def is_due(self, months: int, today: date) -> bool:
        if months in self.calls or not self.agreed or self.exit.reopened_on is not None:
            return False
        return call_days(self.exit.closed_on)[months] <= today < stops_on(self.exit.closed_on, months)


def standing_exits(cases: "Iterable[Any] | QuerySet[Case]", day: date) -> QuerySet[Exit]:
    """Ends that hold, with whether the person agrees to be called that day."""
    active = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day)
    agreed = Consent.objects.filter(active, case=OuterRef("case"), purpose=Consent.Purpose.CALL_BACK, given_on__lte=day)
    found = Exit.objects.filter(case__in=cases, reopened_on__isnull=True).annotate(agreed=Exists(agreed))
    return found.select_related("case__household", "case__agreement", "case__referent", "reason").prefetch_related(
        "case__household__persons"
    )


def after_exits(cases: "Iterable[Any] | QuerySet[Case]", today: date) -> list[After]:
    """Each household that left, the last one first, with its calls: four queries whatever their number."""
    exits = list(standing_exits(cases, today).order_by("-closed_on"))
    found = {one.pk: After(one, one.agreed) for one in exits}  # type: ignore[attr-defined]
    for call in ExitCall.objects.filter(exit__in=exits):
        found[call.exit_id].calls[call.months] = call
    tried: dict[UUID, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for attempt in ExitCallAttempt.objects.filter(exit__in=exits):
        tried[attempt.exit_id][attempt.months] += 1
    for pk, attempts in tried.items():
        found[pk].attempts = dict(attempts)
    return list(found.values())


def calls_due(cases: "Iterable[Any] | QuerySet[Case]", today: date) -> list[Due]:
    """The calls to make today, the oldest first."""
    found = [
        Due(one.exit, months, call_days(one.exit.closed_on)[months], one.attempts.get(months, 0))
        for one in after_exits(cases, today)
        for months in HORIZONS
        if one.is_due(months, today)
    ]
    return sorted(found, key=lambda one: (one.due_on, one.exit.case.household.code))


def what_became_of_them(told: list[After], today: date) -> list[dict[str, Any]]:
    """One line per horizon: ends old enough, who agreed, who was called, what they said. n and N, never a bare share."""
    lines = []
    for months in HORIZONS:
        reached = [one for one in told if call_days(one.exit.closed_on)[months] <= today]
        calls = [one.calls[months] for one in reached if months in one.calls]
        by = {outcome.value: sum(1 for one in calls if one.outcome == outcome) for outcome in ExitCall.Outcome}
        lines.append({
            "label": Horizon(months).label, "reached": len(reached), "agreed": sum(1 for one in reached if one.agreed),
            "called": len(calls), "by": by,
            "housed": by["meme_logement"] + by["autre_durable"],
            "known": by["meme_logement"] + by["autre_durable"] + by["logement_perdu"],
        })  # fmt: skip
    return lines
