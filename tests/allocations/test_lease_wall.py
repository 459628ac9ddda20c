"""Who reads and writes the new records: pages' own lists, then raw SQL in the role of each side."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accompaniment.models import PassedOn
from allocations.models import (
    ExaminationPeriod,
    LandlordRequest,
    LeaseNotice,
    MoveIn,
    MoveInStep,
    RentalPoint,
    RequestPlace,
    SlidingConvention,
    SlidingReview,
    StatusPeriod,
    raise_rental_point,
)
from households.models import Case, Event
from tests import factories
from tests.factories import lease as make

DAY = date(2025, 6, 2)
EVERYBODY = [
    "leila",
    "ines",
    "bruno",
    "nour",
    "charlie",
    "paul",
    "diane",
    "sophie",
    "karim",
    "emile",
    "camille",
    "admin",
]
TENANCY = {"leila", "ines", "bruno", "paul", "diane", "sophie"}
PROCESS = TENANCY | {"nour"}
DAILY = {"leila", "ines", "bruno", "nour", "paul", "sophie"}


@pytest.fixture
def agency(cast):
    return make.agency_of(cast)


@pytest.fixture
def world(cast, case, agency):
    """A housed household of one agency, one request to it, one point; Karim works there, on another household's report."""
    make.in_agency(case, agency)
    cast.karim = make.at_agency(cast.karim, agency)
    make.asked(cast, case, request=make.called(cast, case))
    raise_rental_point(case, "impaye", on=DAY, facts="Loyer de juin.", by=cast.sophie.professional)
    LeaseNotice.receive(make.lease_of(case), on=date(2025, 9, 1), months=1, by=cast.diane.professional)
    return case


def readers(model, cast, as_member, sql):
    """Those whom the page's list and the database both let read; the two must agree."""
    found = set()
    for name in EVERYBODY:
        member = getattr(cast, name)
        with as_member(member):
            listed = model.objects.visible_to(member).count()
        try:
            with as_member(member):
                stored = sql(f'SELECT count(*) FROM "{model._meta.db_table}"')[0][0]
        except ProgrammingError:
            stored = 0
        assert listed == stored, (model, name)
        if listed:
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (StatusPeriod, TENANCY),
        (LeaseNotice, TENANCY),
        (MoveIn, PROCESS),
        (MoveInStep, PROCESS),
        (LandlordRequest, DAILY | {"karim"}),
        (RequestPlace, DAILY | {"karim"}),
        (RentalPoint, DAILY),
        (PassedOn, {"leila", "ines", "bruno", "nour"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_record_has_its_readers_by_the_list_and_by_the_database(model, expected, world, cast, as_member, sql):
    assert readers(model, cast, as_member, sql) == expected


@pytest.mark.parametrize("model", [SlidingConvention, ExaminationPeriod, SlidingReview])
def test_a_sliding_lease_is_read_as_the_tenancy_is(model, cast, as_member, sql):
    make.sliding_lease(cast)

    assert readers(model, cast, as_member, sql) == TENANCY


@pytest.mark.parametrize("model", [StatusPeriod, SlidingConvention, ExaminationPeriod, SlidingReview, RequestPlace])
def test_reinforced_confidentiality_hides_all_that_tells_where(model, cast, as_member, sql):
    lease = make.sliding_lease(cast)
    Case.objects.filter(pk=lease.case_id).update(reinforced=True, landlord_contact=cast.sophie.professional)
    if model is RequestPlace:
        lease.case.refresh_from_db()
        request = make.asked(cast, lease.case, addressee="pole_social")
        RequestPlace.objects.create(case=lease.case, request=request, reference="BD-1", address="7 rue des Tests")
    expected = {"leila", "bruno", "sophie"}

    assert readers(model, cast, as_member, sql) == expected


def test_reinforced_confidentiality_does_not_stop_the_shared_list(world, cast, as_member, sql):
    Case.objects.filter(pk=world.pk).update(reinforced=True)

    assert readers(MoveInStep, cast, as_member, sql) == PROCESS


def test_an_officer_of_another_agency_or_of_none_reads_nothing(world, cast, as_member, sql):
    for elsewhere in (make.agency_of(cast, "Agence Canal"), None):
        karim = make.at_agency(cast.karim, elsewhere)
        for model in (LandlordRequest, RequestPlace):
            with as_member(karim):
                assert model.objects.visible_to(karim).count() == 0
                assert sql(f'SELECT count(*) FROM "{model._meta.db_table}"') == [(0,)]


def test_what_is_asked_of_the_social_team_is_not_the_agencys(world, cast, as_member, sql):
    make.asked(cast, world, kind="echeancier", addressee="pole_social")

    with as_member(cast.karim):
        assert sql("SELECT kind FROM allocations_landlordrequest") == [("panne",)]
    with as_member(cast.sophie):
        assert sql("SELECT count(*) FROM allocations_landlordrequest") == [(2,)]


def test_an_officer_of_the_same_agency_under_another_agreement_reads_nothing(world, cast, as_member, sql):
    cast.karim.agreement = cast.agreement_2
    cast.karim.save()
    karim = type(cast.karim).objects.get(pk=cast.karim.pk)

    with as_member(karim):
        assert sql("SELECT count(*) FROM allocations_landlordrequest") == [(0,)]


def test_the_agencys_officer_answers_without_ever_knowing_the_case(world, cast, as_member, sql):
    request = LandlordRequest.objects.get()
    with as_member(cast.karim):
        LandlordRequest.objects.get(pk=request.pk).take(on=DAY, by=cast.karim.professional)
        assert sql("SELECT count(*) FROM households_case") == [(0,)]
        assert sql("SELECT count(*) FROM households_person") == [(0,)]
        assert sql("SELECT count(*) FROM allocations_tenancy") == [(0,)]
        assert sql("SELECT count(*) FROM households_event") == [(0,)]

    event = Event.objects.get(action="landlordrequest.prise_en_charge")
    assert (event.by, event.case_id) == (cast.karim.professional, world.pk)
    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.karim):
        Event.record(world, "case.forged", by=cast.karim.professional, facts={})


def test_turned_reinforced_the_household_leaves_the_agencys_page(world, cast, as_member, sql):
    with as_member(cast.leila):
        Case.objects.filter(pk=world.pk).update(reinforced=True)
    with as_member(cast.karim):
        assert sql("SELECT count(*) FROM allocations_landlordrequest") == [(0,)]
        assert sql("SELECT count(*) FROM allocations_requestplace") == [(0,)]
    with as_member(cast.leila):
        Case.objects.filter(pk=world.pk).update(reinforced=False)
    with as_member(cast.karim):
        assert sql("SELECT count(*) FROM allocations_landlordrequest") == [(1,)]


@pytest.mark.parametrize("person", ["paul", "sophie", "karim"])
def test_the_landlord_answers_requests_and_never_writes_one(person, world, cast, as_member, sql):
    member = getattr(cast, person)
    for statement in (
        "INSERT INTO allocations_landlordrequest (id) VALUES (gen_random_uuid())",
        "DELETE FROM allocations_landlordrequest",
        "UPDATE allocations_requestplace SET address = ''",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            sql(statement)
    with pytest.raises(IntegrityError, match="ne change plus"), as_member(member):
        sql("UPDATE allocations_landlordrequest SET text = 'Autre'")


def test_the_allocation_officer_changes_no_request_she_cannot_read(world, diane, as_member, sql):
    with as_member(diane):
        sql("UPDATE allocations_landlordrequest SET answer = 'x'")

    assert LandlordRequest.objects.get().answer == ""


@pytest.mark.parametrize("person", ["paul", "diane", "sophie", "karim", "emile", "camille", "admin"])
def test_which_call_a_request_came_from_is_beyond_the_wall(person, world, cast, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
        sql("SELECT request_id FROM accompaniment_passedon")


def test_the_association_gives_its_opinion_and_writes_nothing_else_of_the_lease(cast, as_member, sql):
    make.sliding_lease(cast)
    with as_member(cast.leila):
        SlidingReview.objects.get().give_opinion(cast.leila, "bail")
    for table in ("statusperiod", "slidingconvention", "examinationperiod", "leasenotice"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.leila):
            sql(f"UPDATE allocations_{table} SET created_at = now()")


def test_a_household_unknown_to_the_landlord_has_no_list_it_can_read(cast, as_member, sql):
    hidden = factories.assessed_case(cast)
    MoveIn.objects.create(case=hidden)

    for member in (cast.paul, cast.diane, cast.sophie):
        with as_member(member):
            assert sql("SELECT count(*) FROM allocations_movein") == [(0,)]


def test_the_terms_of_steps_are_those_of_ones_own_agreement(cast, as_member, sql):
    from allocations.models import MoveInStepTerms

    MoveInStepTerms.objects.create(agreement=cast.agreement, kind_id="fsl", offset_days=-5)

    with as_member(cast.charlie):
        assert sql("SELECT count(*) FROM allocations_moveinstepterms") == [(0,)]
    with as_member(cast.paul), transaction.atomic():
        assert sql("SELECT count(*) FROM allocations_moveinstepterms") == [(1,)]
