"""Pré-CAL, the five decisions of the CAL, offers: each rule of the law with its French sentence."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from allocations.models import (
    ArbitrationDecision,
    ArrearsSnapshot,
    CalPresentation,
    Meeting,
    Offer,
    PreCalDecision,
    Tenancy,
)
from households.models import HousingRequest, RefusalReason
from households.stages import State
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests import factories

NOW = datetime(2025, 1, 7, 10, tzinfo=factories.PARIS)


@pytest.fixture
def decision(cast):
    case = factories.assessed_case(cast)
    item = factories.session(cast).inscribe(case, on=date(2025, 1, 6), by=cast.leila.professional)
    return PreCalDecision.objects.create(case=case, item=item, outcome="retenu")


def breaks(sentence_told, act):
    """The database refuses, and its refusal reads as this."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert sentence_told in sentence(refused.value)


def motive(kind):
    return RefusalReason.objects.filter(kind=kind).first()


def test_a_decision_takes_effect_with_the_second_visa(decision, cast):
    decision.give_visa(cast.paul, at=NOW)
    assert decision.effective_at is None
    decision.give_visa(cast.bruno, at=NOW)

    assert decision.effective_at == NOW
    assert decision.case.state == State.PRECAL_ACCEPTED


def test_a_visa_binds_only_from_whom_it_must(decision, cast):
    with pytest.raises(MoveRefused, match="cheffe de service"):
        decision.give_visa(cast.leila, at=NOW)
    decision.give_visa(cast.paul, at=NOW)
    with pytest.raises(MoveRefused, match="déjà donné"):
        decision.give_visa(cast.paul, at=NOW)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"outcome": "ajourne"}, "élément manquant"),
        ({"outcome": "non_retenu"}, "indique son motif"),
        ({"outcome": "reoriente"}, "vers qui"),
        ({"effective_at": NOW}, "visa des deux partenaires"),
        ({"outcome": "peut_etre"}, "contredit"),
    ],
)
def test_a_decision_says_what_it_must(decision, changes, told):
    breaks(told, lambda: PreCalDecision.objects.filter(pk=decision.pk).update(**changes))


def test_a_household_is_examined_once_per_session(decision, cast):
    meeting = decision.item.meeting
    breaks("déjà à l'ordre du jour", lambda: meeting.items.create(case=decision.case, position=2))


def test_a_cancelled_session_says_why_and_gives_its_candidates_back(cast):
    case = factories.assessed_case(cast)
    meeting = factories.session(cast)
    meeting.inscribe(case, on=date(2025, 1, 6), by=cast.leila.professional)
    breaks("indique son motif", lambda: Meeting.objects.filter(pk=meeting.pk).update(state="cancelled"))

    meeting.cancel(reason="Fermeture")

    assert [item.state for item in meeting.items.all()] == ["not_examined"]
    assert meeting.items.inscribed().count() == 0
    with pytest.raises(MoveRefused, match="déjà annulée"):
        meeting.hold()


def test_no_cal_without_a_number_in_force_nor_a_note(cast):
    case = factories.ready_case(cast)
    HousingRequest.objects.filter(household=case.household).update(expires_on=date(2025, 4, 1))
    case = type(case).objects.get(pk=case.pk)

    with pytest.raises(MoveRefused, match="L441-2-1"):
        CalPresentation.schedule(
            case,
            cal_on=date(2025, 4, 17),
            on=date(2025, 4, 14),
            dwelling=None,
            quota="unknown",
            by=cast.diane.professional,
        )


@pytest.fixture
def passage(cast):
    return factories.presented_case(cast)


@pytest.mark.parametrize(
    ("decision", "details", "told"),
    [
        ("b", {"candidates_count": 3}, "rang accompagne"),
        ("a", {"rank": 1, "candidates_count": 3}, "rang accompagne"),
        ("c", {"candidates_count": 3}, "condition suspensive"),
        ("a", {"candidates_count": 3, "condition_document": "Avis d'imposition"}, "condition suspensive"),
        ("d", {"candidates_count": 3}, "motivée par écrit"),
        ("a", {"candidates_count": 2}, "Moins de trois candidats"),
        ("a", {}, "Moins de trois candidats"),
        ("f", {"candidates_count": 3}, "contredit"),
    ],
)
def test_the_five_decisions_and_their_rules(decision, details, told, passage, cast):
    breaks(told, lambda: passage.decide(decision, by=cast.diane.professional, **details))


def test_an_award_opens_an_offer(passage, cast):
    passage.decide("a", by=cast.diane.professional, candidates_count=3)

    assert (passage.effect, passage.case.state) == ("effective", State.CAL_AWARDED)


def test_a_second_rank_waits_and_is_not_an_award(passage, cast):
    passage.decide("b", by=cast.diane.professional, rank=2, candidates_count=3)
    assert (passage.decision_code, passage.effect, passage.case.state) == ("b2", "pending", State.CAL_SCHEDULED)
    with pytest.raises(MoveRefused, match="devenue effective"):
        Offer.notify(passage, on=date(2025, 4, 18), by=cast.diane.professional)

    passage.become_effective(on=date(2025, 4, 25), by=cast.diane.professional)

    assert (passage.effect, passage.case.state) == ("effective", State.CAL_AWARDED)


def test_a_condition_not_met_in_time_cannot_be_lifted(passage, cast):
    passage.decide(
        "c", by=cast.diane.professional, candidates_count=3, condition_document="Avis d'imposition",
        condition_deadline=date(2025, 4, 30),
    )  # fmt: skip
    with pytest.raises(MoveRefused, match="délai fixé par la commission"):
        passage.become_effective(on=date(2025, 5, 1), by=cast.diane.professional)

    passage.remain_without_effect(on=date(2025, 5, 2), by=cast.diane.professional)

    assert passage.case.state == State.CAL_READY


def test_withdrawing_from_the_agenda_is_not_a_decision(passage, cast):
    passage.withdraw(reason="Logement repris", by=cast.diane.professional)

    assert (passage.decision, passage.case.state) == ("", State.CAL_READY)


@pytest.fixture
def offer(passage, cast):
    passage.decide("a", by=cast.diane.professional, candidates_count=3)
    return Offer.notify(passage, on=date(2026, 5, 4), by=cast.diane.professional)


def test_silence_is_a_refusal_that_a_person_confirms(offer, cast):
    assert offer.reply_deadline == date(2026, 5, 15)
    assert list(Offer.objects.out_of_time(date(2026, 5, 15))) == []
    with pytest.raises(MoveRefused, match="jusqu'au 15/05/2026"):
        offer.confirm_silence(today=date(2026, 5, 15), by=cast.diane.professional)

    offer.confirm_silence(today=date(2026, 5, 18), by=cast.diane.professional)

    assert (offer.state, offer.case.state) == ("tacitly_refused", State.CAL_READY)


def test_an_answer_after_the_deadline_comes_too_late(offer, cast):
    with pytest.raises(MoveRefused, match="silence vaut refus"):
        offer.accept(on=date(2026, 5, 18), by=cast.diane.professional)


def test_two_officers_answering_at_once_leave_one_answer(offer, cast):
    stale = Offer.objects.get(pk=offer.pk)
    offer.accept(on=date(2026, 5, 8), by=cast.diane.professional)

    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.refuse(on=date(2026, 5, 8), reason=motive("offer"), by=cast.diane.professional)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": "refused", "replied_on": date(2026, 5, 8)}, "Un refus indique son motif"),
        ({"state": "accepted"}, "porte sa date"),
        ({"reply_deadline": date(2026, 5, 10)}, "au moins dix jours"),
    ],
)
def test_an_offer_keeps_its_rules(changes, told, offer):
    breaks(told, lambda: Offer.objects.filter(pk=offer.pk).update(**changes))


def test_a_household_lives_in_one_place_at_a_time(case):
    held = Tenancy.objects.get(case=case)
    breaks("occupe déjà un logement", lambda: Tenancy.objects.create(case=case, starts_on=date(2025, 6, 1)))
    breaks("signature du bail", lambda: Tenancy.objects.filter(pk=held.pk).update(lease_signed_on=date(2025, 5, 9)))
    breaks("finit après", lambda: Tenancy.objects.filter(pk=held.pk).update(ends_on=date(2025, 5, 1)))


def test_an_arbitration_needs_both_opinions(cast):
    case = factories.reported_case(cast)
    case.start_assessment(by=cast.sophie.professional)
    case.submit_to_arbitration(on=date(2025, 1, 10), by=cast.sophie.professional)
    joint = ArbitrationDecision.objects.create(case=case)
    joint.give_opinion(cast.paul, "favourable")
    with pytest.raises(MoveRefused, match="avis d'un des deux"):
        joint.decide("retenu", on=date(2025, 1, 14), by=cast.paul.professional)
    joint.give_opinion(cast.bruno, "reserved")

    joint.decide("attente", on=date(2025, 1, 14), by=cast.paul.professional)
    assert joint.case.state == State.ARBITRATION
    again = ArbitrationDecision.objects.create(
        case=case, landlord_opinion="favourable", association_opinion="favourable"
    )
    again.decide("retenu", on=date(2025, 1, 21), by=cast.paul.professional)

    assert (again.case.state, again.case.arbitrated_on) == (State.ACCEPTED_WAITING, date(2025, 1, 21))


def test_a_debt_is_told_in_months_of_net_rent(case):
    account = ArrearsSnapshot(case=case, on=date(2025, 6, 1), debt=700, net_rent=280)
    assert account.months == 2.5
    breaks("négative", lambda: ArrearsSnapshot.objects.create(case=case, on=date(2025, 6, 1), debt=-1))


@pytest.mark.parametrize("code", ["health", "not_ready", "no_activity"])
def test_what_housing_first_forbids_is_not_a_reason(code, db):
    breaks(
        "ne sont des motifs",
        lambda: RefusalReason.objects.create(kind="precal", code=code, label="x", valid_from=date(2025, 1, 1)),
    )
