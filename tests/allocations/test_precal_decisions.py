"""Deciding in session: versions, visas, quorum, places, closing, corrections, actions, the answer to the prescriber."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from allocations.answers import proposed_text, unanswered
from allocations.closing import close_session
from allocations.models import AgendaItem, DecidedAction, Meeting, PreCalDecision, PreCalRectification
from allocations.models.entry_decision import WrittenMeanwhile
from allocations.places import PlaceBook, Stay, count, rank_today
from households.models import Case, Event, PrescriberAnswer, RefusalReason
from households.stages import State
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from lodabord.partners.models import Terms
from tests import factories
from tests.factories import precal

NOW, ON = precal.NOW, precal.ON
LATER = datetime(2025, 1, 9, 9, tzinfo=factories.PARIS)


def motive():
    return RefusalReason.objects.filter(kind="precal").order_by("position").first()


def write(item, member, version, **told):
    return PreCalDecision.write(
        item, version=version, by=member.professional, at=NOW, **precal.content(**{"outcome": "retenu", **told})
    )


# --- two people writing --------------------------------------------------------------------------


def test_the_second_to_write_reads_the_first_and_loses_nothing(cast):
    item = precal.inscribed(cast)
    write(item, cast.bruno, 0, conditions="Avis d'imposition")

    with pytest.raises(WrittenMeanwhile) as met:
        write(item, cast.paul, 0, conditions="Sans condition")

    assert (met.value.theirs.conditions, met.value.theirs.written_by) == ("Avis d'imposition", cast.bruno.professional)
    again = write(item, cast.paul, 1, conditions="Sans condition")
    assert (again.version, again.conditions, again.written_by) == (2, "Sans condition", cast.paul.professional)


def test_twice_the_same_text_is_not_a_conflict(cast):
    item = precal.inscribed(cast)
    write(item, cast.bruno, 0)

    assert write(item, cast.paul, 0).version == 1


def test_rewriting_takes_the_visas_back_and_a_visa_binds_to_what_was_read(cast):
    decision = precal.written(cast)
    decision.give_visa(cast.paul, at=NOW, version=1)
    write(decision.item, cast.bruno, 1, conditions="Autre texte")
    decision = PreCalDecision.objects.get(pk=decision.pk)

    assert decision.landlord_visa_by is None
    with pytest.raises(MoveRefused, match="a changé depuis"):
        decision.give_visa(cast.paul, at=NOW, version=1)
    decision.give_visa(cast.paul, at=NOW, version=2)
    assert decision.landlord_visa_at == NOW


def test_in_force_a_decision_is_not_rewritten(cast):
    decision = precal.signed(cast, precal.written(cast))

    with pytest.raises(MoveRefused, match="passez par une rectification"):
        write(decision.item, cast.bruno, 1, outcome="desistement")
    assert decision.item.state == AgendaItem.State.DECIDED


@pytest.mark.parametrize("on", [date(2025, 1, 7), date(2025, 1, 6)])
def test_a_deferral_looks_forward(on, cast):
    with pytest.raises(MoveRefused, match="après cette séance"):
        write(precal.inscribed(cast), cast.bruno, 0, outcome="ajourne", missing_element="Avis", reexamine_on=on)


def test_no_visa_before_the_day_of_the_session(cast):
    decision = precal.written(cast)

    with pytest.raises(MoveRefused, match="a lieu le 07/01/2025"):
        decision.give_visa(cast.paul, at=NOW - timedelta(days=1))


# --- quorum --------------------------------------------------------------------------------------


def with_quorum(cast):
    Terms.objects.filter(agreement=cast.agreement).update(precal_quorum=True)
    return Meeting.objects.get(pk=precal.invited_session(cast).pk)


def test_off_by_default_two_visas_suffice(cast):
    precal.signed(cast, precal.written(cast))
    session = precal.held(cast, factories.session(cast), cast.bruno)

    close_session(session, at=NOW, by=cast.paul.professional)

    assert session.closed_at == NOW


@pytest.mark.parametrize("came", ["bruno", "paul"])
def test_with_a_quorum_one_partner_alone_decides_nothing(came, cast):
    session = with_quorum(cast)
    decision = precal.written(cast, precal.inscribed(cast, session))
    precal.held(cast, session, getattr(cast, came))

    with pytest.raises(MoveRefused, match="demande la présence des deux partenaires"):
        decision.give_visa(cast.paul, at=NOW)
    with pytest.raises(MoveRefused, match="demande la présence des deux partenaires"):
        close_session(session, at=NOW, by=cast.paul.professional, leave_unexamined=True)

    precal.held(cast, session, cast.bruno, cast.paul)
    precal.signed(cast, decision)
    close_session(session, at=NOW, by=cast.paul.professional)
    assert decision.case.state == State.PRECAL_ACCEPTED


# --- places --------------------------------------------------------------------------------------

DAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("stay", "taken", "retained"),
    [
        (Stay(date(2025, 1, 7), None, None), 0, 1),
        (Stay(date(2025, 1, 7), date(2025, 3, 1), None), 1, 0),
        (Stay(date(2025, 1, 7), date(2025, 3, 2), None), 0, 1),
        (Stay(date(2025, 1, 7), date(2025, 2, 1), date(2025, 3, 1)), 0, 0),
        (Stay(date(2025, 1, 7), date(2025, 2, 1), date(2025, 3, 2)), 1, 0),
        (Stay(date(2025, 3, 2), None, None), 0, 0),
        (Stay(date(2025, 1, 7), None, date(2025, 2, 1)), 0, 0),
        (Stay(None, date(2024, 2, 1), None), 1, 0),
    ],
)
def test_what_a_household_occupies_on_a_day(stay, taken, retained):
    places = count([stay], DAY, 16)

    assert (places.taken, places.retained) == (taken, retained)


def test_the_places_of_a_past_session_are_those_of_that_day_and_of_a_coming_one_those_of_today(cast):
    factories.preparing_case(cast, on=date(2025, 1, 13))
    book = PlaceBook(cast.agreement, today=date(2025, 2, 1))

    told = {day: (book.on(day).taken, book.on(day).retained) for day in (date(2025, 1, 10), date(2025, 6, 1))}

    assert told == {date(2025, 1, 10): (0, 1), date(2025, 6, 1): (1, 0)}


def test_the_capacity_is_the_one_in_force_that_day(cast):
    Terms.objects.create(agreement=cast.agreement, applies_from=date(2025, 7, 1), capacity_access=20)
    book = PlaceBook(cast.agreement, today=date(2025, 2, 1))

    assert (book.on(date(2025, 6, 30)).capacity, book.on(date(2025, 7, 1)).capacity) == (16, 20)


def test_beyond_the_places_retained_is_a_place_on_the_waiting_list(cast):
    precal.fill_places(cast, 15)
    session = factories.session(cast)
    first, second, third = (
        precal.signed(cast, precal.written(cast, precal.inscribed(cast, session, number))) for number in (1, 2, 3)
    )

    assert [one.waiting_rank for one in (first, second, third)] == [None, 1, 2]
    assert second.told == "Retenu, en attente de place (rang 1)"
    assert [one.case.state for one in (first, second, third)] == [State.PRECAL_ACCEPTED] * 3
    assert [rank_today(one.case, ON) for one in (first, second, third)] == [None, 1, 2]


def test_a_place_that_comes_free_moves_the_list(cast):
    precal.fill_places(cast, 16)
    waiting = precal.signed(cast, precal.written(cast))
    assert rank_today(waiting.case, ON) == 1

    Case.objects.filter(state="preparation").first().close(on=ON, label="Fin", by=cast.bruno.professional)

    assert rank_today(waiting.case, date(2025, 1, 8)) is None
    assert PreCalDecision.objects.get(pk=waiting.pk).waiting_rank == 1


# --- closing -------------------------------------------------------------------------------------


def closed(cast, *numbers_unsigned):
    """A closed session with one decision in force."""
    session = precal.invited_session(cast)
    decision = precal.signed(cast, precal.written(cast, precal.inscribed(cast, session)))
    for number in numbers_unsigned:
        precal.written(cast, precal.inscribed(cast, session, number))
    precal.held(cast, session)
    close_session(session, at=NOW, by=cast.paul.professional, leave_unexamined=True)
    return PreCalDecision.objects.get(pk=decision.pk)


def test_a_session_closes_once_its_attendance_is_noted(cast):
    session = precal.invited_session(cast)
    with pytest.raises(MoveRefused, match="présences"):
        close_session(session, at=NOW, by=cast.paul.professional)
    precal.held(cast, session)
    close_session(session, at=NOW, by=cast.paul.professional)

    assert (session.closed_at, session.closed_by) == (NOW, cast.paul.professional)
    with pytest.raises(MoveRefused, match="est close"):
        close_session(session, at=NOW, by=cast.bruno.professional)


def test_without_both_visas_a_point_is_left_unexamined_on_purpose_and_waits_again(cast):
    from allocations.agenda import waiting_candidatures

    session = precal.invited_session(cast)
    half = precal.written(cast, precal.inscribed(cast, session))
    half.give_visa(cast.paul, at=NOW)
    precal.held(cast, session)

    with pytest.raises(MoveRefused, match=half.case.household.code):
        close_session(session, at=NOW, by=cast.paul.professional)
    close_session(session, at=NOW, by=cast.paul.professional, leave_unexamined=True)

    half = PreCalDecision.objects.get(pk=half.pk)
    assert (half.item.state, half.effective_at, half.case.state) == ("not_examined", None, State.PRECAL_QUEUE)
    assert [one.case for one in waiting_candidatures(cast.bruno, cast.agreement)] == [half.case]
    with pytest.raises(MoveRefused, match="est close"):
        half.give_visa(cast.bruno, at=LATER)


@pytest.mark.parametrize("person", ["bruno", "leila", "paul", "sophie"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE allocations_precaldecision SET conditions = 'autre'",
        "UPDATE allocations_precaldecision SET locked_at = NULL",
        "UPDATE allocations_precaldecision SET outcome = 'desistement', version = version + 1",
        "DELETE FROM allocations_precaldecision",
        "UPDATE allocations_agendaitem SET proposal = 'autre'",
        "DELETE FROM allocations_agendaitem",
        "UPDATE allocations_attendance SET present = NOT present",
        "DELETE FROM allocations_attendance",
        "UPDATE allocations_meeting SET closed_at = NULL",
        "UPDATE allocations_meeting SET \"on\" = '2025-01-08'",
    ],
)
def test_the_database_itself_locks_a_closed_session(statement, person, cast, as_member, sql):
    closed(cast)

    with (
        pytest.raises(IntegrityError, match="séance est close") as refused,
        as_member(getattr(cast, person)),
    ):
        sql(statement)

    assert "passez par une rectification" in sentence(refused.value).lower()


def test_nor_may_a_point_or_a_decision_slip_into_it_afterwards(cast, as_member):
    decision = closed(cast, 2)
    late = precal.waiting_case(cast, 9)
    with pytest.raises(IntegrityError, match="séance est close"), transaction.atomic():
        AgendaItem.objects.create(case=late, meeting=decision.session, position=9)
    bare = AgendaItem.objects.get(state="not_examined")
    PreCalDecision.objects.filter(item=bare).delete()
    with pytest.raises(IntegrityError, match="séance est close"), transaction.atomic():
        PreCalDecision.objects.create(case=bare.case, item=bare, outcome="retenu")


def test_that_the_person_was_told_may_still_be_noted(cast, as_member):
    decision = closed(cast)

    with as_member(cast.leila):
        decision.inform_person(on=date(2025, 1, 8), by=cast.leila.professional)

    assert PreCalDecision.objects.get(pk=decision.pk).person_informed_on == date(2025, 1, 8)


@pytest.mark.parametrize(
    ("person", "column", "signer"),
    [
        ("bruno", "landlord_visa_by_id", "paul"),
        ("paul", "association_visa_by_id", "bruno"),
        ("leila", "association_visa_by_id", "leila"),
        ("sophie", "landlord_visa_by_id", "sophie"),
        ("bruno", "landlord_visa_by_id", "bruno"),
    ],
)
def test_the_database_lets_nobody_sign_for_another(person, column, signer, cast, as_member, sql):
    precal.written(cast)
    signature = str(getattr(cast, signer).professional_id)

    with pytest.raises(IntegrityError) as refused, as_member(getattr(cast, person)):
        sql(f"UPDATE allocations_precaldecision SET {column} = %s", [signature])

    assert "son propre visa" in sentence(refused.value)


def test_each_signs_as_herself(cast, as_member):
    decision = precal.written(cast)
    for member in (cast.paul, cast.bruno):
        with as_member(member):
            PreCalDecision.objects.get(pk=decision.pk).give_visa(member, at=NOW)

    assert PreCalDecision.objects.get(pk=decision.pk).effective_at == NOW


# --- corrections ---------------------------------------------------------------------------------


def correct(cast, decision, *, sign=True, **told):
    made = PreCalRectification.open(
        decision, why="Élément connu après la séance", by=cast.bruno.professional, at=LATER, **precal.content(**told)
    )
    return precal.signed(cast, made, at=LATER) if sign else made


def case_of(decision):
    return Case.objects.get(pk=decision.case_id)


def test_a_correction_waits_for_both_visas_and_leaves_the_decision_as_it_was(cast):
    decision = closed(cast)

    made = correct(cast, decision, sign=False, outcome="non_retenu", reason=motive())
    assert (case_of(decision).state, made.changes[0]) == (
        State.PRECAL_ACCEPTED, ("Décision", "Retenu", "Non retenu"),
    )  # fmt: skip
    precal.signed(cast, made, at=LATER)

    kept, case = PreCalDecision.objects.get(pk=decision.pk), case_of(decision)
    assert (kept.outcome, kept.in_force.outcome) == ("retenu", "non_retenu")
    assert (case.state, case.closing_reason, case.precal_accepted_on) == (State.CLOSED, "non_retenu", None)
    assert case.closed_on == LATER.date()


@pytest.mark.parametrize(
    ("before", "after", "reaches"),
    [
        ({"outcome": "retenu"}, {"outcome": "desistement"}, State.CLOSED),
        (
            {"outcome": "retenu"},
            {"outcome": "ajourne", "missing_element": "Avis", "reexamine_on": date(2025, 2, 4)},
            State.PRECAL_DEFERRED,
        ),
        ({"outcome": "desistement"}, {"outcome": "retenu"}, State.PRECAL_ACCEPTED),
        ({"outcome": "desistement"}, {"outcome": "reoriente", "destination": "Pension de famille"}, State.CLOSED),
        (
            {"outcome": "ajourne", "missing_element": "Avis", "reexamine_on": date(2025, 2, 4)},
            {"outcome": "retenu"},
            State.PRECAL_ACCEPTED,
        ),
    ],
)
def test_the_case_follows_the_correction(before, after, reaches, cast):
    decision = precal.signed(cast, precal.written(cast, **before))

    correct(cast, decision, **after)

    assert case_of(decision).state == reaches
    actions = [event.action for event in Event.objects.filter(case=decision.case_id, at__isnull=False)]
    assert "precalrectification.written" in actions


def test_what_is_counted_is_what_holds_after_the_correction(cast):
    from reporting.reading import read

    decision = precal.signed(cast, precal.written(cast))
    correct(cast, decision, outcome="desistement")

    (told,) = read(cast.agreement).cases

    assert [(one.on, one.outcome) for one in told.examinations] == [(ON, "desistement")]


def test_too_late_is_said_with_the_way_out(cast):
    case = factories.preparing_case(cast)
    decision = PreCalDecision.objects.get(case=case)

    with pytest.raises(MoveRefused, match=r"a commencé le 13/01/2025.*fin d'accompagnement"):
        correct(cast, decision, outcome="desistement")

    same = correct(cast, decision, outcome="retenu", conditions="Suivi budgétaire")
    assert (same.effective_at, case_of(decision).state) == (LATER, State.PREPARATION)


def test_too_late_between_the_two_visas_leaves_the_correction_without_effect(cast):
    from accompaniment import conduct

    case = factories.retained_case(cast)
    made = correct(cast, PreCalDecision.objects.get(case=case), sign=False, outcome="desistement")
    made.give_visa(cast.paul, at=LATER)
    on = date(2025, 1, 13)
    conduct.sign_and_begin_preparation(case, signed_on=on, on=on, objectives="", by=cast.leila.professional)

    with pytest.raises(MoveRefused, match="a commencé"):
        PreCalRectification.objects.get(pk=made.pk).give_visa(cast.bruno, at=LATER)

    assert PreCalRectification.objects.get(pk=made.pk).effective_at is None
    made.abandon(at=LATER, by=cast.bruno.professional)
    with pytest.raises(MoveRefused, match="abandonnée"):
        PreCalRectification.objects.get(pk=made.pk).give_visa(cast.bruno, at=LATER)


def test_a_later_examination_is_where_it_is_corrected(cast):
    put_off = precal.written(cast, outcome="ajourne", missing_element="Avis", reexamine_on=date(2025, 1, 21))
    precal.signed(cast, put_off)
    again = precal.later_session(cast, date(2025, 1, 21))
    item = again.inscribe(case_of(put_off), on=date(2025, 1, 14), by=cast.leila.professional)

    with pytest.raises(MoveRefused, match="inscrit à la séance du 21/01/2025"):
        correct(cast, put_off, outcome="retenu")
    precal.signed(cast, precal.written(cast, item), at=datetime(2025, 1, 21, 10, tzinfo=factories.PARIS))
    with pytest.raises(MoveRefused, match="plus récente existe"):
        correct(cast, put_off, outcome="desistement")


def test_a_correction_changes_something_and_one_waits_at_a_time(cast):
    decision = closed(cast)
    with pytest.raises(MoveRefused, match="Rien ne change"):
        correct(cast, decision, outcome="retenu")
    with pytest.raises(MoveRefused, match="pas encore pris effet"):
        correct(
            cast,
            precal.written(cast, precal.inscribed(cast, precal.later_session(cast, LATER.date()), 7)),
            outcome="retenu",
        )
    correct(cast, decision, sign=False, outcome="desistement")

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        correct(cast, decision, sign=False, outcome="retenu", conditions="x")

    assert "attend déjà ses visas" in sentence(refused.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"why": ""}, "indique son motif"),
        ({"effective_at": LATER}, "visa des deux partenaires"),
        ({"outcome": "non_retenu", "reason": None}, "choisi dans la liste convenue"),
        ({"outcome": "ajourne"}, "élément manquant"),
        ({"outcome": "reoriente"}, "vers qui"),
    ],
)
def test_a_correction_says_what_a_decision_says(changes, told, cast):
    made = correct(cast, closed(cast), sign=False, outcome="desistement")

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        PreCalRectification.objects.filter(pk=made.pk).update(**changes)

    assert told in sentence(refused.value)


@pytest.mark.parametrize("person", ["bruno", "paul"])
def test_in_force_a_correction_is_locked_by_the_database(person, cast, as_member, sql):
    correct(cast, closed(cast), outcome="desistement")

    with pytest.raises(IntegrityError, match="séance est close"), as_member(getattr(cast, person)):
        sql("UPDATE allocations_precalrectification SET why = 'autre'")


# --- actions -------------------------------------------------------------------------------------


def act(cast, item, **told):
    details = {"what": "Envoyer la liste", "side": "landlord", "due_on": date(2025, 1, 20), **told}
    return DecidedAction.decide(item, by=cast.bruno.professional, **details)


def test_an_action_is_followed_until_it_is_done_and_comes_back_on_the_next_agenda(cast):
    action = act(cast, precal.inscribed(cast))
    following = precal.later_session(cast, date(2025, 1, 21))

    assert list(DecidedAction.objects.to_do().decided_before(following)) == [action]
    assert action.is_late(date(2025, 1, 21))
    assert not action.is_late(date(2025, 1, 20))
    action.do(on=date(2025, 1, 20), by=cast.sophie.professional)

    assert list(DecidedAction.objects.to_do().decided_before(following)) == []
    with pytest.raises(MoveRefused, match="déjà notée"):
        DecidedAction.objects.get(pk=action.pk).do(on=date(2025, 1, 21), by=cast.paul.professional)


def test_an_action_is_expected_of_its_person_else_of_her_side(cast):
    item = precal.inscribed(cast)
    sides = act(cast, item)
    hers = act(cast, item, what="Appeler", side="association", responsible=cast.leila.professional)

    def expected(member):
        return set(DecidedAction.objects.expected_of(member))

    assert [expected(one) for one in (cast.paul, cast.sophie, cast.leila, cast.bruno)] == [
        {sides},
        {sides},
        {hers},
        set(),
    ]


def test_a_closed_session_takes_no_more_action(cast):
    with pytest.raises(MoveRefused, match="est close"):
        act(cast, closed(cast).item)


@pytest.mark.parametrize(("changes", "told"), [({"done_on": ON}, "date et son auteur"), ({"what": ""}, "ce qu'il y a")])
def test_an_action_keeps_its_rules(changes, told, cast):
    action = act(cast, precal.inscribed(cast))

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        DecidedAction.objects.filter(pk=action.pk).update(**changes)

    assert told in sentence(refused.value)


# --- the answer to the prescriber ----------------------------------------------------------------


def referred_by_camille(cast):
    case = factories.referred_case(cast, by=cast.camille.professional, from_prescriber=True)
    case.take_charge(on=case.opened_on, by=cast.leila.professional)
    case.conclude_prediagnosis(on=date(2025, 1, 4), by=cast.leila.professional)
    item = factories.session(cast).inscribe(case, on=date(2025, 1, 6), by=cast.leila.professional)
    return precal.signed(cast, precal.written(cast, item, outcome="non_retenu", reason=motive()))


def answer(cast, decision, **told):
    return PrescriberAnswer.give(
        decision.case, outcome="not_retained", reason="CANARI-réponse", on=date(2025, 1, 8),
        by=cast.bruno.professional, about=decision.pk, **told,
    )  # fmt: skip


def test_the_prescriber_reads_the_answer_even_once_identity_is_closed_to_it(cast, as_member, sql):
    decision = referred_by_camille(cast)
    with as_member(cast.bruno):
        answer(cast, decision)

    with as_member(cast.camille):
        assert [one.reason for one in PrescriberAnswer.objects.visible_to(cast.camille)] == ["CANARI-réponse"]
        assert sql("SELECT reason FROM households_prescriberanswer") == [("CANARI-réponse",)]
        assert sql("SELECT count(*) FROM households_person") == [(0,)]
        assert sql("SELECT count(*) FROM households_household") == [(0,)]


@pytest.mark.parametrize(
    "table", ["precaldecision", "precalrectification", "decidedaction", "agendaitem", "meeting", "distribution"]
)
def test_nothing_else_of_the_pre_cal_opens_to_the_prescriber(table, cast, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.camille):
        sql(f"SELECT * FROM allocations_{table}")


def test_another_prescriber_reads_nothing(cast, as_member, sql):
    from lodabord.partners.models import Membership, Professional

    answer(cast, referred_by_camille(cast))
    other = Membership.objects.create(
        professional=Professional.objects.create_user("ondine@demo.test", first_name="Ondine"),
        organisation=cast.camille.organisation, role="prescriber", agreement=cast.agreement, starts_on=date(2025, 1, 1),
    )  # fmt: skip

    with as_member(other):
        assert sql("SELECT count(*) FROM households_prescriberanswer") == [(0,)]
        assert PrescriberAnswer.objects.visible_to(other).count() == 0


@pytest.mark.parametrize("person", ["paul", "sophie", "diane", "karim", "emile", "admin"])
def test_the_answer_is_between_the_association_and_the_prescriber(person, cast, as_member, sql):
    answer(cast, referred_by_camille(cast))

    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
        sql("SELECT * FROM households_prescriberanswer")


def test_the_prescriber_writes_none_and_nobody_rewrites_one(cast, as_member, sql):
    decision = referred_by_camille(cast)
    answer(cast, decision)
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.camille):
        sql("INSERT INTO households_prescriberanswer (id) VALUES (gen_random_uuid())")
    for statement in ("UPDATE households_prescriberanswer SET reason = ''", "DELETE FROM households_prescriberanswer"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.bruno):
            sql(statement)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        answer(cast, decision)
    assert "déjà été faite" in sentence(refused.value)


def test_the_text_proposed_keeps_conditions_between_partners(cast):
    decision = referred_by_camille(cast)

    told = proposed_text(decision)

    assert told == f"La candidature n'est pas retenue : {motive()}. La demande de logement social reste active."
    kept = PreCalDecision(outcome="retenu", conditions="CONFIDENTIEL", waiting_rank=2)
    assert "CONFIDENTIEL" not in proposed_text(kept)
    assert "en attente de place" in proposed_text(kept)


def test_a_corrected_decision_is_to_be_answered_again(cast):
    decision = referred_by_camille(cast)
    item = decision.item
    assert [one for one, _ in unanswered([item])] == [item]
    answer(cast, decision)
    assert unanswered([AgendaItem.objects.get(pk=item.pk)]) == []

    correct(cast, decision, outcome="retenu")

    assert len(unanswered([AgendaItem.objects.get(pk=item.pk)])) == 1
