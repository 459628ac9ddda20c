"""Suspensions: back-dated within the agreement's bound, reviewed, lifted by anyone of the team, cancelled with trace."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accompaniment import conduct
from accompaniment.models import Suspension, SuspensionReview
from households.models import Case, Event, SupportPeriod
from households.stateful import MoveRefused
from lodabord.partners.models import Terms
from tests import factories
from tests.factories import modular as made

DAY = date(2025, 6, 4)


@pytest.fixture
def by(leila):
    return leila.professional


def suspend(case, by, on, *, today=None, review_on=None):
    return conduct.suspend(
        case, on=on, review_on=review_on or on + timedelta(weeks=6), reason="absence", today=today or on, by=by
    )


def test_back_dating_stops_at_the_agreements_bound(case, by):
    today = DAY + timedelta(days=31)
    suspend(case, by, DAY, today=today)
    assert Suspension.objects.get(case=case).starts_on == DAY


def test_beyond_the_bound_the_sentence_says_from_which_day(case, by):
    with pytest.raises(MoveRefused, match="à partir du 05/06/2025"):
        suspend(case, by, DAY, today=DAY + timedelta(days=32))
    Terms.objects.filter(agreement=case.agreement).update(suspension_backdating_days=60)
    suspend(type(case).objects.get(pk=case.pk), by, DAY, today=DAY + timedelta(days=60))


def test_a_visit_done_meanwhile_contradicts_a_back_dated_suspension(cast, case, by):
    factories.visit(cast, case, on=date(2025, 6, 11))
    with pytest.raises(MoveRefused, match="faite le 11/06/2025"):
        suspend(case, by, DAY, today=date(2025, 6, 12))
    suspend(case, by, date(2025, 6, 12))


def test_suspensions_may_touch_and_never_overlap(cast, case, by):
    suspend(case, by, DAY)
    made.resumed(cast, case, date(2025, 6, 20))
    with pytest.raises(MoveRefused, match="à partir du 20/06/2025"):
        suspend(case, by, date(2025, 6, 19), today=date(2025, 6, 20))
    suspend(case, by, date(2025, 6, 20))
    assert Suspension.objects.filter(case=case).count() == 2
    with pytest.raises(IntegrityError, match="suspension_no_overlap"), transaction.atomic():
        Suspension.objects.create(
            case=case,
            starts_on=date(2025, 6, 5),
            ends_on=date(2025, 6, 9),
            review_on=date(2025, 7, 1),
            reason="absence",
        )


@pytest.mark.parametrize("who", ["leila", "ines", "bruno", "nour"])
def test_anyone_of_the_team_lifts_it_on_both_sides_of_the_wall(cast, case, by, who, as_member):
    """Referent, colleague, head, psychologist: the one who takes the call."""
    pause = suspend(case, by, DAY)
    member = getattr(cast, who)
    with as_member(member):
        mine = Case.objects.get(pk=case.pk)
        conduct.reactivate(mine, on=date(2025, 6, 20), asked_by="household", by=member.professional)
    case.refresh_from_db()
    assert case.state == Case.State.FOLLOW_UP
    assert SupportPeriod.objects.get(pk=pause.pk).ends_on == date(2025, 6, 20)
    told = Event.objects.get(record_id=pause.pk, action="suspension.ended")
    assert (told.by, told.facts["asked_by"]) == (member.professional, "household")


@pytest.mark.parametrize("who", ["charlie", "paul", "sophie"])
def test_nobody_else_lifts_it(cast, case, by, who, as_member):
    suspend(case, by, DAY)
    member = getattr(cast, who)
    with pytest.raises((MoveRefused, ProgrammingError)), as_member(member):
        conduct.reactivate(case, on=date(2025, 6, 20), asked_by="landlord", by=member.professional)
    assert Suspension.objects.get(case=case).ends_on is None


def test_a_reactivation_follows_the_suspension(case, by):
    suspend(case, by, DAY)
    with pytest.raises(MoveRefused, match="a commencé le 04/06/2025"):
        conduct.reactivate(case, on=date(2025, 6, 3), asked_by="household", by=by)
    assert case.state == Case.State.SUSPENDED


def test_each_review_is_kept(case, by):
    pause = suspend(case, by, DAY, review_on=date(2025, 7, 2))
    conduct.maintain(pause, on=date(2025, 7, 2), until=date(2025, 8, 1), note="Toujours absent", by=by)
    conduct.maintain(pause, on=date(2025, 8, 1), until=date(2025, 9, 1), note="", by=by)
    pause.refresh_from_db()
    assert pause.review_on == date(2025, 9, 1)
    assert [one.until for one in pause.reviews.all()] == [date(2025, 8, 1), date(2025, 9, 1)]


def test_a_review_goes_further_and_only_while_suspended(cast, case, by):
    pause = suspend(case, by, DAY)
    with pytest.raises(MoveRefused, match="suit celle de la revue"):
        conduct.maintain(pause, on=date(2025, 7, 2), until=date(2025, 7, 2), note="", by=by)
    with pytest.raises(MoveRefused, match="vient après"):
        conduct.maintain(pause, on=date(2025, 6, 1), until=date(2025, 7, 2), note="", by=by)
    made.resumed(cast, case, date(2025, 6, 20))
    with pytest.raises(MoveRefused, match="a repris"):
        conduct.maintain(pause, on=date(2025, 7, 2), until=date(2025, 8, 2), note="", by=by)
    with pytest.raises(IntegrityError, match="suspension_review_goes_further"), transaction.atomic():
        SuspensionReview.objects.create(case=case, suspension=pause, on=DAY, until=DAY)


def test_reviews_are_never_rewritten(case, by, leila, as_member, sql):
    pause = suspend(case, by, DAY)
    conduct.maintain(pause, on=date(2025, 7, 2), until=date(2025, 8, 1), note="", by=by)
    for statement in (
        "UPDATE accompaniment_suspensionreview SET note = 'x'",
        "DELETE FROM accompaniment_suspensionreview",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(leila):
            sql(statement)


def test_a_suspension_written_by_mistake_never_was(cast, case, by, as_member):
    pause = suspend(case, by, DAY)
    with as_member(cast.leila):
        conduct.cancel_suspension(Suspension.objects.get(pk=pause.pk), by=by)
    case.refresh_from_db()
    assert case.state == Case.State.FOLLOW_UP
    assert not Suspension.objects.filter(pk=pause.pk).exists()
    assert not SupportPeriod.objects.filter(pk=pause.pk).exists(), "the landlord no longer reads its dates"
    trace = Event.objects.get(record_id=pause.pk, action="suspension.cancelled")
    assert (trace.by, trace.facts["starts_on"], trace.record_class) == (by, "2025-06-04", "social")


def test_a_past_suspension_may_be_cancelled_without_touching_the_stage(cast, case, by):
    pause = suspend(case, by, DAY)
    made.resumed(cast, case, date(2025, 6, 20))
    pause.refresh_from_db()
    conduct.cancel_suspension(pause, by=by)
    assert case.state == Case.State.FOLLOW_UP
    assert not Suspension.objects.filter(case=case).exists()


def test_a_reviewed_suspension_took_place(case, by):
    pause = suspend(case, by, DAY)
    conduct.maintain(pause, on=date(2025, 7, 2), until=date(2025, 8, 1), note="", by=by)
    with pytest.raises(MoveRefused, match="elle a bien eu lieu"):
        conduct.cancel_suspension(pause, by=by)
    assert case.state == Case.State.SUSPENDED
