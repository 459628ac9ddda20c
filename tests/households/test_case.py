"""The case: its moves, its clocks, its places."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accompaniment import conduct
from households.models import Assignment, Case, Event, HousingRequest, SkippedStage, assign, places_taken
from households.stages import MOVES, ORDER, State, Track
from households.stateful import MoveRefused
from tests import factories


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_every_stage_can_be_reached_and_left():
    for track, moves in MOVES.items():
        reached = {to for ways in moves.values() for to in ways} | {ORDER[track][0]}
        assert reached == set(moves)
        assert all(moves.values())


def test_two_colleagues_moving_at_once_leave_one_move(cast, leila):
    case = factories.referred_case(cast)
    stale = Case.objects.get(pk=case.pk)
    case.take_charge(on=date(2025, 1, 3), by=leila.professional)

    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.take_charge(on=date(2025, 1, 3), by=leila.professional)
    assert Event.objects.filter(case=case, action="case.prediagnosis").count() == 1


def test_each_move_leaves_who_and_when(cast, leila):
    case = factories.referred_case(cast)
    case.take_charge(on=date(2025, 1, 3), by=leila.professional)

    event = Event.objects.get(case=case, action="case.prediagnosis")
    assert (event.by, event.facts["from"]) == (leila.professional, "orientation_received")


def test_a_move_out_of_the_table_is_refused(cast, leila):
    case = factories.referred_case(cast)

    with pytest.raises(MoveRefused, match="déjà à l'étape « Orientation reçue »"):
        case.retain(on=date(2025, 1, 3), by=leila.professional)


def test_dates_follow_one_another_or_say_why(cast):
    case = factories.preparing_case(cast)

    with refused("case_clocks_in_order"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(prep_ended_on=date(2025, 1, 1))
    Case.objects.filter(pk=case.pk).update(prep_ended_on=date(2025, 1, 1), order_exception="Saisie tardive")


def test_one_open_case_per_household_and_agreement(cast):
    case = factories.referred_case(cast)

    with refused("case_one_open_per_household_and_agreement"), transaction.atomic():
        Case.objects.create(
            household=case.household,
            agreement=case.agreement,
            track="access",
            state="prediagnosis",
            opened_on=case.opened_on,
        )


def test_one_referent_at_a_time(cast, leila, ines, bruno):
    case = factories.retained_case(cast)
    with refused("assignment_one_at_a_time"), transaction.atomic():
        Assignment.objects.create(
            case=case, capacity="referent", professional=ines.professional, starts_on=date(2025, 2, 1)
        )

    assign(case, "referent", ines.professional, on=date(2025, 2, 1), by=bruno.professional)

    held = Assignment.objects.filter(case=case, capacity="referent").values_list("professional__first_name", "ends_on")
    assert list(held) == [("Leila", date(2025, 2, 1)), ("Ines", None)]
    assert Case.objects.get(pk=case.pk).referent == ines.professional


def test_a_preparation_needs_a_referent_and_a_signed_contract(cast, leila):
    case = factories.retained_case(cast)
    with pytest.raises(MoveRefused, match="se signe au plus tard"):
        case.begin_preparation(
            contract_signed_on=date(2025, 1, 20),
            on=date(2025, 1, 13),
            planned_end=date(2025, 4, 13),
            by=leila.professional,
        )
    Case.objects.filter(pk=case.pk).update(referent=None)
    case.refresh_from_db()
    with pytest.raises(MoveRefused, match="référent unique"):
        conduct.sign_and_begin_preparation(
            case, signed_on=date(2025, 1, 13), on=date(2025, 1, 13), objectives="", by=leila.professional
        )


def test_the_seventeenth_place_cannot_be_given(cast, leila):
    cast.agreement.terms.update(capacity_access=1)
    factories.preparing_case(cast)
    second = factories.retained_case(cast, last_name="Suivante")

    with pytest.raises(MoveRefused, match="Les 1 places du volet « Accès » sont prises"):
        conduct.sign_and_begin_preparation(
            second, signed_on=date(2025, 1, 13), on=date(2025, 1, 13), objectives="", by=leila.professional
        )
    assert places_taken(cast.agreement, "access") == 1
    assert Case.objects.get(pk=second.pk).state == State.PRECAL_ACCEPTED


def test_the_planned_end_is_three_months_and_an_extension_leaves_it(cast, bruno):
    case = factories.preparing_case(cast)

    by = bruno.professional
    conduct.extend_preparation(case, until=date(2025, 5, 13), reason="Droits en cours", on=date(2025, 4, 1), by=by)

    case.refresh_from_db()
    measure = case.measures.get()
    assert case.prep_planned_end == measure.planned_end == date(2025, 4, 13)
    assert measure.expected_end == date(2025, 5, 13)


def test_a_closing_says_why_and_when(cast):
    case = factories.referred_case(cast)

    with refused("case_closing_says_why"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="closed", closed_on=date(2025, 1, 5))
    with refused("case_closed_with_its_date"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="closed", closing_reason="desistement")


def test_the_head_may_skip_a_stage_with_a_reason(cast, bruno):
    case = factories.referred_case(cast)
    with pytest.raises(MoveRefused, match="indique son motif"):
        case.skip_to("precal_accepted", on=date(2025, 1, 3), reason=" ", by=bruno.professional)

    case.skip_to(
        "precal_accepted", on=date(2025, 1, 3), reason="Expulsion demain", by=bruno.professional,
        precal_accepted_on=date(2025, 1, 3),
    )  # fmt: skip

    skipped = SkippedStage.objects.get(case=case)
    assert (skipped.from_state, skipped.to_state) == ("orientation_received", "precal_accepted")
    with pytest.raises(MoveRefused, match="plus avancée"):
        case.skip_to("prediagnosis", on=date(2025, 1, 4), reason="x", by=bruno.professional)


def test_a_closed_accompaniment_reopens_within_twelve_months(cast, bruno):
    case = factories.housed_case(cast)
    case.close(on=date(2025, 6, 1), label="Objectifs atteints", by=bruno.professional)
    with pytest.raises(MoveRefused, match="douze mois"):
        case.reopen(on=date(2026, 6, 3), by=bruno.professional)

    case.reopen(on=date(2025, 9, 1), by=bruno.professional)

    assert (case.state, case.closed_on) == (State.FOLLOW_UP, None)


@pytest.mark.parametrize(
    ("expires", "status"),
    [(date(2026, 12, 1), "active"), (date(2026, 4, 1), "to_renew"), (date(2026, 3, 1), "expired"), (None, "active")],
)
def test_a_housing_request_lives_one_year_at_a_time(expires, status):
    request = HousingRequest(number="059012600001GDEMO1", expires_on=expires)

    assert request.status_on(date(2026, 3, 11)) == status


def test_an_unusual_number_is_kept_and_said(cast):
    case = factories.referred_case(cast)
    request = HousingRequest.objects.create(household=case.household, number=" 59-12 ")

    assert (request.number, request.number_looks_unusual) == ("59-12", True)


def test_what_a_prescriber_is_told_follows_the_stage(cast, leila):
    case = factories.referred_case(cast)
    told = [case.progress]
    case.take_charge(on=case.opened_on + timedelta(days=1), by=leila.professional)
    told.append(Case.objects.get(pk=case.pk).progress)
    case.classify(on=case.opened_on + timedelta(days=2), reason="reorientation", by=leila.professional)
    told.append(Case.objects.get(pk=case.pk).progress)

    assert told == ["received", "in_progress", "not_retained"]
    assert Track.ACCESS in ORDER
