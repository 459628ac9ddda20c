"""Offers: ten days at least, never on a day off; silence said by a person; one answer only; back to « prêt » by itself."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from allocations.deadlines import offer_deadline, reply_stage
from allocations.models import DwellingViewing, Offer
from households.models import Event, HousingRequest
from households.stages import State
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.violations import sentence
from lodabord.kernel.working_days import is_working_day
from lodabord.partners.models import Terms
from tests import factories
from tests.factories.cal import motive, offered
from tests.together import committed, together  # noqa: F401 - a fixture

EVERY_DAY = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2040, 1, 1) - date(2024, 1, 1)).days)]


# --- the last day to answer ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notified", "deadline"),
    [
        (date(2022, 2, 2), date(2022, 2, 14)),
        (date(2025, 12, 19), date(2025, 12, 29)),
        (date(2026, 4, 22), date(2026, 5, 4)),
        (date(2026, 5, 4), date(2026, 5, 15)),
    ],
)
def test_the_vectors_of_the_sheet(notified, deadline):
    assert offer_deadline(notified) == deadline


@pytest.mark.parametrize("days", [10, 15, 30])
def test_every_day_of_sixteen_years_gives_a_working_day_at_least_that_far_and_the_first_one(days):
    for notified in EVERY_DAY:
        deadline = offer_deadline(notified, days)
        earliest = notified + timedelta(days=days)
        assert is_working_day(deadline), notified
        assert deadline >= earliest, notified
        between = [earliest + timedelta(days=n) for n in range((deadline - earliest).days)]
        assert not any(is_working_day(day) for day in between), notified


@given(st.sampled_from(EVERY_DAY), st.integers(10, 60))
def test_a_longer_delay_never_comes_sooner_and_a_later_notice_never_earlier(notified, days):
    assert offer_deadline(notified, days + 1) >= offer_deadline(notified, days)
    assert offer_deadline(notified + timedelta(days=1), days) >= offer_deadline(notified, days)


def test_the_law_is_a_floor():
    with pytest.raises(ValueError, match="au moins dix jours"):
        offer_deadline(date(2026, 5, 4), 9)


def test_an_agreement_lengthens_and_never_shortens(cast):
    Terms.objects.update(offer_reply_days=20)
    assert offered(cast).reply_deadline == date(2026, 5, 26)  # 24 May is a Sunday, the 25th Whit Monday
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Terms.objects.update(offer_reply_days=9)
    assert "au moins dix jours" in sentence(refused.value)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 5, 11), ""),
        (date(2026, 5, 12), "J-3"),
        (date(2026, 5, 13), "J-3"),
        (date(2026, 5, 14), "J-1"),
        (date(2026, 5, 15), "J-1"),
        (date(2026, 5, 16), "late"),
    ],
)
def test_where_an_answer_stands_each_day(today, stage, cast):
    assert offered(cast).stage_on(today) == stage


def test_reminder_stages_are_ranges():
    assert [reply_stage(date(2026, 5, 15), date(2026, 5, day)) for day in (11, 12, 13, 14, 15)] == [
        None, "J-3", "J-3", "J-1", "J-1",
    ]  # fmt: skip


# --- answers ---------------------------------------------------------------------------------------------


@pytest.fixture
def offer(cast):
    return offered(cast)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (lambda offer, by: offer.refuse(on=date(2026, 5, 8), reason=motive("offer", "location"), by=by), "refused"),
        (lambda offer, by: offer.confirm_silence(today=date(2026, 5, 18), by=by), "tacitly_refused"),
        (lambda offer, by: offer.lapse(cause="Travaux", by=by), "lapsed"),
    ],
)
def test_without_the_dwelling_the_household_is_ready_again_by_itself(act, state, offer, cast):
    act(offer, cast.diane.professional)

    assert (offer.state, offer.case.state) == (state, State.CAL_READY)


def test_the_words_of_a_lapse_stay_out_of_the_journal(offer, cast):
    offer.lapse(cause="Le locataire précédent reste", by=cast.diane.professional)

    assert Offer.objects.get().lapse_cause == "Le locataire précédent reste"
    assert "locataire" not in str(list(Event.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"replied_on": date(2026, 5, 3)}, "suit la notification"),
        ({"state": "lapsed"}, "dit pourquoi"),
    ],
)
def test_an_offer_keeps_its_rules(facts, told, offer):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**facts)
    assert told in sentence(refused.value)


def test_an_offer_follows_the_award_it_carries_out(cast):
    passage = factories.presented_case(cast)
    passage.decide("b", rank=2, candidates_count=3, by=cast.diane.professional)
    passage.become_effective(on=date(2025, 4, 25), by=cast.diane.professional)
    with pytest.raises(MoveRefused, match="prend effet le 25/04/2025"):
        Offer.notify(passage, on=date(2025, 4, 24), by=cast.diane.professional)


def test_two_people_answering_at_once_leave_one_answer(committed):  # noqa: F811
    cast, offer = committed(lambda cast: (cast, offered(cast)))
    with acting_as(SYSTEM), transaction.atomic():
        both = [Offer.objects.select_related("case").get(pk=offer.pk) for _ in range(2)]
        reason = motive("offer", "location")

    told = together(
        (cast.diane, lambda: both[0].accept(on=date(2026, 5, 8), by=cast.diane.professional)),
        (cast.diane, lambda: both[1].refuse(on=date(2026, 5, 8), reason=reason, by=cast.diane.professional)),
    )

    assert [type(one) for one in told].count(MoveRefused) == 1
    with acting_as(SYSTEM), transaction.atomic():
        kept = Offer.objects.select_related("case").get(pk=offer.pk)
    assert (kept.state, kept.case.state) in {("accepted", State.MOVE_IN_PENDING), ("refused", State.CAL_READY)}


@pytest.mark.parametrize("act", ["offer_refusal", "offer_silence"])
def test_a_dalo_household_is_warned_of_before_a_refusal_is_recorded(act, offer, cast, sign_in):
    url = reverse(f"allocations:{act}", args=[offer.pk])
    browser = sign_in(cast.diane)
    assert "DALO" not in browser.get(url).content.decode()
    HousingRequest.objects.filter(household=offer.case.household).update(dalo_status="recognised")

    assert "faire perdre le bénéfice" in browser.get(url).content.decode()


# --- the viewing --------------------------------------------------------------------------------------------


def test_the_dwelling_is_seen_before_the_answer_is_due(offer, cast):
    viewing = DwellingViewing.of(offer)
    for day in (date(2026, 5, 3), date(2026, 5, 16)):
        with pytest.raises(MoveRefused, match="avant la réponse"):
            viewing.plan(on=day, by=cast.leila.professional)
    viewing.plan(on=date(2026, 5, 12), by=cast.leila.professional)
    with pytest.raises(MoveRefused, match="notifiée le 04/05/2026"):
        viewing.note_done(on=date(2026, 5, 3), by=cast.leila.professional)

    DwellingViewing.of(offer).note_done(on=date(2026, 5, 12), by=cast.diane.professional)

    assert str(DwellingViewing.objects.get()) == "visité le 12/05/2026"
    offer.accept(on=date(2026, 5, 13), by=cast.diane.professional)
    with pytest.raises(MoveRefused, match="n'attend plus"):
        DwellingViewing.of(offer).plan(on=date(2026, 5, 14), by=cast.leila.professional)


def test_a_viewing_is_planned_or_done(offer):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        DwellingViewing.objects.create(offer=offer, case=offer.case)
    assert "prévue, ou faite" in sentence(refused.value)


def test_a_viewing_is_noted_by_both_sides_and_read_nowhere_else(offer, cast, as_member, sql):
    with as_member(cast.leila):
        DwellingViewing.of(Offer.objects.get()).plan(on=date(2026, 5, 12), by=cast.leila.professional)
    for member, seen in [(cast.diane, 1), (cast.sophie, 1), (cast.charlie, 0), (cast.karim, 0)]:
        with as_member(member):
            assert sql("SELECT count(*) FROM allocations_dwellingviewing") == [(seen,)], member
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.emile):
        sql("SELECT * FROM allocations_dwellingviewing")


def test_the_page_of_offers_tells_the_last_day_the_viewing_and_the_referent(offer, cast, sign_in):
    page = sign_in(cast.diane).get(reverse("allocations:cal_offers")).content.decode()

    assert "vendredi 15\xa0mai\xa02026" in page
    assert "à prévoir" in page
    assert str(cast.leila.professional) in page


def test_the_referent_has_the_offer_in_her_todo(offer, cast, sign_in):
    assert "Réponses à une offre de logement" in sign_in(cast.leila).get("/").content.decode()
    assert "Réponses à une offre de logement" not in sign_in(cast.ines).get("/").content.decode()
