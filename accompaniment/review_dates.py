"""When individual reviews fall, and when people are called back after the end. Pure functions of dates.

A review falls every `review_every_months` calendar months from the first day of the follow-up, as long as it
runs. A suspension does not shift it: the review says that the accompaniment was paused.
"""

from collections.abc import Iterator
from datetime import date

from households.deadlines import months_later

HORIZONS = (6, 12)
"""After how many months people are called, when they agreed to be (sheet 05 §5.6)."""


def review_days(started_on: date, every_months: int, until: date) -> Iterator[date]:
    """The days on which reviews fall up to a day, that day counted."""
    number = 1
    while (day := months_later(started_on, number * every_months)) <= until:
        yield day
        number += 1


def next_review(started_on: date, every_months: int, after: date) -> date:
    """The first one after a day, that day not counted."""
    number = 1
    while (day := months_later(started_on, number * every_months)) <= after:
        number += 1
    return day


def period_of(started_on: date, every_months: int, due_on: date) -> tuple[date, date]:
    """What a review looks back on: from the review before (or the start) to the day it falls."""
    before = started_on
    for day in review_days(started_on, every_months, due_on):
        if day < due_on:
            before = day
    return before, due_on


def call_days(closed_on: date) -> dict[int, date]:
    """M+6 and M+12, from the end of the accompaniment."""
    return {months: months_later(closed_on, months) for months in HORIZONS}
