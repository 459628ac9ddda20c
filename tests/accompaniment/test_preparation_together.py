"""Two people on the same session, activity or preparation at the same instant, on two real connections."""

from datetime import date

import pytest
from django.db import transaction

from accompaniment import conduct
from accompaniment.attendance import AttendanceRefused, record_attendance
from accompaniment.certificate import content_of
from accompaniment.models import Extension, GroupAttendance, Measure, PrepAttendance, PrepCertificate
from households.models import Event
from households.stateful import MoveRefused
from tests import factories
from tests.cast import gather
from tests.factories import preparation as made
from tests.together import committed_world, together

DAY = made.SESSION_DAY


@pytest.fixture
def world(django_db_setup, django_db_blocker):
    """Three households in preparation, committed."""
    with django_db_blocker.unblock(), committed_world():
        with transaction.atomic():
            cast = gather()
            cases = made.preparing(cast, "Bernard", "Thomas", "Colas")
        yield cast, cases


def twice(gathering):
    """The same record, as two browsers opened it."""
    with transaction.atomic():
        model = type(gathering)
        return [model.objects.select_related("agreement").get(pk=gathering.pk) for _ in range(2)]


def refusals(told):
    return [type(one) for one in told if isinstance(one, Exception)]


def test_two_animators_noting_different_households_lose_nothing(world):
    cast, (first, second, third) = world
    with transaction.atomic():
        session = made.session(cast, second_animator=cast.ines.professional)
    one, other = twice(session)

    told = together(
        (cast.leila, lambda: record_attendance(
            one, {first: made.typed(acquired=("budget",)), second: made.typed("absent")}, today=DAY,
            by=cast.leila.professional)),
        (cast.ines, lambda: record_attendance(
            other, {third: made.typed("en_cours", word="Mot d'Inès.")}, today=DAY, by=cast.ines.professional)),
    )  # fmt: skip

    assert told == [2, 1]
    with transaction.atomic():
        noted = session.noted()
        assert {pk: one.outcome for pk, one in noted.items()} == {
            first.pk: "present", second.pk: "absent", third.pk: "en_cours",
        }  # fmt: skip
        assert noted[third.pk].word == "Mot d'Inès."


def test_two_animators_noting_the_same_household_one_is_kept_the_other_told(world):
    cast, (first, *_) = world
    with transaction.atomic():
        session = made.session(cast)
    one, other = twice(session)

    told = together(
        (cast.leila, lambda: record_attendance(one, {first: made.typed("present")}, today=DAY,
                                               by=cast.leila.professional)),
        (cast.ines, lambda: record_attendance(other, {first: made.typed("absent")}, today=DAY,
                                              by=cast.ines.professional)),
    )  # fmt: skip

    assert refusals(told) == [AttendanceRefused]
    refused = next(one for one in told if isinstance(one, AttendanceRefused))
    assert "a noté entre-temps" in refused.told[first.pk]
    with transaction.atomic():
        assert PrepAttendance.objects.filter(case=first).count() == len(made.MODULES)
        assert Event.objects.filter(action="prepattendance.noted", case=first).count() == len(made.MODULES)


def test_two_people_noting_the_same_participation_make_one_contact(world):
    cast, (first, *_) = world
    with transaction.atomic():
        activity = made.activity(cast, on=DAY)
    one, other = twice(activity)

    told = together(
        (cast.leila, lambda: record_attendance(one, {first: made.typed()}, today=DAY, by=cast.leila.professional)),
        (cast.ines, lambda: record_attendance(other, {first: made.typed()}, today=DAY, by=cast.ines.professional)),
    )  # fmt: skip

    assert refusals(told) == []
    with transaction.atomic():
        assert GroupAttendance.objects.count() == 1
        assert first.visits.filter(kind="collectif").count() == 1


def test_signed_up_by_two_people_a_household_is_expected_once(world):
    cast, (first, *_) = world
    with transaction.atomic():
        session = made.session(cast)
    one, other = twice(session)

    told = together(
        (cast.leila, lambda: one.sign_up(first, by=cast.leila.professional)),
        (cast.ines, lambda: other.sign_up(first, by=cast.ines.professional)),
    )

    assert refusals(told) == []
    with transaction.atomic():
        assert PrepAttendance.objects.filter(case=first).count() == len(made.MODULES)


def test_the_only_place_of_an_individual_session_is_taken_once(world):
    cast, (first, second, _) = world
    with transaction.atomic():
        session = made.session(cast, format="individual")
    one, other = twice(session)

    told = together(
        (cast.leila, lambda: one.sign_up(first, by=cast.leila.professional)),
        (cast.ines, lambda: other.sign_up(second, by=cast.ines.professional)),
    )

    assert refusals(told) == [MoveRefused]
    with transaction.atomic():
        assert len(session.noted()) == 1


def test_cancelled_while_somebody_is_signed_up_nobody_is_left_expected(world):
    cast, (first, *_) = world
    with transaction.atomic():
        session = made.session(cast)
    one, other = twice(session)

    told = together(
        (cast.leila, lambda: one.sign_up(first, by=cast.leila.professional)),
        (cast.ines, lambda: other.cancel(reason="Grève", by=cast.ines.professional)),
    )

    assert refusals(told) in ([], [MoveRefused])
    with transaction.atomic():
        session.refresh_from_db()
        assert session.state == "cancelled"
        assert not PrepAttendance.objects.exists()


def test_two_extensions_to_the_same_day_one_is_decided(world):
    cast, (first, *_) = world
    head = cast.bruno.professional

    def extend():
        return conduct.extend_preparation(first, until=date(2025, 5, 13), reason="Papiers", on=DAY, by=head)

    told = together((cast.bruno, extend), (cast.bruno, extend))

    assert refusals(told) == [MoveRefused]
    with transaction.atomic():
        assert Extension.objects.count() == 1


def test_two_certificates_at_once_are_one(world):
    cast, (first, *_) = world
    leila = cast.leila.professional
    with transaction.atomic():
        PrepAttendance.note_alone(first, module=made.module(), on=DAY, outcome="present", by=leila)
        Measure.objects.filter(case=first).update(ends_on=date(2025, 4, 13), end_reason="achevee")
        measure = Measure.objects.select_related("case__household", "case__agreement__association").get(case=first)
        content = content_of(measure)

    def issue():
        return PrepCertificate.issue(measure, content, on=date(2025, 4, 14), by=leila)

    told = together((cast.leila, issue), (cast.leila, issue))

    assert refusals(told) == [MoveRefused]
    with transaction.atomic():
        assert PrepCertificate.objects.count() == 1


def test_the_household_of_a_case_closed_meanwhile_is_not_signed_up(world):
    cast, _ = world
    with transaction.atomic():
        session, other = made.session(cast), factories.retained_case(cast, last_name="Pasencore")
    with transaction.atomic(), pytest.raises(MoveRefused, match="n'est pas en mesure"):
        session.sign_up(other, by=cast.leila.professional)
