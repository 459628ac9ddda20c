"""How a household is reached safely; the traced attempts without which nobody is said lost."""

from datetime import date, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, transaction

from accompaniment import conduct
from accompaniment.contacts import attempts_in_vain
from accompaniment.models import ContactAttempt, ContactPreference, Visit
from accompaniment.reach import neutral_words, reaches
from households.models import Case, ExitReason
from households.models.case import ClosingReason
from households.stateful import MoveRefused
from tests import factories
from tests.factories.visits import planned, prefers, tried

DAY = date(2025, 6, 4)


@pytest.fixture
def by(leila):
    return leila.professional


def reach(member, case, meetings=None):
    case = Case.objects.select_related("household", "agreement").prefetch_related("household__persons").get(pk=case.pk)
    return reaches(member, [case], today=DAY, meetings=meetings)[case.pk]


# --- the links ------------------------------------------------------------------------------------


def test_without_preference_call_and_sms_are_offered_and_nothing_is_said_safe(leila, case):
    told = reach(leila, case)
    assert told.tel == "tel:0600000000"
    assert told.sms.startswith("sms:0600000000?&body=")
    assert told.voicemail_is_safe is None


@pytest.mark.parametrize(
    ("channels", "call", "sms"), [(["appel"], True, False), (["sms"], False, True), ([], False, False)]
)
def test_a_forbidden_channel_is_not_offered_and_says_why(channels, call, sms, cast, leila, case):
    prefers(cast, case, channels)
    told = reach(leila, case)
    assert (bool(told.tel), bool(told.sms)) == (call, sms)
    assert ("ne l'a pas dit sûr" in told.why_no_call) is not call
    assert ("ne l'a pas dit sûr" in told.why_no_sms) is not sms


def test_the_number_to_use_replaces_the_holders(cast, leila, case):
    prefers(cast, case, ["appel"], number="+33 6 11 22 33 44", number_of="sa sœur")
    told = reach(leila, case)
    assert (told.tel, told.number_of) == ("tel:+33611223344", "sa sœur")


def test_the_sms_says_the_day_and_nothing_of_the_organisation(cast, leila, case):
    meeting = planned(cast, case, on=date(2026, 5, 12))
    assert neutral_words("Leïla", meeting) == "Bonjour, c'est Leïla. On se voit mardi 12 mai à 14 h."
    written = unquote(reach(leila, case, {case.pk: meeting}).sms)
    assert written.endswith("Bonjour, c'est Leila. On se voit mardi 12 mai à 14 h.")
    for word in ("association", "logement", "visite", "bailleur", "accompagnement"):
        assert word not in written.lower()


def test_where_it_lives_is_for_those_who_may_know(cast, leila, ines, nour, bruno, case):
    lease = case.tenancies.get()
    lease.dwelling.address = "3 rue des Essais"
    lease.dwelling.save()
    assert reach(leila, case).address == reach(ines, case).address == "3 rue des Essais, Lille"
    assert reach(nour, case).address == "", "the matrix: the psychologist does not read the tenancy"

    Case.objects.filter(pk=case.pk).update(reinforced=True)

    assert reach(ines, case).address == ""
    assert reach(ines, case).way == ""
    assert reach(leila, case).address == reach(bruno, case).address == "3 rue des Essais, Lille"


# --- preference and attempts ----------------------------------------------------------------------


def test_a_preference_written_again_replaces_the_first(cast, case):
    prefers(cast, case, ["appel"])
    prefers(cast, case, ["sms"], caution="Ne pas laisser de message.")
    assert [one.channels for one in ContactPreference.objects.filter(case=case)] == [["sms"]]
    with pytest.raises(IntegrityError, match="contact_preference_one_per_case"), transaction.atomic():
        ContactPreference.objects.create(case=case, channels=[], told_on=DAY)


@pytest.mark.parametrize(("shift", "kept"), [(timedelta(seconds=20), 1), (timedelta(minutes=5), 2)])
def test_the_same_tap_twice_is_one_attempt(shift, kept, case, by):
    at = datetime(2025, 6, 4, 10, tzinfo=factories.PARIS)
    for moment in (at, at + shift):
        ContactAttempt.note(case, channel="appel", outcome="messagerie", at=moment, now=moment, by=by)
    assert ContactAttempt.objects.count() == kept


@pytest.mark.parametrize(("on", "why"), [(date(2025, 6, 5), "dans le futur"), (date(2024, 12, 1), "précède")])
def test_an_attempt_is_past_and_after_the_referral(on, why, case, by):
    at, now = (
        datetime(on.year, on.month, on.day, 9, tzinfo=factories.PARIS),
        datetime(2025, 6, 4, tzinfo=factories.PARIS),
    )
    with pytest.raises(MoveRefused, match=why):
        ContactAttempt.note(case, channel="appel", outcome="messagerie", at=at, now=now, by=by)


def test_attempts_count_since_the_last_contact(cast, case, by):
    tried(cast, case, on=date(2025, 5, 20))
    factories.visit(cast, case, on=date(2025, 5, 21))
    tried(cast, case, on=date(2025, 5, 26))
    factories.visit(cast, case, on=date(2025, 5, 28), status="porte_close")
    call = planned(cast, case, on=date(2025, 5, 30), kind="appel")
    call.log("realisee", today=date(2025, 5, 30), by=by, contact_made=False)
    assert attempts_in_vain(case, DAY) == 3
    assert attempts_in_vain(case, date(2025, 5, 27)) == 1

    tried(cast, case, on=date(2025, 6, 2), outcome="joint")
    assert attempts_in_vain(case, DAY) == 0
    tried(cast, case, on=date(2025, 6, 3))
    assert attempts_in_vain(case, DAY) == 1


# --- « perdu de vue », « injoignable » ------------------------------------------------------------


def leave(case, bruno, code="perdu_de_vue"):
    reason = ExitReason.objects.get(code=code)
    return conduct.end_accompaniment(
        case, on=DAY, reason=reason, destination="", initiative="service", handover="", by=bruno.professional
    )


@pytest.mark.parametrize("count", [0, 1, 2])
def test_nobody_is_lost_before_the_agreed_attempts(count, cast, case, bruno):
    for number in range(count):
        tried(cast, case, on=DAY - timedelta(days=number + 1))
    with pytest.raises(MoveRefused, match="demande 3 tentatives de contact"):
        leave(case, bruno)
    assert Case.objects.get(pk=case.pk).closed_on is None


def test_after_them_it_is_said(cast, case, bruno):
    for number in range(3):
        tried(cast, case, on=DAY - timedelta(days=number + 1))
    leave(case, bruno)
    assert Case.objects.get(pk=case.pk).closed_on == DAY


def test_the_number_is_the_agreements(cast, case, bruno):
    cast.agreement.terms.update(contact_attempts=1)
    tried(cast, case, on=DAY - timedelta(days=1))
    case.agreement.refresh_from_db()
    leave(Case.objects.get(pk=case.pk), bruno)


def test_another_reason_asks_for_none_and_a_case_taken_over_neither(cast, case, bruno):
    Case.objects.filter(pk=case.pk).update(taken_over=True)
    leave(Case.objects.get(pk=case.pk), bruno)
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Autre")
    leave(other, bruno, "deces")


def test_a_candidature_closes_as_unreachable_after_the_attempts(cast, by):
    waiting = factories.assessed_case(cast)
    on = waiting.opened_on + timedelta(days=20)
    with pytest.raises(MoveRefused, match="aucune n'est notée"):
        waiting.classify(on=on, reason=ClosingReason.UNREACHABLE, by=by)
    for number in range(3):
        tried(cast, waiting, on=on - timedelta(days=number))
    waiting.classify(on=on, reason=ClosingReason.UNREACHABLE, by=by)
    assert waiting.closed_on == on


def test_the_landlord_learns_nothing_of_the_attempts_when_it_closes(cast, paul, as_member):
    retained = factories.retained_case(cast)
    sentences = set()
    for number in range(4):
        with as_member(paul):
            mine = Case.objects.get(pk=retained.pk)
            with pytest.raises(MoveRefused) as refused:
                mine.classify(on=date(2025, 2, 1), reason=ClosingReason.UNREACHABLE, by=paul.professional)
        sentences.add(str(refused.value))
        tried(cast, retained, on=date(2025, 1, 20 + number))
    assert len(sentences) == 1
    assert "3" not in sentences.pop()


def test_a_tenant_it_reported_may_be_unreachable_to_the_landlord_itself(cast, paul, as_member):
    reported = factories.reported_case(cast)
    with as_member(paul):
        Case.objects.get(pk=reported.pk).classify(
            on=date(2025, 2, 1), reason=ClosingReason.UNREACHABLE, by=paul.professional
        )
    assert Case.objects.get(pk=reported.pk).closing_reason == "injoignable"


# --- pages ----------------------------------------------------------------------------------------


def test_the_file_refuses_the_end_with_a_sentence_and_a_way_out(cast, case, bruno, sign_in):
    from django.urls import reverse

    sent = {"on": DAY.isoformat(), "reason": "perdu_de_vue", "initiative": "service", "lease": "garde", "debt": "aucune",
            "summary": "Plus de nouvelles."}  # fmt: skip
    answer = sign_in(bruno).post(reverse("accompaniment:exit", args=[case.pk]), sent)
    assert answer.status_code == 422
    assert "Comment joindre le ménage" in answer.content.decode()


def test_one_tap_notes_the_call_and_comes_back_where_it_was(case, leila, sign_in):
    from django.urls import reverse

    browser, url = sign_in(leila), reverse("accompaniment:contact_attempt", args=[case.pk])
    back = reverse("accompaniment:day")
    sent = {"channel": "appel", "outcome": "messagerie", "retour": back}
    assert browser.post(url, sent)["Location"] == back
    assert browser.post(url, {**sent, "retour": "https://ailleurs.test/"})["Location"] == case.get_absolute_url()
    assert ContactAttempt.objects.count() == 1, "the same tap twice"

    reached = browser.post(url, {"channel": "appel", "outcome": "joint", "retour": back})
    assert reached["Location"].endswith("?nature=appel")
    page = browser.get(reached["Location"]).content.decode()
    assert '<option value="appel" selected>' in page

    assert browser.post(url, {"channel": "appel", "outcome": "autre", "retour": back}).status_code == 302
    assert ContactAttempt.objects.count() == 2


def test_the_top_of_the_file_offers_what_is_safe_only(cast, case, leila, sign_in):
    prefers(cast, case, ["sms"], caution="Ne pas laisser de message.")
    page = sign_in(leila).get(case.get_absolute_url()).content.decode()
    assert "Ne pas laisser de message." in page
    assert 'href="sms:0600000000' in page
    assert "tel:" not in page
    assert page.index("Comment joindre le ménage") < page.index("Visites et contacts")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "channels"),
        ({"channels": ["appel"], "none": "on"}, "channels"),
        ({"none": "on", "number": "abc"}, "number"),
    ],
)
def test_the_form_asks_for_channels_or_none_and_a_number_with_digits(sent, field, case, leila, sign_in):
    from django.urls import reverse

    answer = sign_in(leila).post(
        reverse("accompaniment:contact_preference", args=[case.pk]),
        {**sent, "told_on": DAY.isoformat(), "caution": "Tapé."},
    )
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Tapé." in answer.content.decode()
    assert not Visit.objects.exists()
    assert not ContactPreference.objects.exists()
