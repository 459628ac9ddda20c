"""The wall in the database, tried as the real web login: what a side may not read is refused by PostgreSQL itself."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from accompaniment.models import Note
from households import wall
from households.models import Case, Event, Person, Referral, Transmission
from lodabord.kernel.actor import acting_as
from tests import factories

CONFIDENTIAL = [model for model in wall._our_models() if model._meta.app_label == "accompaniment"]
PRIVATE = [model for model in wall._our_models() if wall.is_private(model)]


@pytest.mark.django_db
def test_the_tests_run_as_the_serving_login(sql):
    assert sql("SELECT session_user") == [("lodabord_web",)]
    assert sql("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = session_user") == [(False, False)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model._meta.label)
def test_rows_are_filtered_and_filtering_is_forced(model, sql):
    rows = sql("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", [model._meta.db_table])

    assert rows == [(True, True)]


@pytest.mark.django_db
def test_without_an_actor_no_household_can_be_read(sql):
    with acting_as(None), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sql("SELECT count(*) FROM households_case")


@pytest.mark.parametrize("side", ["paul", "diane", "sophie", "karim", "emile", "camille", "admin"])
@pytest.mark.parametrize(
    "model", [model for model in CONFIDENTIAL if hasattr(model, "data_class")], ids=lambda model: model._meta.label
)
def test_what_the_association_writes_is_refused_to_the_others_by_the_database(side, model, cast, as_member, sql):
    outsider = getattr(cast, side)

    with pytest.raises(ProgrammingError, match="permission denied"), as_member(outsider):
        sql(f'SELECT * FROM "{model._meta.db_table}"')


def test_the_landlords_role_cannot_write_on_the_associations_side(case, paul, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(paul):
        sql("UPDATE accompaniment_visit SET report = ''")


def test_a_referral_that_never_reached_pre_cal_is_unknown_to_the_landlord(cast, as_member):
    waiting = factories.assessed_case(cast)

    for member in (cast.paul, cast.sophie, cast.diane, cast.karim):
        with as_member(member):
            assert Case.objects.count() == 0
            assert Person.objects.count() == 0
            assert Event.objects.count() == 0
    with as_member(cast.leila):
        assert Case.objects.get() == waiting


def test_the_allocation_officer_learns_the_identity_when_the_household_is_ready(cast, as_member):
    preparing = factories.preparing_case(cast)
    with as_member(cast.diane):
        assert Person.objects.count() == 0
    with as_member(cast.paul):
        assert Person.objects.get().household_id == preparing.household_id

    factories.ready_case(cast, last_name="Prete", on=date(2025, 1, 13))

    with as_member(cast.diane):
        assert [person.last_name for person in Person.objects.all()] == ["Prete"]


def test_another_association_reads_nothing(case, charlie, as_member):
    with as_member(charlie):
        assert Case.objects.count() == 0
        assert Person.objects.count() == 0
        assert Transmission.objects.count() == 0


def test_a_colleague_reads_only_her_own_when_the_team_does_not_share(case, cast, as_member):
    cast.agreement.team_reads_all = False
    cast.agreement.save()
    ines = type(cast.ines).objects.get(pk=cast.ines.pk)

    with as_member(ines):
        assert Case.objects.count() == 0
    with as_member(type(cast.leila).objects.get(pk=cast.leila.pk)):
        assert Case.objects.count() == 1


def test_the_prescriber_knows_how_far_it_went_and_no_more(cast, as_member, sql):
    with as_member(cast.camille):
        mine = factories.referred_case(cast, by=cast.camille.professional, from_prescriber=True)
        assert Referral.objects.visible_to(cast.camille).count() == 1
        assert sql("SELECT progress FROM households_case") == [("received",)]
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.camille):
        sql("SELECT state, referent_id FROM households_case")
    mine.classify(on=date(2025, 1, 9), reason="desistement", by=cast.leila.professional)
    with as_member(cast.camille):
        assert Person.objects.count() == 0


def test_reinforced_confidentiality_hides_where_they_live(case, cast, as_member, sql):
    Case.objects.filter(pk=case.pk).update(reinforced=True, landlord_contact=cast.sophie.professional)
    where = "SELECT count(*) FROM allocations_tenancy"

    for member, seen in [(cast.leila, 1), (cast.bruno, 1), (cast.sophie, 1), (cast.ines, 0), (cast.paul, 0)]:
        with as_member(member):
            assert sql(where) == [(seen,)], member


def test_nobody_rewrites_the_journal_nor_a_transmission(case, cast, as_member, sql):
    for statement in (
        "UPDATE households_event SET action = ''",
        "DELETE FROM households_event",
        "UPDATE households_transmission SET content = '{}'",
        "DELETE FROM households_transmission",
    ):
        for member in (cast.leila, cast.bruno, cast.paul):
            with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
                sql(statement)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql(statement)


def test_nobody_signs_an_event_for_another(case, cast, as_member):
    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.leila):
        Event.record(case, "case.forged", by=cast.bruno.professional, facts={})


def test_a_foreign_key_cannot_reach_over_the_wall(case, cast, as_member):
    """Foreign keys ignore row policies: the write itself is checked."""
    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.charlie):
        Note.objects.create(case=case, written_on=date(2025, 6, 1), text="x", created_by=cast.charlie.professional)


def test_the_association_never_records_a_cal_decision(case, bruno, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(bruno):
        sql("UPDATE allocations_calpresentation SET decision = 'd'")


def test_a_psychologists_note_is_hers_until_she_shares_it(case, cast, as_member):
    from accompaniment.models import PsychologistNote

    hers = factories.psychologist_note(cast, case)
    with as_member(cast.bruno):
        assert PsychologistNote.objects.count() == 0
    with as_member(cast.nour):
        assert PsychologistNote.objects.get() == hers
    PsychologistNote.objects.filter(pk=hers.pk).update(shared_with_team=True)
    with as_member(cast.leila):
        assert PsychologistNote.objects.count() == 1


def test_the_landlord_sees_of_visits_only_that_they_took_place(case, cast, as_member, sql):
    factories.visit(cast, case, on=date(2025, 5, 7))
    factories.visit(cast, case, on=date(2025, 5, 14), status="porte_close")

    with as_member(cast.paul):
        told = sql("SELECT visited_on, done FROM households_visitfact ORDER BY visited_on")
        actions = {event.action for event in Event.objects.all()}

    assert told == [(date(2025, 5, 7), True), (date(2025, 5, 14), False)]
    assert not {action for action in actions if action.startswith(("visit", "request", "note", "calnote"))}


def test_the_serving_login_owns_nothing_and_cannot_change_the_schema(db, sql):
    owned = sql(
        "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = 'lodabord_web')"
    )
    assert owned == [(0,)]
    with acting_as(None), pytest.raises(ProgrammingError), transaction.atomic():
        sql("ALTER TABLE households_case ADD COLUMN hole int")


@pytest.mark.django_db
def test_the_site_refuses_to_serve_as_a_superuser():
    superuser = {**connections["default"].settings_dict, "USER": "postgres"}
    dangerous = connections["default"].copy()
    dangerous.settings_dict = superuser

    with pytest.raises(ImproperlyConfigured, match="refuse de servir"):
        dangerous.connect()


def test_shares_of_a_year_sum_to_one_hundred(agreement, cast):
    from decimal import Decimal

    from lodabord.partners.models import FundingLine

    line = FundingLine(agreement=agreement, year=2025, funder=cast.paul.organisation, share=Decimal(40), amount=1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="totalisent"), transaction.atomic():
        line.save()


@pytest.mark.django_db
def test_funders_have_no_right_on_anything_about_a_household(sql):
    """Frozen, masked reports, the lists of words and one's own account: nothing else, whatever the page asks."""
    told = sql(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p') AND relnamespace = 'public'::regnamespace"
        " AND (has_table_privilege('lodabord_steering', oid, 'SELECT, INSERT, UPDATE, DELETE')"
        " OR has_any_column_privilege('lodabord_steering', oid, 'SELECT, INSERT, UPDATE'))"
    )
    theirs = {name for (name,) in told}
    about_households = {
        model._meta.db_table
        for model in wall._our_models()
        if hasattr(model, "data_class") or {"case", "household"} & {field.name for field in model._meta.get_fields()}
    }

    assert theirs & about_households == set()
    assert "reporting_funderedition" in theirs
    assert theirs & {"reporting_internaledition", "reporting_partneredition"} == set()
