"""What each rhythm asks, by tables and by chance: the truth of V6 and of what is left to plan."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.rhythm import Agreed, ask_of_week, asks
from accompaniment.weeks import TO_THURSDAY, WEEK, FollowUp, Span, monday_of, mondays

START = date(2025, 9, 1)
"""A Monday."""
HOME, DONE, PLANNED = "visite_domicile", "realisee", "prevue"


def under(rhythm, start=START, *, suspensions=(), end=None):
    return Agreed([Span(START)], suspensions, [(Span(start, end), rhythm)])


def asked(household, start, end):
    return [(one.rhythm, one.starts_on, one.ends_on, one.visits) for one in asks(household, start, end)]


def test_a_reinforced_week_asks_two_visits():
    assert asked(under("renforcee"), START, START + timedelta(days=6)) == [
        ("renforcee", START, date(2025, 9, 7), 2),
    ]


def test_a_fortnight_is_two_weeks_counted_from_the_first_of_the_period():
    household = under("quinzaine", date(2025, 9, 10))
    assert asked(household, START, date(2025, 9, 30)) == [
        ("hebdomadaire", START, date(2025, 9, 7), 1),
        ("quinzaine", date(2025, 9, 8), date(2025, 9, 21), 1),
        ("quinzaine", date(2025, 9, 22), date(2025, 10, 5), 1),
    ]


@pytest.mark.parametrize("rhythm", ["mensuelle", "veille"])
def test_a_month_is_a_calendar_month_of_thursdays(rhythm):
    assert asked(under(rhythm), date(2025, 10, 1), date(2025, 10, 31)) == [
        (rhythm, date(2025, 9, 29), date(2025, 11, 2), 1),
    ]


@pytest.mark.parametrize(
    ("first_day", "is_asked"),
    [(date(2025, 10, 14), True), (date(2025, 10, 17), False), (date(2025, 10, 28), False)],
    ids=["three of five Thursdays", "two of five", "the last one only"],
)
def test_a_month_begun_too_late_asks_nothing(first_day, is_asked):
    told = list(asks(under("mensuelle", first_day), date(2025, 10, 1), date(2025, 10, 31)))
    assert any(one.rhythm == "mensuelle" for one in told) is is_asked


def test_a_suspended_stretch_asks_nothing_and_a_half_suspended_fortnight_still_asks():
    whole = under("quinzaine", suspensions=[Span(START, date(2025, 9, 15))])
    half = under("quinzaine", suspensions=[Span(START, date(2025, 9, 8))])
    assert asked(whole, START, date(2025, 9, 14)) == []
    assert len(asked(half, START, date(2025, 9, 14))) == 1


@pytest.mark.parametrize(
    ("rhythm", "kind", "met"),
    [
        ("quinzaine", HOME, True),
        ("quinzaine", "appel", False),
        ("veille", "appel", True),
        ("mensuelle", "bureau", False),
    ],
)
def test_only_a_watch_is_answered_by_any_contact(rhythm, kind, met):
    ask = next(asks(under(rhythm), START, START + TO_THURSDAY))
    assert ask.is_met([(date(2025, 9, 10), kind, DONE)]) is met


def test_what_is_left_to_plan():
    ask = next(asks(under("renforcee"), START, START + TO_THURSDAY))
    tuesday, friday = date(2025, 9, 2), date(2025, 9, 5)
    assert ask.to_plan([]) == 2
    assert ask.to_plan([(tuesday, HOME, DONE), (friday, HOME, "annulee_menage")]) == 1
    assert ask.to_plan([(tuesday, HOME, DONE), (friday, HOME, PLANNED)]) == 0
    assert ask.to_plan([(tuesday, HOME, DONE)] * 3) == 0


def test_the_ask_of_a_week_is_that_of_its_rhythm():
    household = under("quinzaine")
    second = ask_of_week(household, date(2025, 9, 8))
    assert (second.rhythm, second.starts_on) == ("quinzaine", START)
    assert ask_of_week(household, date(2025, 8, 18)) is None


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
rhythms = st.sampled_from(["renforcee", "hebdomadaire", "quinzaine", "mensuelle", "veille"])


@st.composite
def households(draw):
    """Follow-up from a day, periods that follow one another, perhaps a pause."""
    cuts = sorted(draw(st.sets(days, min_size=1, max_size=5)))
    ends = [*cuts[1:], None]
    periods = [(Span(start, end), draw(rhythms)) for start, end in zip(cuts, ends, strict=True)]
    pause = sorted(draw(st.tuples(days, days)))
    return Agreed([Span(cuts[0])], [Span(*pause)] if pause[0] < pause[1] else [], periods)


def test_a_fortnight_renewed_goes_on_counting_where_it_was():
    """Three weeks, then renewed: three fortnights in six weeks, neither one more nor one less."""
    cut, end = date(2025, 2, 3), date(2025, 2, 24)
    periods = [(Span(date(2025, 1, 13), cut), "quinzaine"), (Span(cut, end), "quinzaine")]
    household = Agreed([Span(date(2025, 1, 1))], [], periods)
    told = [one.starts_on for one in asks(household, date(2025, 1, 13), end - timedelta(days=1))]
    assert told == [date(2025, 1, 13), date(2025, 1, 27), date(2025, 2, 10)]


@given(st.sets(days, min_size=1, max_size=4), st.tuples(days, days), days)
def test_a_fortnightly_period_cut_in_renewals_asks_what_the_whole_asks(cuts, pause, start):
    first, *renewals = sorted(cuts)
    paused = [Span(*sorted(pause))] if pause[0] != pause[1] else []
    ends = [*renewals, None]
    cut = [(Span(one, end), "quinzaine") for one, end in zip([first, *renewals], ends, strict=True)]
    follow_up, end = [Span(first)], start + timedelta(days=200)
    whole = Agreed(follow_up, paused, [(Span(first), "quinzaine")])
    assert list(asks(Agreed(follow_up, paused, cut), start, end)) == list(asks(whole, start, end))


@given(households(), days)
def test_each_week_is_asked_for_once_at_most_and_only_while_it_is_active(household, start):
    end = start + timedelta(days=120)
    counted = [monday for one in asks(household, start, end) for monday in one.weeks]
    assert len(counted) == len(set(counted))
    assert all(household.active(monday + TO_THURSDAY) for monday in counted)


@given(households(), days)
def test_weeks_due_for_v1_are_those_asked_every_week(household, start):
    """The two definitions agree: a week due is a week whose own rhythm is weekly or reinforced."""
    end = start + timedelta(days=120)
    rare = [span for span, rhythm in household.periods if rhythm not in ("renforcee", "hebdomadaire")]
    course = FollowUp(household.follow_up, household.suspensions, rare)
    due = {monday for monday in mondays(start, end) if course.due(monday)}
    every_week = {"renforcee", "hebdomadaire"}
    asked_for = {m for one in asks(household, start, end) if one.rhythm in every_week for m in one.weeks}
    assert due == asked_for


@given(households(), days)
def test_stretches_of_one_rhythm_never_overlap_and_hold_their_weeks(household, start):
    told = list(asks(household, start, start + timedelta(days=200)))
    for one in told:
        assert one.starts_on == monday_of(one.starts_on)
        assert (one.ends_on - one.starts_on + timedelta(days=1)) % WEEK == timedelta(0)
        assert all(one.starts_on <= monday <= one.ends_on for monday in one.weeks)
    for rhythm in {one.rhythm for one in told}:
        mine = [one for one in told if one.rhythm == rhythm]
        assert all(before.ends_on < after.starts_on for before, after in itertools.pairwise(mine))
