"""The legal delays of arrears and eviction, by tables and by properties."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocations import arrears_deadlines as law
from allocations.arrears_deadlines import Coming, Done
from lodabord.kernel.working_days import is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
EUROS = st.decimals(0, 2000, places=2)


@pytest.mark.parametrize(
    ("debt", "whole", "apl", "to_landlord", "constituted"),
    [
        ("0", "400", "400", True, False),
        ("1", "400", "400", True, True),  # APL pays it all: any debt is more than twice nothing
        ("399.99", "400", "200", True, False),
        ("400", "400", "200", True, True),
        ("400", "400", "200", False, False),  # paid to the tenant: twice the gross amount
        ("800", "400", "200", False, True),
        ("500", "200", "300", True, True),  # a benefit above the rent owes nothing, not a negative rent
    ],
)
def test_when_an_arrear_is_constituted(debt, whole, apl, to_landlord, constituted):
    figures = (Decimal(debt), Decimal(whole), Decimal(apl))
    assert law.is_constituted(*figures, apl_to_landlord=to_landlord) is constituted


@given(debt=EUROS, more=EUROS, whole=EUROS, apl=EUROS, to_landlord=st.booleans())
def test_a_larger_debt_never_ceases_to_be_constituted(debt, more, whole, apl, to_landlord):
    if law.is_constituted(debt, whole, apl, apl_to_landlord=to_landlord):
        assert law.is_constituted(debt + more, whole, apl, apl_to_landlord=to_landlord)


@given(debt=EUROS, whole=EUROS, apl=EUROS)
def test_an_apl_paid_to_the_tenant_never_lowers_the_threshold(debt, whole, apl):
    if law.is_constituted(debt, whole, apl, apl_to_landlord=False):
        assert law.is_constituted(debt, whole, apl, apl_to_landlord=True)


@pytest.mark.parametrize(
    ("act", "gives"),
    [
        (law.caf_report_deadline(date(2025, 12, 31)), date(2026, 2, 28)),
        (law.payment_order_ends(date(2025, 4, 10)), date(2025, 5, 22)),
        (law.payment_order_ends(date(2025, 4, 10), old_lease=True), date(2025, 6, 10)),
        (law.payment_order_ends(date(2025, 3, 20)), date(2025, 5, 2)),  # six weeks fall on the 1st of May
        (law.earliest_summons(date(2025, 4, 10), None), date(2025, 5, 23)),
        (law.earliest_summons(date(2025, 4, 10), date(2025, 4, 14)), date(2025, 6, 15)),
        (law.latest_prefect_notice(date(2025, 8, 12)), date(2025, 7, 1)),
        (law.latest_prefect_notice(date(2025, 7, 5)), date(2025, 5, 23)),  # a Saturday, brought forward to the Friday
        (law.quit_order_ends(date(2025, 8, 14)), date(2025, 10, 14)),
        (law.quit_order_ends(date(2025, 8, 14), set_by_judge=date(2025, 9, 15)), date(2025, 9, 15)),
        (law.first_day_out_of_truce(date(2025, 10, 31)), date(2025, 10, 31)),
        (law.first_day_out_of_truce(date(2025, 11, 1)), date(2026, 4, 1)),
        (law.first_day_out_of_truce(date(2026, 3, 31)), date(2026, 4, 1)),
        (law.first_day_out_of_truce(date(2026, 4, 1)), date(2026, 4, 1)),
    ],
)
def test_each_delay_of_the_law(act, gives):
    assert act == gives


@given(day=DAYS)
def test_nobody_is_evicted_in_winter_nor_earlier_than_possible(day):
    first = law.first_day_out_of_truce(day)
    assert first >= day
    assert not law.in_winter_truce(first)
    assert first == day or all(law.in_winter_truce(day + timedelta(days=one)) for one in range((first - day).days))


@given(day=DAYS)
def test_delays_that_run_end_on_a_working_day_and_never_early(day):
    for ends, least in (
        (law.payment_order_ends(day), day + timedelta(weeks=6)),
        (law.payment_order_ends(day, old_lease=True), day + timedelta(days=59)),
        (law.quit_order_ends(day), day + timedelta(days=59)),
    ):
        assert ends >= least
        assert is_working_day(ends)


@given(hearing=DAYS)
def test_the_prefect_is_told_six_weeks_before_at_the_latest(hearing):
    latest = law.latest_prefect_notice(hearing)
    assert hearing - latest >= timedelta(weeks=6)
    assert is_working_day(latest)


@given(order=DAYS, referral=st.none() | DAYS, old_lease=st.booleans())
def test_no_summons_before_both_delays(order, referral, old_lease):
    earliest = law.earliest_summons(order, referral, old_lease=old_lease)
    assert earliest > law.payment_order_ends(order, old_lease=old_lease)
    assert referral is None or earliest > referral + timedelta(days=58)


ON = date(2025, 4, 10)
CAF = Done("caf_report", date(2025, 2, 1))
ORDER = Done("payment_order", ON)
REFERRAL = Done("ccapex", date(2025, 4, 14))
SUMMONS = Done("summons", date(2025, 6, 16), hearing_on=date(2025, 8, 12))
NOTICE = Done("prefect_notice", date(2025, 6, 17))
JUDGMENT = Done("judgment", date(2025, 8, 12))
QUIT = Done("quit_order", date(2025, 9, 5))
POLICE = Done("police_requested", date(2025, 11, 7))
SINCE = date(2025, 1, 5)


@pytest.mark.parametrize(
    ("done", "constituted_on", "kinds", "first_on"),
    [
        ([], None, [], None),
        ([], SINCE, ["caf_report"], date(2025, 3, 5)),
        ([CAF], SINCE, ["repayment_plan"], None),
        ([CAF, Done("repayment_plan", ON)], SINCE, [], None),
        ([CAF, ORDER], SINCE, ["ccapex"], ON),
        ([ORDER], SINCE, ["caf_report", "ccapex"], date(2025, 3, 5)),
        ([CAF, ORDER, REFERRAL], SINCE, ["summons"], date(2025, 6, 15)),
        ([CAF, ORDER, REFERRAL, SUMMONS], SINCE, ["prefect_notice", "judgment"], date(2025, 7, 1)),
        ([CAF, ORDER, REFERRAL, SUMMONS, NOTICE], SINCE, ["judgment"], date(2025, 8, 12)),
        ([CAF, Done("summons", ON)], SINCE, ["judgment"], None),
        ([CAF, SUMMONS, NOTICE, JUDGMENT], SINCE, ["quit_order"], None),
        ([CAF, JUDGMENT, QUIT], SINCE, ["police_requested"], date(2025, 11, 6)),
        ([CAF, QUIT, POLICE], SINCE, ["evicted"], date(2026, 4, 1)),
        ([CAF, POLICE, Done("evicted", date(2026, 4, 2))], SINCE, [], None),
        ([CAF, ORDER, Done("settled", date(2025, 6, 1))], None, [], None),
        ([CAF, ORDER, Done("settled", date(2025, 6, 1))], date(2025, 9, 1), ["caf_report"], date(2025, 11, 1)),
    ],
)
def test_what_comes_next_and_when(done, constituted_on, kinds, first_on):
    told = law.coming(done, constituted_on)
    assert [one.kind for one in told] == kinds
    assert (told[0].on if told else None) == first_on


@given(
    acts=st.lists(
        st.tuples(st.sampled_from([one.kind for one in (CAF, ORDER, REFERRAL, SUMMONS, NOTICE, JUDGMENT, QUIT)]), DAYS)
    ),
    since=st.none() | DAYS,
)
def test_whatever_was_noted_the_next_steps_are_dated_in_order_and_never_already_done(acts, since):
    done = [Done(kind, on) for kind, on in acts]
    told = law.coming(done, since)
    dates = [one.on or date.max for one in told]
    assert dates == sorted(dates)
    assert not {one.kind for one in told} & {one.kind for one in law.running(done)}


def test_an_obligation_is_late_once_passed_and_near_two_weeks_before():
    due = Coming("caf_report", "x", "y", latest=date(2025, 3, 5))
    assert [due.is_near(date(2025, 2, 18)), due.is_near(date(2025, 2, 19)), due.is_near(date(2025, 3, 5))] == [
        False, True, True,
    ]  # fmt: skip
    assert [due.is_late(date(2025, 3, 5)), due.is_late(date(2025, 3, 6))] == [False, True]
    possible = Coming("summons", "x", "y", earliest=date(2025, 3, 5))
    assert not possible.is_late(date(2026, 1, 1))


def test_a_procedure_that_ended_is_still_told_whole():
    ended = [CAF, ORDER, Done("settled", date(2025, 6, 1))]
    assert law.running(ended) == []
    assert law.last_procedure(ended) == ended
    again = [*ended, Done("payment_order", date(2025, 10, 1))]
    assert law.last_procedure(again) == again[-1:]
