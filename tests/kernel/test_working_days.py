"""The calendar and the clock of the field, on the vectors that the sheets give."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocations.deadlines import offer_deadline, precal_days
from households.deadlines import months_later
from lodabord.kernel import working_days
from lodabord.kernel.working_days import PARIS


def at(day, hour, minute=0):
    return datetime(*day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("notified", "last_day"),
    [
        (date(2022, 2, 2), date(2022, 2, 14)),  # a Saturday carries over to Monday
        (date(2025, 12, 19), date(2025, 12, 29)),
        (date(2026, 4, 22), date(2026, 5, 4)),
        (date(2026, 5, 4), date(2026, 5, 15)),  # Ascension Day
    ],
)
def test_ten_days_to_answer_an_offer(notified, last_day):
    assert offer_deadline(notified) == last_day


def test_an_agreement_may_lengthen_the_legal_delay_never_shorten_it():
    assert offer_deadline(date(2026, 3, 2), 15) == date(2026, 3, 17)
    with pytest.raises(ValueError, match="dix jours"):
        offer_deadline(date(2026, 3, 2), 9)


def test_a_call_on_saturday_answered_on_monday_is_within_the_half_day():
    received, answered = at((2026, 3, 7), 10), at((2026, 3, 9), 11, 30)

    assert working_days.effective_receipt(received) == at((2026, 3, 9), 8, 30)
    assert working_days.working_minutes(received, answered) == 180


def test_lunch_nights_and_holidays_do_not_count():
    assert working_days.working_minutes(at((2026, 3, 11), 12), at((2026, 3, 11), 14)) == 60
    assert working_days.working_minutes(at((2026, 4, 30), 17), at((2026, 5, 4), 9)) == 60
    assert working_days.add_working_minutes(at((2026, 3, 11), 16), 240) == at((2026, 3, 12), 11)


def test_three_calendar_months():
    assert months_later(date(2025, 1, 13), 3) == date(2025, 4, 13)
    assert months_later(date(2025, 11, 30), 3) == date(2026, 2, 28)


def test_a_year_of_pre_cal_moves_around_a_holiday_and_is_cancelled_in_a_closure():
    year = precal_days(date(2025, 1, 7), 14, date(2025, 12, 31), [(date(2025, 8, 4), date(2025, 8, 24))])

    assert len(year) == 26
    assert [planned for planned, _, cancelled in year if cancelled] == [date(2025, 8, 5), date(2025, 8, 19)]
    assert (date(2025, 11, 11), date(2025, 11, 12), False) in year


@given(st.dates(date(2024, 1, 1), date(2039, 12, 31)))
def test_a_deadline_is_never_a_day_off_and_never_earlier(day):
    deadline = offer_deadline(day)

    assert working_days.is_working_day(deadline)
    assert (deadline - day).days >= 10


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(PARIS)),
    st.integers(min_value=1, max_value=2000),
)
def test_the_clock_counts_what_it_adds(start, minutes):
    end = working_days.add_working_minutes(start, minutes)

    assert working_days.working_minutes(start, end) == minutes
