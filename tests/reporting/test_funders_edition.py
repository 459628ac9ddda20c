"""What funders have of a year, report after report: no small cell of people, and none that can be worked out."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import milp

from reporting.computing import values_of
from reporting.disclosure_control import HIDDEN
from reporting.editions import funder, own_caseload, partner, without_professionals
from reporting.masked_tables import NOT_TOLD, TABLES, MaskedTable, codes
from reporting.periods import Quarter, frame
from tests.reporting.independent.test_random_worlds import facts_of
from tests.reporting.independent.worlds import world

Values = dict[str, Any]
SMALL, SENSITIVE = 5, 11
LOSING = frozenset({"expulsion"})


def reports_of_a_year(seed: int, households: int) -> tuple[list[Values], list[Values]]:
    """The figures of each quarter, and what the funders read of them."""
    facts = facts_of(world(seed, households))
    whole: list[Values] = []
    told: list[Values] = []
    for number in (1, 2, 3, 4):
        framed = frame(Quarter(2025, number), agreement_start=date(2025, 1, 1), as_of=None, today=date(2026, 6, 1))
        whole.append(values_of(facts.known_at(framed.cut), framed.spans))
        told.append(funder(whole[-1], list(told), frozenset({"chrs"}), small=SMALL, sensitive=SENSITIVE, losing=LOSING))
    return whole, told


def reach(table: MaskedTable, told: list[Values], quarter: int, code: str) -> tuple[float, float] | None:
    """Lowest and highest value of a cell for who has every report of the year; None when nothing fits."""
    read = [table.read(values) for values in told]
    names = [*sorted({name for by in read for name in by}), "other"]
    place = {(index, name): index * len(names) + at for index in range(len(told)) for at, name in enumerate(names)}
    lower, upper, rows, low, high = [], [], [], [], []
    for index, by in enumerate(read):
        total = table.total(told[index])
        for name in names:
            value = by.get(name, 0)
            lower.append(0 if not by else value if isinstance(value, int) else 1)
            upper.append(value if by and isinstance(value, int) else total)
        row = np.zeros(len(place))
        row[[place[index, name] for name in names]] = 1
        rows, low, high = [*rows, row], [*low, total], [*high, total]
        for name in names if index else []:
            grows = np.zeros(len(place))
            grows[place[index, name]], grows[place[index - 1, name]] = 1, -1
            rows, low, high = [*rows, grows], [*low, 0], [*high, np.inf]
    found = []
    for sign in (1, -1):
        aim = np.zeros(len(place))
        aim[place[quarter, code]] = sign
        solved = milp(
            aim, constraints=(np.array(rows), low, high), bounds=(lower, upper), integrality=np.ones(len(place))
        )
        if not solved.success:
            return None
        found.append(sign * solved.fun)
    return found[0], found[1]


@given(seed=st.integers(0, 10**6), households=st.integers(8, 40))
@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
def test_no_hidden_cell_of_people_is_deducible_over_a_year(seed: int, households: int) -> None:
    _, told = reports_of_a_year(seed, households)

    for table in TABLES:
        threshold = SENSITIVE if table.sensitive else SMALL
        for quarter, values in enumerate(told):
            for code, value in table.read(values).items():
                assert value in (HIDDEN, 0) or value >= threshold
                if value == HIDDEN and table.adds_up:
                    bounds = reach(table, told, quarter, code)
                    assert bounds is None or bounds[0] < bounds[1], (table.name, quarter, code)


@pytest.fixture(scope="module")
def year() -> tuple[list[Values], list[Values]]:
    return reports_of_a_year(7, 40)


def test_a_breakdown_of_people_is_told_for_the_year_and_on_one_track_only(year: Any) -> None:
    registered = {(one.code, one.track) for one in TABLES}
    for values in year[1]:
        for code in codes():
            for track in ("access", "retention", "all"):
                for span, value in values[code][track].items():
                    told = [value["by"], *value.get("profile", {}).values()]
                    assert (span == "year" and (code, track) in registered) or not any(told)


def test_a_part_of_the_profile_that_gives_another_away_is_never_told(year: Any) -> None:
    for values in year[1]:
        assert set(values["P1"]["all"]["year"]["profile"]) & set(NOT_TOLD) == set()


def test_totals_are_told_in_clear(year: Any) -> None:
    for whole, told in zip(*year, strict=True):
        for table in TABLES:
            assert table.total(told) == table.total(whole)


def test_a_report_made_again_for_an_earlier_quarter_gives_nothing_away(year: Any) -> None:
    """The second quarter, corrected by one household after the fourth was published."""
    whole, told = year
    again = funder(
        whole[1], told[:2], frozenset({"chrs"}), small=SMALL, sensitive=SENSITIVE, later=told[2:], losing=LOSING
    )

    for table in TABLES:
        for code, value in table.read(again).items():
            before = table.read(told[1]).get(code, 0)
            if isinstance(value, int) and isinstance(before, int) and table.read(told[1]):
                assert value == before


class Member:
    """A member of the association."""

    def __init__(self, role: str, name: str) -> None:
        self.role, self.professional = role, name


def test_no_figure_by_professional_leaves_the_association(year: Any) -> None:
    whole = year[0][3]
    by = whole["A11"]["all"]["year"]["by"]

    for told in (partner(whole, frozenset()), year[1][3], without_professionals(whole)):
        outside = told["A11"]["all"]["year"]["by"]
        assert list(outside) == [f"référent {number}" for number in range(1, len(by) + 1)]
        assert sorted(outside.values()) == sorted(by.values())


def test_the_order_of_the_referents_changes() -> None:
    values = {"A11": {"all": {"year": {"count": 55, "by": {str(number): number for number in range(1, 11)}}}}}
    orders = {tuple(without_professionals(values)["A11"]["all"]["year"]["by"].values()) for _ in range(20)}

    assert len(orders) > 1


def test_a_professional_reads_her_own_caseload_and_the_head_her_teams() -> None:
    by = {"Ada": 3, "Bo": 4}

    assert own_caseload(by, Member("asso_worker", "Ada")) == {"Ada": 3}  # type: ignore[arg-type]
    assert own_caseload(by, Member("asso_worker", "Zoé")) == {}  # type: ignore[arg-type]
    assert own_caseload(by, Member("asso_head", "Zoé")) == by  # type: ignore[arg-type]
