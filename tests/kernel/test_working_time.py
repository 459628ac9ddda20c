"""The clock of working minutes over many dates: summer time, holidays, any opening hours (2024 to 2039)."""

import os
from datetime import date, datetime, time, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lodabord.kernel.working_days import (
    OFFICE_HOURS,
    PARIS,
    add_working_minutes,
    effective_receipt,
    is_working_day,
    on_or_after,
    working_days_later,
    working_minutes,
)

DATES = int(os.environ.get("LODABORD_DATES", "2000"))
"""Shared between the properties; `make chaos` asks for ten times more."""
PROPERTIES = 7
many = settings(
    max_examples=max(1, DATES // PROPERTIES), deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
days = st.dates(date(2024, 1, 1), date(2039, 12, 20))
instants = st.datetimes(datetime(2024, 1, 1), datetime(2039, 12, 20)).map(
    lambda naive: naive.replace(microsecond=0, tzinfo=PARIS)
)
minutes = st.integers(1, 2_000)


@st.composite
def openings(draw):
    """Two periods of a day, in order, each of a quarter of an hour at least."""
    marks = sorted(draw(st.lists(st.integers(24, 80), min_size=4, max_size=4, unique=True)))
    at = [time(mark // 4, 15 * (mark % 4)) for mark in marks]
    return (at[0], at[1]), (at[2], at[3])


def is_open(instant, hours):
    local = instant.astimezone(PARIS)
    return is_working_day(local.date()) and any(opens <= local.time() <= closes for opens, closes in hours)


@many
@given(days)
def test_a_day_carried_over_is_open_and_near(day):
    carried = on_or_after(day)
    assert is_working_day(carried)
    assert timedelta(0) <= carried - day <= timedelta(days=5)
    assert all(not is_working_day(day + timedelta(days=gap)) for gap in range((carried - day).days))


@many
@given(days, st.integers(1, 30))
def test_working_days_later_counts_working_days(day, count):
    later = working_days_later(day, count)
    passed = [day + timedelta(days=gap) for gap in range(1, (later - day).days + 1)]
    assert sum(map(is_working_day, passed)) == count


@many
@given(instants, openings())
def test_the_clock_starts_in_an_opening_and_never_before_the_call(instant, hours):
    starts = effective_receipt(instant, hours)
    assert starts >= instant
    assert is_open(starts, hours)


@many
@given(instants, minutes, openings())
def test_a_deadline_falls_in_an_opening_and_is_reached_exactly(instant, count, hours):
    deadline = add_working_minutes(instant, count, hours)
    assert is_open(deadline, hours)
    assert working_minutes(instant, deadline, hours) == count


@many
@given(instants, minutes, minutes, openings())
def test_more_minutes_end_later_and_add_up(instant, first, more, hours):
    here = add_working_minutes(instant, first, hours)
    there = add_working_minutes(instant, first + more, hours)
    assert here < there
    assert working_minutes(instant, there, hours) == first + more


@many
@given(instants, st.timedeltas(timedelta(0), timedelta(days=20)), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_minutes_elapsed_never_shrink(instant, near, far):
    assume(near <= far)
    assert working_minutes(instant, instant + near) <= working_minutes(instant, instant + far)


@many
@given(days, st.integers(1, 240))
def test_on_the_night_the_hour_changes_the_office_hours_do_not(day, count):
    """A call at midnight is answered by the local clock of the morning, summer or winter."""
    opening_day = on_or_after(day)
    deadline = add_working_minutes(datetime.combine(opening_day, time(0), PARIS), count, OFFICE_HOURS)
    expected = datetime.combine(opening_day, time(8, 30)) + timedelta(minutes=count)
    assert deadline.astimezone(PARIS).replace(tzinfo=None) == expected
