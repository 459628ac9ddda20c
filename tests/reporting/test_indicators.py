"""Each rule on a few written cases, without a database: where the traps of sheet 05 lie."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reporting.facts import CaseFacts, ExitMade, Facts, OfferFact, Passage, RequestMade, Stay, TermsFact, VisitMade
from reporting.indicators import define, every, one
from reporting.indicators.results import Count, Rate
from reporting.indicators.retention import Observed, survival
from reporting.periods import BadPeriod, Quarter, Span, frame
from reporting.sheets import plain
from reporting.wording import briefly, say
from reporting.workbook.undefined import Undefined

PARIS = ZoneInfo("Europe/Paris")
YEAR = Span("year", date(2025, 1, 1), date(2025, 12, 31))
TERMS = (TermsFact(date(2025, 1, 1), {"access": 16, "retention": 4}),)
HOUSED = CaseFacts(
    "one", "access", date(2025, 1, 2), prep_started_on=date(2025, 1, 13), moved_in_on=date(2025, 9, 1)
)  # fmt: skip


def facts(*cases: CaseFacts, cut: date = YEAR.end) -> Facts:
    return Facts(cases, TERMS).known_at(cut)


def value(code: str, *cases: CaseFacts, track: str = "access", span: Span = YEAR) -> Any:
    return one(code).value(facts(*cases, cut=span.end), track, span)


def test_a_suspension_ends_before_its_end_date() -> None:
    """Suspended from Friday 10 to Thursday 16 October: both weeks are due (sheet 07 §7.6)."""
    paused = replace(HOUSED, suspensions=(Stay(date(2025, 10, 10), date(2025, 10, 16)),))
    span = Span("quarter", date(2025, 10, 6), date(2025, 10, 19))

    assert value("V1", paused, span=span)["whole"] == 2


def test_two_visits_in_a_week_do_not_hide_a_missed_one() -> None:
    visits = tuple(VisitMade(date(2025, 10, day), "visite_domicile", "realisee") for day in (6, 10))
    span = Span("quarter", date(2025, 10, 6), date(2025, 10, 19))

    told = value("V1", replace(HOUSED, visits=visits), span=span)
    assert (told["part"], told["whole"]) == (1, 2)


def test_a_visit_after_the_reference_date_counts_in_its_week() -> None:
    """The week's Thursday is in the span: a visit on the Sunday that follows is of the week."""
    sunday = VisitMade(date(2026, 1, 4), "visite_domicile", "realisee")
    cut = date(2026, 1, 1)
    span = Span("quarter", date(2025, 12, 29), cut)

    assert value("V1", replace(HOUSED, visits=(sunday,)), span=span)["part"] == 1


def test_another_rhythm_is_not_due_every_week() -> None:
    monthly = replace(HOUSED, intensities=(Stay(date(2025, 9, 1), None, "mensuelle"),))

    assert value("V1", monthly)["whole"] == 0
    assert value("V6", monthly)["whole"] == 17


def test_a_rank_two_counts_when_it_becomes_effective_and_only_the_effect_is_read_late() -> None:
    waiting = Passage(date(2025, 12, 18), "b2", "pending")
    case = replace(HOUSED, passages=(waiting,))
    assert (value("C2", case)["part"], value("C2", case)["undecided"]) == (0, 1)

    effective = replace(case, passages=(replace(waiting, effect="effective", accepted_on=date(2026, 1, 6)),))
    assert value("C2", effective)["part"] == 1
    assert value("C4", effective)["part"] == 0


@pytest.mark.parametrize(
    ("state", "deadline", "counted"),
    [
        ("accepted", date(2025, 12, 20), (1, 1)),
        ("refused", date(2025, 12, 20), (0, 1)),
        ("tacitly_refused", date(2025, 12, 20), (0, 1)),
        ("lapsed", date(2025, 12, 20), (0, 0)),
        ("open", date(2025, 12, 30), (0, 1)),
        ("open", date(2026, 1, 5), (0, 0)),
    ],
)
def test_offers_that_can_be_judged(state: str, deadline: date, counted: tuple[int, int]) -> None:
    offer = OfferFact(date(2025, 12, 10), deadline, state, date(2025, 12, 12))
    told = value("C5", replace(HOUSED, offers=(offer,)))

    assert (told["part"], told["whole"]) == counted


def received(at: datetime, answered: datetime | None) -> RequestMade:
    return RequestMade(at, at.date(), True, answered, answered.date() if answered else None, None)


def test_a_request_of_a_saturday_starts_on_monday() -> None:
    """Received Saturday 10:00, visited Monday 11:30: 180 minutes (sheet 07 §7.6)."""
    asked = received(datetime(2025, 10, 11, 10, tzinfo=PARIS), datetime(2025, 10, 13, 11, 30, tzinfo=PARIS))

    assert value("Q1", replace(HOUSED, requests=(asked,)))["part"] == 1


def test_a_request_of_the_last_afternoon_is_pending() -> None:
    asked = received(datetime(2025, 12, 31, 16, tzinfo=PARIS), None)

    assert value("Q1", replace(HOUSED, requests=(asked,))) == {"part": 0, "whole": 0, "pending": 1}


def test_a_loss_after_the_horizon_does_not_count_against_it() -> None:
    early = replace(HOUSED, moved_in_on=date(2025, 2, 3), prep_started_on=date(2025, 1, 3))
    lost = replace(early, exits=(ExitMade(date(2025, 10, 1), "expulsion", "lost", False),))

    assert value("M1", lost) == {"part": 0, "whole": 1}
    assert value("M3", lost)["6"] == {"part": 1, "whole": 1}


def test_a_death_leaves_the_denominator_and_a_suspension_stays() -> None:
    gone = replace(HOUSED, exits=(ExitMade(date(2025, 11, 3), "deces", "excluded", False),))
    paused = replace(HOUSED, id="two", suspensions=(Stay(date(2025, 11, 3)),))

    assert value("M1", gone, paused) == {"part": 1, "whole": 1}


def test_kaplan_meier_of_the_worked_year() -> None:
    """Nine at risk at day 136, seven at day 179 (sheet 07 §7.3)."""
    losses = [Observed(136, True), Observed(179, True)]
    still = [Observed(days, False) for days in (20, 50, 60, 90, 120, 140, 181, 200, 215, 226, 230, 240)]
    share = survival(losses + still)

    assert share(135) == 1
    assert share(136) == pytest.approx(0.889, abs=0.001)
    assert share(180) == pytest.approx(0.762, abs=0.001)


def test_a_reopened_case_was_not_in_measure_in_between() -> None:
    ended = ExitMade(date(2025, 3, 1), "objectif_atteint", "maintained", True, reopened_on=date(2025, 5, 1))
    case = replace(HOUSED, exits=(ended,))

    assert not facts(case).cases[0].in_measure(date(2025, 4, 1))
    assert facts(case).cases[0].in_measure(date(2025, 6, 1))
    assert facts(case, cut=date(2025, 4, 1)).cases[0].closed


def test_the_day_of_closing_is_not_a_day_of_place() -> None:
    ended = ExitMade(date(2025, 1, 23), "rupture_preparation", "excluded", False)

    assert value("A9", replace(HOUSED, exits=(ended,)))["part"] == 10


def test_the_reference_date_is_ruled() -> None:
    quarter = Quarter.named("2025-T4")
    start = date(2025, 1, 1)

    assert frame(quarter, agreement_start=start, as_of=None, today=date(2026, 3, 1)).as_of == date(2025, 12, 31)
    running = frame(quarter, agreement_start=start, as_of=None, today=date(2025, 11, 2))
    assert running.provisional
    assert [span.end for span in running.spans] == [date(2025, 11, 2)] * 3
    with pytest.raises(BadPeriod, match="précède"):
        frame(quarter, agreement_start=start, as_of=date(2025, 9, 30), today=date(2026, 3, 1))
    with pytest.raises(BadPeriod, match="2025-T4"):
        Quarter.named("2025-Q4")


def test_quarters_follow_one_another() -> None:
    assert Quarter(2025, 4).next == Quarter(2026, 1)
    assert Quarter(2026, 1).previous == Quarter(2025, 4)
    assert Quarter(2025, 4).end - Quarter(2025, 4).start == timedelta(days=91)


def test_figures_are_said_with_their_terms() -> None:
    assert say(Rate(0, 0).told()) == "sans objet"
    assert say(Rate(3, 4).told()) == "3/4"
    assert say(Rate(12, 14).told()) == "85,7\u202f% (12/14)"
    assert say(Count(3).told()) == "3"


def test_codes_are_unique_and_complete() -> None:
    codes = [indicator.code for indicator in every()]
    assert len(codes) == len(set(codes))
    with pytest.raises(ValueError, match="already"):
        define("A1", "", definition="", population="")(lambda facts, span: None)


@pytest.mark.parametrize("text", ["=1+1", "+33", "-cmd", "@SUM(A1)", "\tx"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert plain(text).startswith("'")


def test_negative_numbers_stay_numbers() -> None:
    assert plain(-3) == "-3"
    assert plain(16.5) == "16,5"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "—"),
        (Undefined(), "—"),
        ({"median": 12.5, "min": 3, "max": 20, "n": 4, "pending": 2}, "12,5 (n\u00a0=\u00a04)"),
        ({"median": None, "min": None, "max": None, "n": 0, "pending": 2}, "sans objet"),
        ({"6": {"part": 6, "whole": 7}, "12": {"part": 0, "whole": 0}, "24": None}, "6\u00a0mois\u00a0: 6/7"),
        ({"part": 1, "whole": 2, "undecided": 1}, "1/2"),
        ({"count": 3}, "3"),
    ],
)
def test_among_quarters_a_figure_is_said_briefly(value: Any, told: str) -> None:
    assert briefly(value) == told
