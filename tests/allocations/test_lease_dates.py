"""The days of an entry and of a « bail glissant »: pure functions, by tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocations.move_in_dates import due_day
from allocations.sliding_deadlines import next_review_due, notice_ends, prefect_notice_due
from lodabord.kernel.working_days import is_working_day

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("anchor", "offset", "month_end", "due"),
    [
        (None, 3, False, None),
        (date(2025, 5, 2), 0, False, date(2025, 5, 2)),
        (date(2025, 5, 4), 0, False, date(2025, 5, 4)),  # the anchor's own day, even a Sunday
        (date(2025, 5, 2), -1, False, date(2025, 4, 30)),  # 1 May is off
        (date(2025, 4, 28), -1, False, date(2025, 4, 25)),  # Monday: the Friday before
        (date(2025, 5, 5), 3, False, date(2025, 5, 9)),  # 8 May is off
        (date(2025, 5, 5), 0, True, date(2025, 5, 31)),
        (date(2028, 2, 1), 0, True, date(2028, 2, 29)),
    ],
)
def test_a_step_is_due_from_the_day_it_hangs_on(anchor, offset, month_end, due):
    assert due_day(anchor, offset, month_end=month_end) == due


@given(DAYS, st.integers(-30, 30).filter(bool))
def test_a_step_before_its_anchor_is_never_late_of_it_and_one_after_never_early(anchor, offset):
    due = due_day(anchor, offset)

    assert is_working_day(due)
    assert due < anchor if offset < 0 else due > anchor


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        (date(2026, 3, 17), date(2026, 1, 16)),  # 17 January is a Saturday
        (date(2025, 12, 31), date(2025, 10, 31)),
        (date(2026, 4, 30), date(2026, 2, 27)),  # 28 February is a Saturday
    ],
)
def test_the_prefect_is_told_two_months_before_brought_back_to_a_working_day(ends, due):
    assert prefect_notice_due(ends) == due


@given(DAYS)
def test_the_notice_to_the_prefect_is_never_less_than_two_months(ends):
    due = prefect_notice_due(ends)
    months = (ends.year - due.year) * 12 + ends.month - due.month

    assert is_working_day(due)
    assert months > 2 or (months == 2 and (due.day <= ends.day))


@pytest.mark.parametrize(("received", "months", "ends"), [
    (date(2025, 11, 14), 1, date(2025, 12, 14)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 1, 15), 3, date(2026, 4, 15)),
])  # fmt: skip
def test_a_notice_to_quit_runs_from_its_reception(received, months, ends):
    assert notice_ends(received, months) == ends


def test_a_notice_of_another_length_is_refused():
    with pytest.raises(ValueError, match="un, deux ou trois mois"):
        notice_ends(date(2026, 1, 1), 4)


def test_the_next_review_falls_on_a_working_day():
    assert next_review_due(date(2025, 5, 5), 6) == date(2025, 11, 5)
    assert next_review_due(date(2025, 7, 1), 6) == date(2026, 1, 2)
