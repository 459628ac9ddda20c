"""On random worlds, the programme's figures and those counted again by other means are the same, for every indicator."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.computing import values_of
from reporting.facts import (
    Account,
    CaseFacts,
    Examination,
    ExitMade,
    Facts,
    Funding,
    OfferFact,
    Passage,
    RequestMade,
    Session,
    Stay,
    TermsFact,
    VisitMade,
)
from reporting.indicators import every
from reporting.periods import Quarter, frame
from tests.reporting.independent.ledger import Ledger, Row
from tests.reporting.independent.recount import answer
from tests.reporting.independent.worlds import PARIS, world

LISTS: dict[str, Any] = {
    "examinations": lambda row: Examination(row["on"], row["outcome"]),
    "passages": lambda row: Passage(row["on"], row["code"], row["effect"], row["accepted_on"]),
    "offers": lambda row: OfferFact(row["notified_on"], row["deadline"], row["state"], row["replied_on"]),
    "preparations": lambda row: Stay(row["start"], row["end"], planned_end=row["planned_end"]),
    "intensities": lambda row: Stay(row["start"], row["end"], row["kind"]),
    "suspensions": lambda row: Stay(row["start"], row["end"], row["kind"]),
    "tenancies": lambda row: Stay(row["start"], row["end"]),
    "referents": lambda row: Stay(row["start"], row["end"], row["kind"]),
    "exits": lambda row: ExitMade(row["on"], row["reason"], row["effect"], row["same_dwelling"], row["reopened_on"]),
    "visits": lambda row: VisitMade(row["on"], row["kind"], row["status"], row["themes"]),
    "accounts": lambda row: Account(row["on"], row["months"], row["plan_respected"]),
    "disturbances": lambda row: row["on"],
}
ORDER = {"offers": "notified_on", "requests": "received_at"}


def facts_of(ledger: Ledger) -> Facts:
    """The same rows, as the programme holds them once read."""
    return Facts(
        cases=tuple(_case(ledger, case) for case in ledger.cases),
        terms=(TermsFact(ledger.starts_on, ledger.places, ledger.half_day, ledger.whole_day),),
        sessions=tuple(Session(row["on"], row["held"]) for row in ledger.sessions),
        funding=tuple(Funding(row["year"], row["funder"], 0.0, row["planned"], row["spent"]) for row in ledger.funding),
    )


def _case(ledger: Ledger, case: Row) -> CaseFacts:
    def rows(table: str) -> list[Row]:
        default = "start" if "start" in next(iter(ledger.rows[table]), {}) else "on"
        return sorted(ledger.of(table, case), key=lambda row: row[ORDER.get(table, default)])

    lists = {table: tuple(make(row) for row in rows(table)) for table, make in LISTS.items()}
    return CaseFacts(**case, **lists, requests=tuple(_request(row) for row in rows("requests")))


def _request(row: Row) -> RequestMade:
    answered = row["intervened_at"]
    on = row["received_at"].astimezone(PARIS).date()
    answered_on = answered.astimezone(PARIS).date() if answered else None
    return RequestMade(row["received_at"], on, row["in_scope"], answered, answered_on, None)


def differences(ledger: Ledger, quarter: str, today: date) -> list[tuple[str, str, str, Any, Any]]:
    """Where the two ways of counting do not agree."""
    framed = frame(Quarter.named(quarter), agreement_start=ledger.starts_on, as_of=None, today=today)
    told = values_of(facts_of(ledger).known_at(framed.cut), framed.spans)
    found = []
    for track in ("access", "retention", "all"):
        for span in framed.spans:
            again = answer(ledger, track, span.start, span.end, span.name)
            for code, value in again.items():
                if told[code][track][span.name] != value:
                    found.append((code, track, span.name, told[code][track][span.name], value))
    return found


@given(seed=st.integers(0, 10**6), households=st.integers(0, 9), quarter=st.integers(1, 4), early=st.booleans())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_indicator_agrees_with_its_recount(seed: int, households: int, quarter: int, early: bool) -> None:
    """`early`: the report is made before the quarter ends."""
    today = date(2025, 3 * quarter - 1, 17) if early else date(2026, 6, 1)

    assert differences(world(seed, households), f"2025-T{quarter}", today) == []


@given(seed=st.integers(0, 10**6))
@settings(deadline=None, max_examples=3, suppress_health_check=[HealthCheck.too_slow])
def test_survival_agrees_with_its_recount(seed: int) -> None:
    """Enough households for the Kaplan–Meier curve to be told."""
    ledger = world(seed, 70, settled=True)

    assert differences(ledger, "2025-T4", date(2026, 6, 1)) == []


def test_the_recount_leaves_no_indicator_out() -> None:
    """R1 counts relay requests: it has its own tests beside the relays."""
    counted = set(answer(world(1, 2), "all", date(2025, 1, 1), date(2025, 12, 31), "year"))

    assert counted | {"R1"} == {one.code for one in every()} | {"R1"}


@pytest.mark.parametrize("module", ["counting", "housing", "ledger", "money", "recount", "requests", "weeks", "worlds"])
def test_the_recount_owes_nothing_to_the_programme(module: str) -> None:
    import importlib
    import inspect

    source = inspect.getsource(importlib.import_module(f"tests.reporting.independent.{module}"))
    ours = ("reporting", "accompaniment", "allocations", "households", "lodabord", "django")
    assert [line for line in source.splitlines() if line.startswith(tuple(f"from {name}" for name in ours))] == []
