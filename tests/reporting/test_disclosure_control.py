"""No hidden cell can be worked out from what is published with it, nor from the year's other reports (decision 15).

The attacker below is written apart from the programme: it has the totals, the masked tables of each quarter, and
knows that a year's counts only grow. It looks for the lowest and highest value of each hidden cell.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import milp

from reporting.deduction import Reading
from reporting.disclosure_control import HIDDEN, hide, relabel, shown

CODES = list("abcdef")
CELLS = st.dictionaries(st.sampled_from(CODES), st.integers(1, 20), max_size=6)
GROWTH = st.dictionaries(st.sampled_from(CODES), st.integers(0, 7), max_size=6)
THRESHOLDS = st.sampled_from([2, 5, 11])
Told = dict[str, Any]


def alone(by: dict[str, int], threshold: int) -> Told:
    """One table, beside its total."""
    total = sum(by.values())
    return hide(by, threshold, lambda told: Reading(total, shown(told)))


def quarters(tables: list[dict[str, int]], threshold: int) -> list[Told]:
    """The tables of successive quarters, each published beside those before."""
    published: list[Told] = []
    for by in tables:
        before = [Reading(sum(old.values()), shown(told)) for old, told in zip(tables, published, strict=False)]
        total = sum(by.values())
        published.append(
            hide(by, threshold, lambda told, total=total: Reading(total, shown(told)), earlier=published, before=before)
        )
    return published


def reach(tables: list[dict[str, int]], published: list[Told], quarter: int, code: str) -> tuple[float, float]:
    """What the attacker knows of a cell."""
    names = [*CODES, "other"]
    place = {(index, name): index * len(names) + at for index in range(len(tables)) for at, name in enumerate(names)}
    lower, upper = np.zeros(len(place)), np.zeros(len(place))
    rows, low, high = [], [], []
    for index, (by, told) in enumerate(zip(tables, published, strict=True)):
        total = sum(by.values())
        row = np.zeros(len(place))
        for name in names:
            at = place[index, name]
            row[at] = 1
            value = told.get(name, 0)
            lower[at], upper[at] = (value, value) if isinstance(value, int) else (1, total)
            if not told:
                lower[at], upper[at] = 0, total
            if index:
                grows = np.zeros(len(place))
                grows[at], grows[place[index - 1, name]] = 1, -1
                rows, low, high = [*rows, grows], [*low, 0], [*high, np.inf]
        rows, low, high = [*rows, row], [*low, total], [*high, total]
    aim = np.zeros(len(place))
    aim[place[quarter, code]] = 1
    found = [
        sign
        * milp(
            sign * aim,
            constraints=(np.array(rows), low, high),
            bounds=(lower, upper),
            integrality=np.ones(len(place)),
        ).fun
        for sign in (1, -1)
    ]
    return found[0], found[1]


@given(CELLS, THRESHOLDS)
@settings(deadline=None, max_examples=60)
def test_no_hidden_cell_is_deducible_from_its_table(by: dict[str, int], threshold: int) -> None:
    told = alone(by, threshold)

    for code, value in told.items():
        assert value == HIDDEN or value >= threshold
        if value == HIDDEN:
            lowest, highest = reach([by], [told], 0, code)
            assert lowest < highest


@given(CELLS, st.lists(GROWTH, min_size=1, max_size=3), THRESHOLDS)
@settings(deadline=None, max_examples=40)
def test_no_hidden_cell_is_deducible_from_the_reports_of_the_year(
    first: dict[str, int], growths: list[dict[str, int]], threshold: int
) -> None:
    tables = [first]
    for growth in growths:
        tables.append({code: count for code in CODES if (count := tables[-1].get(code, 0) + growth.get(code, 0))})
    published = quarters(tables, threshold)

    for quarter, told in enumerate(published):
        for code, value in told.items():
            if value == HIDDEN:
                lowest, highest = reach(tables, published, quarter, code)
                assert lowest < highest, (tables, published, quarter, code)


@given(CELLS, GROWTH, THRESHOLDS)
@settings(deadline=None, max_examples=60)
def test_no_small_growth_can_be_read_between_two_reports(
    before: dict[str, int], grown: dict[str, int], threshold: int
) -> None:
    now = {code: count for code in CODES if (count := before.get(code, 0) + grown.get(code, 0))}
    old, new = quarters([before, now], threshold)

    for code, value in new.items():
        was = old.get(code, 0)
        if isinstance(value, int) and isinstance(was, int) and old:
            assert value - was == 0 or value - was >= threshold


def test_large_cells_are_told_as_they_are() -> None:
    assert alone({"siao": 14, "accueil_jour": 5, "ccas": 0}, 5) == {"siao": 14, "accueil_jour": 5, "ccas": 0}


def test_a_small_cell_takes_the_smallest_other_with_it() -> None:
    assert alone({"oui": 7, "non": 11, "nr": 2}, 5) == {"oui": HIDDEN, "non": 11, "nr": HIDDEN}


def test_a_breakdown_that_hides_nothing_by_hiding_is_not_told() -> None:
    assert alone({"expulsion": 1}, 5) == {}
    assert alone({"abandon": 1, "expulsion": 1}, 5) == {}


def test_a_cell_given_elsewhere_protects_no_other() -> None:
    """Three tenants reported by the landlord are counted in clear: they cannot hide the two of the CCAS."""
    by = {"bailleur": 3, "ccas": 2, "siao": 9}
    told = hide(by, 5, lambda told: Reading(14, shown(told), known={"bailleur": 3}))

    assert told == {"bailleur": HIDDEN, "ccas": HIDDEN, "siao": HIDDEN}


def test_a_sum_given_elsewhere_is_reckoned_with() -> None:
    """M1 tells that one dwelling was lost: the only reason of a loss cannot hide behind another reason."""
    by = {"expulsion": 1, "objectif_atteint": 4, "relais": 6}
    lost = (frozenset({"expulsion"}), 1)

    assert hide(by, 5, lambda told: Reading(11, shown(told))) == {
        "expulsion": HIDDEN,
        "objectif_atteint": HIDDEN,
        "relais": 6,
    }
    assert hide(by, 5, lambda told: Reading(11, shown(told), sums=[lost])) == {}


def test_what_several_cells_reach_together_is_reckoned_with() -> None:
    """P2 counts those without a home: were they thirteen of fourteen, the one at a friend's would be known."""
    by = {"rue": 4, "tiers": 1, "chrs": 9}

    def told(without_home: int) -> Told:
        floor = (frozenset({"rue", "chrs"}), without_home)
        return hide(by, 5, lambda told: Reading(14, shown(told), floors=[floor]))

    assert told(12) == {"rue": HIDDEN, "tiers": HIDDEN, "chrs": 9}
    assert told(13) == {}


@pytest.mark.parametrize("total", [1, 2, 9])
def test_cells_that_do_not_add_up_need_no_other_to_hide(total: int) -> None:
    """A contact may have several themes: one hidden theme tells nothing of another."""
    told = hide({"budget": 1}, 5, lambda told: Reading(total, shown(told), adds_up=False, at_least_one=False))

    assert told == ({} if total == 1 else {"budget": HIDDEN})


def test_what_reveals_becomes_neutral() -> None:
    assert relabel({"sante": 2, "spip": 1, "siao": 14}, {"sante", "spip"}, "partenaire") == {
        "partenaire": 3,
        "siao": 14,
    }
