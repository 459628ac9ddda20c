"""Months of measure and phases: derived from the days of measure, and from nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lodabord.partners.models import Terms
from reporting import objectives
from reporting.annual_return import HOUSED, PREPARATION, RETENTION, WAITING, annual_return, phases_of
from reporting.facts import CaseFacts, ExitMade, Facts, Stay, TermsFact
from reporting.indicators import one
from reporting.periods import Span

YEAR = Span("year", date(2025, 1, 1), date(2025, 12, 31))
TERMS = (TermsFact(date(2025, 1, 1), {"access": 16, "retention": 4}),)
ACCESS = CaseFacts(
    "one", "access", date(2025, 1, 2), prep_started_on=date(2025, 1, 13), prep_ended_on=date(2025, 4, 14),
    moved_in_on=date(2025, 5, 5),
)  # fmt: skip


def test_a_household_passes_from_one_phase_to_the_next_on_the_day_itself() -> None:
    assert [(one.kind, one.start, one.end) for one in phases_of(ACCESS)] == [
        (PREPARATION, date(2025, 1, 13), date(2025, 4, 14)),
        (WAITING, date(2025, 4, 14), date(2025, 5, 5)),
        (HOUSED, date(2025, 5, 5), None),
    ]


def test_a_reopened_case_does_not_live_its_past_phases_again() -> None:
    ended = ExitMade(date(2025, 8, 1), "arret_menage", "maintained", True, reopened_on=date(2025, 9, 1))
    reopened = replace(ACCESS, exits=(ended,))

    assert [(one.kind, one.start, one.end) for one in phases_of(reopened)][2:] == [
        (HOUSED, date(2025, 5, 5), date(2025, 8, 1)),
        (HOUSED, date(2025, 9, 1), None),
    ]


def test_the_retention_track_has_one_phase() -> None:
    case = CaseFacts("two", "retention", date(2025, 1, 2), measure_started_on=date(2025, 2, 1))

    told = annual_return(Facts((case,), TERMS), (YEAR,))["year"]
    assert told["phases"][RETENTION] == {"days": 334, "households": 1, "now": 1}
    assert told["tracks"] == {"access": {"days": 0, "months": 0.0}, "retention": {"days": 334, "months": 11.0}}


def test_suspended_days_are_counted_among_the_days_and_told_apart() -> None:
    paused = replace(ACCESS, suspensions=(Stay(date(2025, 12, 22), None),))

    told = annual_return(Facts((paused,), TERMS), (YEAR,))["year"]
    assert (told["suspended_days"], told["tracks"]["access"]["days"]) == (10, 353)


DAYS = st.integers(0, 400).map(lambda number: date.fromordinal(date(2024, 12, 1).toordinal() + number))


@st.composite
def lives(draw: st.DrawFn) -> CaseFacts:
    """A case of the access track whose clocks follow one another; some are not reached."""
    reached = draw(st.integers(1, 3))
    start, end, keys, left = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    exits = (ExitMade(left, "relais", "maintained", True),) if draw(st.booleans()) else ()
    return CaseFacts(
        "one", "access", start, prep_started_on=start, prep_ended_on=end if reached > 1 else None,
        moved_in_on=keys if reached > 2 else None, exits=exits,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(lives())
def test_every_day_in_measure_is_in_one_phase(case: CaseFacts) -> None:
    facts = Facts((case,), TERMS)
    told = annual_return(facts, (YEAR,))["year"]

    days = one("A9").value(facts.of_track("access"), "access", YEAR)
    assert days is not None
    assert told["tracks"]["access"]["days"] == sum(phase["days"] for phase in told["phases"].values()) == days["part"]


@pytest.mark.parametrize("name", [field.name for field in Terms._meta.get_fields() if field.name.startswith("target_")])
def test_no_objective_of_an_agreement_counts_months_or_days_of_measure(name: str) -> None:
    terms = Terms(**{name: 50})

    assert not any("mesure" in str(Terms._meta.get_field(name).verbose_name) for name in (name,))
    assert {one.unit for one in objectives.of(terms)} <= {"%", "j", objectives.OF_THE_YEAR}
