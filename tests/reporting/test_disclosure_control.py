"""No hidden cell can be worked out from what is published beside it (decision 15)."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.disclosure_control import HIDDEN, hide, hide_tracks, relabel

CODES = list("abcdefgh")
BREAKDOWNS = st.dictionaries(st.sampled_from(CODES), st.integers(1, 40), max_size=8)
THRESHOLDS = st.integers(2, 11)


def ways(total: int, cells: int, limit: int = 2) -> int:
    """How many ways to fill so many hidden cells, each at least one, with that total (counted up to two)."""
    if cells == 0:
        return 1 if total == 0 else 0
    if cells == 1:
        return 1 if total >= 1 else 0
    return min(limit, sum(ways(total - first, cells - 1) for first in range(1, min(total, 4) + 1)))


@given(BREAKDOWNS, THRESHOLDS)
def test_no_hidden_cell_is_deducible_from_the_total(by: dict[str, int], threshold: int) -> None:
    told = hide(by, threshold)
    hidden = [code for code, value in told.items() if value == HIDDEN]
    shown = sum(value for value in told.values() if isinstance(value, int))

    if told and hidden:
        assert ways(sum(by.values()) - shown, len(hidden)) > 1


@given(BREAKDOWNS, THRESHOLDS)
def test_no_small_cell_is_ever_shown(by: dict[str, int], threshold: int) -> None:
    told = hide(by, threshold)

    assert all(value == HIDDEN or value >= threshold for value in told.values())  # type: ignore[operator]


@given(BREAKDOWNS, BREAKDOWNS, THRESHOLDS)
def test_no_small_growth_can_be_read_between_two_reports(
    before: dict[str, int], grown: dict[str, int], threshold: int
) -> None:
    now = {code: before.get(code, 0) + grown.get(code, 0) for code in {*before, *grown}}

    for code, value in hide(now, threshold, [before]).items():
        assert value == HIDDEN or not before or not 0 < grown.get(code, 0) < threshold


def test_large_cells_are_told_as_they_are() -> None:
    assert hide({"siao": 14, "accueil_jour": 5, "ccas": 0}, 5) == {"siao": 14, "accueil_jour": 5, "ccas": 0}


def test_a_small_cell_takes_the_smallest_other_with_it() -> None:
    assert hide({"oui": 7, "non": 11, "nr": 2}, 5) == {"oui": HIDDEN, "non": 11, "nr": HIDDEN}


def test_a_breakdown_that_hides_nothing_by_hiding_is_not_told() -> None:
    assert hide({"expulsion": 1}, 5) == {}
    assert hide({"abandon": 1, "expulsion": 1}, 5) == {}


def test_both_tracks_are_hidden_when_one_is_small() -> None:
    assert hide_tracks({"access": {"oui": 5, "non": 11}, "retention": {"oui": 2, "non": 2}}, 5) == {
        "access": {},
        "retention": {},
    }


def test_what_reveals_becomes_neutral() -> None:
    assert relabel({"sante": 2, "spip": 1, "siao": 14}, {"sante", "spip"}, "partenaire") == {
        "partenaire": 3,
        "siao": 14,
    }
