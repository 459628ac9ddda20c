"""Two people at once, on PostgreSQL, each in her own transaction: one act is kept, the other gets a sentence."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from allocations.models import LandlordRequest, MoveInStep, RentalPoint, Tenancy, raise_rental_point
from households.models import Event
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests.cast import gather
from tests.factories import lease as make
from tests.together import committed_world, together

DAY = date(2025, 6, 2)


@pytest.fixture
def world(django_db_setup, django_db_blocker):
    """The cast and what a test makes of it, committed."""
    with django_db_blocker.unblock(), committed_world():
        with transaction.atomic():
            cast = gather()
        yield cast


def refusals(told):
    return [one for one in told if isinstance(one, Exception)]


def test_two_people_answer_one_request(world):
    with transaction.atomic():
        case = _housed(world)
        pk = make.asked(world, case).pk
        karim = make.at_agency(world.karim, make.agency_of(world))
    first, second = (LandlordRequest(pk=pk) for _ in range(2))
    with transaction.atomic():
        for one in (first, second):
            one.refresh_from_db()

    told = together(
        (karim, lambda: first.complete(on=DAY, by=karim.professional, answer="Passé.")),
        (world.sophie, lambda: second.refuse(on=DAY, by=world.sophie.professional, reason="Non.")),
    )

    assert [type(one) for one in refusals(told)] == [MoveRefused]
    assert "Un collègue" in str(refusals(told)[0])
    with transaction.atomic():
        kept = LandlordRequest.objects.get()
        assert (kept.state, kept.answer) in {("faite", "Passé."), ("refusee", "Non.")}
        assert (
            Event.objects.filter(record_id=pk, action__in=["landlordrequest.faite", "landlordrequest.refusee"]).count()
            == 1
        )


def _housed(world):
    from tests import factories

    case = factories.housed_case(world)
    make.in_agency(case, make.agency_of(world))
    return case


def test_two_officers_sign_a_lease_for_one_household(world):
    with transaction.atomic():
        case = make.accepted_case(world)
        stale = type(case).objects.select_related("agreement", "household").get(pk=case.pk)

    def signing(who, known):
        return who, lambda: Tenancy.sign(
            known, dwelling=None, status="bail_direct", lease_signed_on=date(2025, 5, 2), starts_on=make.KEYS,
            by=who.professional,
        )  # fmt: skip

    told = together(signing(world.diane, case), signing(world.paul, stale))

    (refused,) = refusals(told)
    assert isinstance(refused, IntegrityError | MoveRefused)
    words = sentence(refused) if isinstance(refused, IntegrityError) else str(refused)
    assert "occupe déjà un logement" in words
    with transaction.atomic():
        lease = Tenancy.objects.get()
        assert lease.statuses.count() == 1
        assert MoveInStep.objects.get(case=case, kind="signature").state == "done"


def test_two_people_tick_the_same_step(world):
    with transaction.atomic():
        make.accepted_case(world)
        steps = [MoveInStep.objects.select_related("kind", "move_in", "case").get(kind="insurance") for _ in range(2)]

    told = together(
        *(
            (who, lambda who=who, step=step: step.do(on=DAY, by=who.professional))
            for who, step in zip((world.leila, world.diane), steps, strict=True)
        )
    )

    assert [type(one) for one in refusals(told)] == [MoveRefused]
    with transaction.atomic():
        assert Event.objects.filter(action="moveinstep.done", record_id=steps[0].pk).count() == 1


def test_two_of_the_landlords_staff_raise_the_same_point(world):
    with transaction.atomic():
        case = _housed(world)

    told = together(
        *(
            (who, lambda who=who: raise_rental_point(case, "impaye", on=DAY, by=who.professional).pk)
            for who in (world.paul, world.sophie)
        )
    )

    assert refusals(told) == []
    with transaction.atomic():
        assert {RentalPoint.objects.get().pk} == set(told)
