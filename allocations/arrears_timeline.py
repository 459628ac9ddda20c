"""A procedure as a line: what was done and when, what the figures say, what comes next and by when."""

from dataclasses import dataclass
from datetime import date

from allocations.arrears_deadlines import Coming, last_procedure, payment_order_ends, quit_order_ends
from allocations.models import ArrearsStep
from allocations.procedures import Standing
from lodabord.templatetags.lodabord import euros, short_date

DONE, NEXT, SOON, LATE = "done", "todo", "soon", "late"
WORDS = {DONE: "fait", NEXT: "à venir", SOON: "bientôt", LATE: "en retard"}


@dataclass(frozen=True)
class Point:
    """One point of the line. `state` is said by a word too, never by colour alone."""

    label: str
    state: str
    on: date | None = None
    when: str = ""
    note: str = ""
    kind: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.state]


def timeline(standing: Standing, today: date) -> list[Point]:
    """Past first, in order of date; then what comes, nearest first."""
    shown = set(last_procedure(standing.done))
    acts = [step for step in standing.steps if step.done in shown]
    past = [Point(step.get_kind_display(), DONE, step.on, short_date(step.on), note_of(step)) for step in acts]
    if standing.constituted_on:
        text = f"dette d'au moins deux mois au {short_date(standing.constituted_on)}"
        past.append(Point("Impayé constitué (calculé)", DONE, standing.constituted_on, text, "CCH R824-1"))
    past.sort(key=lambda point: point.on or date.min)
    return [*past, *(_ahead(one, today) for one in standing.coming)]


def note_of(step: ArrearsStep) -> str:
    """What the act set, in words."""
    if step.kind == ArrearsStep.Kind.PAYMENT_ORDER:
        return f"délai jusqu'au {short_date(payment_order_ends(step.on, old_lease=step.old_lease))}"
    if step.kind == ArrearsStep.Kind.QUIT_ORDER:
        return f"délai jusqu'au {short_date(quit_order_ends(step.on, set_by_judge=step.leave_by))}"
    if step.hearing_on:
        return f"audience le {short_date(step.hearing_on)}"
    return f"{euros(step.plan_amount)} par mois" if step.plan_amount else ""


def when_of(coming: Coming) -> str:
    """« au plus tard le … », « à partir du … », « le … » for a hearing, or nothing."""
    if coming.latest:
        return f"au plus tard le {short_date(coming.latest)}"
    if coming.earliest is None:
        return "sans date légale"
    return f"{'le' if coming.kind == 'judgment' else 'à partir du'} {short_date(coming.earliest)}"


def _ahead(coming: Coming, today: date) -> Point:
    state = LATE if coming.is_late(today) else SOON if coming.is_near(today) else NEXT
    return Point(coming.label, state, coming.on, when_of(coming), coming.source, coming.kind)
