"""Weeks due and visited (sheet 05 §5.4): the Thursday decides, the suspension ends before its end date."""

from datetime import date

import pytest

from accompaniment.weeks import FollowUp, Outcome, Span, mondays, outcome, weeks_between

MONDAY = date(2025, 10, 6)
NEXT = date(2025, 10, 13)
LATER = date(2026, 1, 1)


def followed(**more):
    return FollowUp([Span(date(2025, 5, 5))], **more)


def test_suspended_friday_reactivated_thursday_both_weeks_are_due():
    """Acceptance scenario 3 of sheet 07 §7.6."""
    household = followed(suspensions=[Span(date(2025, 10, 10), date(2025, 10, 16))])
    assert household.due(MONDAY)
    assert household.due(NEXT)


def test_suspended_on_thursday_the_week_is_not_due():
    household = followed(suspensions=[Span(date(2025, 10, 9), date(2025, 10, 16))])
    assert outcome(household, MONDAY, [], LATER) == Outcome.SUSPENDED
    assert household.due(NEXT)


@pytest.mark.parametrize(("starts_on", "due"), [(date(2025, 10, 9), True), (date(2025, 10, 10), False)])
def test_the_first_week_is_due_when_the_keys_are_given_by_thursday(starts_on, due):
    assert FollowUp([Span(starts_on)]).due(MONDAY) is due


@pytest.mark.parametrize(("ends_on", "due"), [(date(2025, 10, 10), True), (date(2025, 10, 9), False)])
def test_the_day_it_ends_is_no_longer_followed(ends_on, due):
    assert FollowUp([Span(date(2025, 5, 5), ends_on)]).due(MONDAY) is due


def test_a_rarer_rhythm_makes_no_week_due():
    household = followed(less_often=[Span(NEXT)])
    assert household.due(MONDAY)
    assert outcome(household, NEXT, [], LATER) == Outcome.NOT_DUE


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], Outcome.NOT_PLANNED),
        (["prevue"], Outcome.NOT_PLANNED),
        (["porte_close"], Outcome.NO_SHOW),
        (["annulee_menage"], Outcome.HOUSEHOLD),
        (["annulee_service", "porte_close"], Outcome.NO_SHOW),
        (["annulee_service", "annulee_menage"], Outcome.HOUSEHOLD),
        (["porte_close", "realisee"], Outcome.VISITED),
    ],
)
def test_a_missed_week_has_one_cause(statuses, expected):
    visits = [(date(2025, 10, 8), status) for status in statuses]
    assert outcome(followed(), MONDAY, visits, LATER) == expected


def test_sunday_counts_and_the_next_monday_does_not():
    assert outcome(followed(), MONDAY, [(date(2025, 10, 12), "realisee")], LATER) == Outcome.VISITED
    assert outcome(followed(), MONDAY, [(NEXT, "realisee")], LATER) == Outcome.NOT_PLANNED


def test_the_running_week_is_still_to_do_even_after_a_closed_door():
    visits = [(date(2025, 10, 7), "porte_close")]
    assert outcome(followed(), MONDAY, visits, date(2025, 10, 12)) == Outcome.TO_DO
    assert outcome(followed(), MONDAY, visits, NEXT) == Outcome.NO_SHOW


def test_a_week_belongs_to_the_period_of_its_thursday():
    """30 December 2024 starts a week of 2025."""
    assert next(mondays(date(2025, 1, 1), date(2025, 12, 31))) == date(2024, 12, 30)
    assert len(list(mondays(date(2025, 1, 1), date(2025, 12, 31)))) == 52


def test_weeks_between_gives_each_week_its_outcome():
    found = weeks_between(followed(), MONDAY, date(2025, 10, 16), [(date(2025, 10, 6), "realisee")], LATER)
    assert found == [(MONDAY, Outcome.VISITED), (NEXT, Outcome.NOT_PLANNED)]
