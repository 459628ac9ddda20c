"""The path of a household as a line: each step, its date, how long it took."""

from dataclasses import dataclass
from datetime import date

from households.models import Case
from households.stages import State

ACCESS = [
    ("orientation", "opened_on"),
    ("pré-diagnostic", "prediagnosed_on"),
    ("pré-CAL", "precal_accepted_on"),
    ("préparation", "prep_started_on"),
    ("prêt pour la CAL", "cal_ready_on"),
    ("logement attribué", "awarded_on"),
    ("bail", "lease_signed_on"),
    ("entrée, accompagnement", "moved_in_on"),
]
RETENTION = [
    ("repérage", "opened_on"),
    ("évaluation", "assessed_on"),
    ("arbitrage", "arbitrated_on"),
    ("rencontre", "met_on"),
    ("accompagnement", "measure_started_on"),
]


@dataclass(frozen=True)
class Step:
    """A step of the path. `days` since the step before; `current` is the last one reached."""

    label: str
    on: date | None
    days: int | None
    current: bool


def path_of(case: Case) -> list[Step]:
    """The steps of the case's track, in order; the end too when it is closed."""
    names = list(ACCESS if case.is_access else RETENTION)
    if case.state == State.CLOSED:
        names = [pair for pair in names if getattr(case, pair[1])]
        names.append((case.exit_label or case.get_closing_reason_display() or "clos", "closed_on"))
    dated = [(label, getattr(case, field)) for label, field in names]
    last = max((rank for rank, (_, on) in enumerate(dated) if on), default=0)
    steps: list[Step] = []
    before: date | None = None
    for rank, (label, on) in enumerate(dated):
        days = (on - before).days if on and before else None
        steps.append(Step(label, on, days, rank == last))
        before = on or before
    return steps
