"""The time between the steps of a track, over many cases: medians, with their range and their number."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Max, Min, QuerySet
from django.db.models.functions import Extract

from households.path import ACCESS, RETENTION
from households.stages import Track


class Median(Aggregate):
    """The middle value, as PostgreSQL computes it."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Pace:
    """From one step to the next: how many cases went through, and in how many days."""

    start: str
    end: str
    cases: int
    median: float | None
    shortest: int | None
    longest: int | None


def pace_of(cases: QuerySet, track: Track) -> list[Pace]:
    """Each pair of steps of the track, in order, over the cases that reached both. One query in all."""
    steps = ACCESS if track == Track.ACCESS else RETENTION
    pairs = list(pairwise(steps))
    asked: dict[str, Any] = {}
    for rank, ((_, start), (_, end)) in enumerate(pairs):
        days = Extract(ExpressionWrapper(F(end) - F(start), output_field=DurationField()), "day")
        asked |= {f"n{rank}": Count(days), f"mid{rank}": Median(days), f"min{rank}": Min(days), f"max{rank}": Max(days)}
    told = cases.filter(track=track).order_by().aggregate(**asked)
    return [
        Pace(start, end, *(told[f"{name}{rank}"] for name in ("n", "mid", "min", "max")))
        for rank, ((start, _), (end, _)) in enumerate(pairs)
    ]
