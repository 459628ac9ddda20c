"""The quarters before: what a report is compared with. On the site, frozen and in the reader's own edition."""

from datetime import datetime
from typing import Any

from lodabord.partners.models import Agreement
from reporting.computing import Figures, values_of
from reporting.editions import Edition
from reporting.models.editions import EDITION_MODELS
from reporting.parts.context import Earlier
from reporting.periods import Quarter, frame

QUARTERS = 4
"""As many as fit beside the present one, and a year behind."""


def earlier(
    agreement: Agreement, quarter: Quarter, edition: Edition, *, known_at: datetime | None = None, most: int = QUARTERS
) -> tuple[Earlier, ...]:
    """Oldest first, one per quarter: the last final report presented before `known_at`."""
    rows = EDITION_MODELS[edition].objects.filter(
        agreement=agreement, snapshot__quarter__lt=str(quarter), snapshot__provisional=False
    )
    if known_at is not None:
        rows = rows.filter(snapshot__computed_at__lte=known_at)
    latest: dict[str, Any] = {}
    for name, values in rows.order_by("snapshot__computed_at").values_list("snapshot__quarter", "values"):
        latest[name] = values["indicators"]
    told = [Earlier(Quarter.named(name), values) for name, values in sorted(latest.items())]
    return tuple(told[-most:])


def recomputed(figures: Figures) -> tuple[Earlier, ...]:
    """For the command line: the quarters before, from the very facts of the report, as known at their ends."""
    agreement, quarter = figures.agreement, figures.frame.quarter.previous
    told: list[Earlier] = []
    while quarter.end >= agreement.starts_on and len(told) < QUARTERS:
        framed = frame(quarter, agreement_start=agreement.starts_on, as_of=quarter.end, today=quarter.end)
        values = values_of(figures.facts.known_at(framed.cut), framed.spans[:1])
        told.insert(0, Earlier(quarter, values, presented=False))
        quarter = quarter.previous
    return tuple(told)
