"""When the next visit is proposed: the rhythm, the days off, the closures; planned once, and never silently."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment import conduct
from accompaniment.models import MeasurePeriod, Visit
from accompaniment.next_visit import RHYTHM, already_planned, plan_next, proposal, proposed_day
from households.stateful import MoveRefused
from lodabord.kernel.working_days import is_working_day
from lodabord.partners.models import Closure
from tests import factories
from tests.factories.visits import planned
from tests.together import as_the_programme, committed, together  # noqa: F401

WEEK = timedelta(weeks=1)
DAY = date(2025, 6, 4)


@pytest.mark.parametrize(
    ("after", "step", "today", "closures", "expected"),
    [
        (date(2025, 6, 4), WEEK, date(2025, 6, 4), [], date(2025, 6, 11)),
        (date(2025, 6, 2), WEEK, date(2025, 6, 2), [], date(2025, 6, 10)),  # Whit Monday: the Tuesday
        (date(2025, 12, 18), WEEK, date(2025, 12, 18), [], date(2025, 12, 26)),  # Christmas, a Thursday
        (date(2025, 10, 31), 2 * WEEK, date(2025, 10, 31), [], date(2025, 11, 14)),
        (date(2025, 6, 4), 4 * WEEK, date(2025, 6, 4), [], date(2025, 7, 2)),
        (date(2025, 6, 4), WEEK, date(2025, 6, 25), [], date(2025, 7, 2)),  # noted late: never a day that is past
        (date(2025, 8, 1), WEEK, date(2025, 8, 1), [(date(2025, 8, 4), date(2025, 8, 17))], date(2025, 8, 18)),
        (date(2025, 6, 7), WEEK, date(2025, 6, 7), [], date(2025, 6, 16)),  # a Saturday visit
    ],
)
def test_the_next_day_by_rhythm_holiday_and_closure(after, step, today, closures, expected):
    assert proposed_day(after, step, today, closures) == expected


DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@given(DAYS, st.sampled_from(sorted(set(RHYTHM.values()))), st.integers(0, 90))
def test_what_is_proposed_is_ahead_worked_and_as_near_as_it_can_be(after, step, late):
    today = after + timedelta(days=late)
    day = proposed_day(after, step, today)
    usual = day - timedelta(days=(day - after).days % 7)

    assert day > today
    assert is_working_day(day)
    assert all(not is_working_day(usual + timedelta(days=n)) for n in range((day - usual).days))


@pytest.mark.parametrize("intensity", list(MeasurePeriod.Intensity))
def test_the_rhythm_is_the_one_agreed(intensity, cast, case):
    conduct.set_intensity(case, intensity, on=date(2025, 5, 20), by=cast.leila.professional)
    one = factories.visit(cast, case, on=DAY)
    weeks = {"renforcee": 1, "hebdomadaire": 1, "quinzaine": 2, "mensuelle": 4, "veille": 4}[intensity]
    assert proposal(one, DAY) == DAY + weeks * WEEK


def test_on_a_closure_of_the_agreement_the_next_working_day_is_proposed(cast, case):
    Closure.objects.create(
        agreement=cast.agreement, starts_on=date(2025, 6, 9), ends_on=date(2025, 6, 13), reason="Fermé"
    )
    Closure.objects.create(
        agreement=cast.agreement_2, starts_on=date(2025, 6, 16), ends_on=date(2025, 6, 16), reason="X"
    )
    assert proposal(factories.visit(cast, case, on=DAY), DAY) == date(2025, 6, 16)


@pytest.mark.parametrize("kind", ["bureau", "appel", "visio"])
def test_nothing_is_proposed_after_another_contact(kind, cast, case):
    assert proposal(factories.visit(cast, case, on=DAY, kind=kind), DAY) is None


def test_nothing_is_proposed_while_suspended_nor_after_the_end_nor_when_postponed(cast, case):
    by = cast.leila.professional
    one, moved = factories.visit(cast, case, on=DAY), planned(cast, case, on=DAY)
    moved.log("reportee", today=DAY, by=by, moved_to=date(2025, 6, 6))
    assert proposal(moved, DAY) is None
    day = date(2025, 6, 10)
    conduct.suspend(case, on=day, review_on=date(2025, 7, 1), reason="absence", today=day, by=by)
    one.case.refresh_from_db()
    assert proposal(one, day) is None
    assert proposal(one, DAY) is not None


def test_what_already_stands_that_week_is_said_instead(cast, case):
    one = factories.visit(cast, case, on=DAY)
    assert already_planned(one, proposal(one, DAY), DAY) is None
    coming = planned(cast, case, on=date(2025, 6, 13))
    assert already_planned(one, proposal(one, DAY), DAY) == coming


def test_accepted_twice_it_is_planned_once(cast, case, leila):
    one = factories.visit(cast, case, on=DAY)
    told = {"on": date(2025, 6, 11), "at": time(14), "today": DAY, "by": leila.professional}
    assert plan_next(one, **told) == plan_next(one, **told)
    assert Visit.objects.planned().count() == 1


@pytest.mark.parametrize(("on", "why"), [(date(2025, 6, 3), "déjà passée"), (date(2026, 7, 1), "plus d'un an")])
def test_a_day_past_or_far_away_is_refused(on, why, cast, case, leila):
    one = factories.visit(cast, case, on=DAY)
    with pytest.raises(MoveRefused, match=why):
        plan_next(one, on=on, at=None, today=DAY, by=leila.professional)


def _committed_visit(cast):
    case = factories.housed_case(cast)
    return cast, planned(cast, case, on=DAY)


def test_two_people_tapping_at_once_one_is_told(committed):  # noqa: F811
    cast, one = committed(_committed_visit)
    hers, his = Visit.objects, Visit.objects
    with as_the_programme():
        hers, his = Visit.objects.get(pk=one.pk), Visit.objects.get(pk=one.pk)

    told = together(
        (cast.leila, lambda: hers.tap("realisee", was="prevue", today=DAY, by=cast.leila.professional)),
        (cast.ines, lambda: his.tap("porte_close", was="prevue", today=DAY, by=cast.ines.professional)),
    )

    refused = [one for one in told if isinstance(one, MoveRefused)]
    assert len(refused) == 1, told
    assert "vient d'être notée" in str(refused[0])
    with as_the_programme():
        from households.models import Event, VisitFact

        kept = Visit.objects.get(pk=one.pk).status
        assert VisitFact.objects.filter(pk=one.pk).count() == 1
        assert Event.objects.filter(record_id=one.pk, action=f"visit.{kept}").count() == 1
        assert Event.objects.filter(record_id=one.pk).exclude(action="visit.planned").count() == 1


def test_two_people_accepting_the_next_visit_at_once_plan_it_once(committed):  # noqa: F811
    cast, one = committed(_committed_visit)
    told = {"on": date(2025, 6, 11), "at": time(14), "today": DAY}
    with as_the_programme():
        seen = [Visit.objects.select_related("case", "author").get(pk=one.pk) for _ in range(2)]

    answers = together(
        (cast.leila, lambda: plan_next(seen[0], by=cast.leila.professional, **told)),
        (cast.ines, lambda: plan_next(seen[1], by=cast.ines.professional, **told)),
    )

    assert answers[0] == answers[1]
    with as_the_programme():
        assert Visit.objects.filter(on=date(2025, 6, 11)).count() == 1
