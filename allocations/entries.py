"""Entries as people look at them: who is about to move in, which step comes next, what waits for whom."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from allocations.models import MoveIn, MoveInStep

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


@dataclass(frozen=True)
class Entry:
    """An entry under way: its progress and the step that is due first."""

    move_in: MoveIn
    next_step: MoveInStep | None
    late: int

    @property
    def share(self) -> str:
        return f"{self.move_in.done}/{self.move_in.whole}"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Line:
    """A step on the page of its entry: what it waits for, and whether this reader ticks it."""

    step: MoveInStep
    waits_for: list[str]
    may_tick: bool


def entries_under_way(membership: "Membership", today: date) -> list[Entry]:
    """Those this person stands on, the nearest step first."""
    to_do = MoveInStep.objects.to_do().select_related("kind").order_by("due_on", "kind__position")
    found = MoveIn.objects.visible_to(membership).current().with_progress().select_related("case__household")
    found = found.prefetch_related("case__household__persons", Prefetch("steps", to_do, to_attr="left"))
    entries = [_entry(one, one.left, today) for one in found]
    return sorted(entries, key=lambda one: (one.next_step.due_on or date.max) if one.next_step else date.max)


def _entry(move_in: MoveIn, left: list[MoveInStep], today: date) -> Entry:
    dated = [step for step in left if step.due_on]
    late = sum(1 for step in dated if step.due_on and step.due_on < today)
    ordered = dated or left
    return Entry(move_in, ordered[0] if ordered else None, late)


def lines_of(entry: MoveIn, membership: "Membership", *, may_tick: bool) -> list[Line]:
    """The whole list, in its order; each step with what should come before it and is not done."""
    steps = list(MoveInStep.objects.filter(move_in=entry).select_related("kind", "done_by").order_by("kind__position"))
    waiting = {step.kind_id: step.kind.label for step in steps if step.state == MoveInStep.State.TODO}
    return [
        Line(
            step,
            [waiting[code] for code in dict.fromkeys([*step.kind.requires, *step.kind.after]) if code in waiting],
            may_tick and step.may_be_ticked_by(membership),
        )
        for step in steps
    ]


def due_steps(membership: "Membership", until: date) -> list[MoveInStep]:
    """The steps of this person's side expected by that day, in entries under way."""
    current = MoveIn.objects.visible_to(membership).current()
    steps = (
        MoveInStep.objects.visible_to(membership).watched_by(membership.side).due_by(until).filter(move_in__in=current)
    )
    steps = steps.select_related("kind", "case__household").prefetch_related("case__household__persons")
    return list(steps.order_by("due_on", "kind__position"))
