"""« Situation de danger »: told at once to the team, never changed, and nothing to the landlord but the dwelling."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from accompaniment.alarm import NUMBERS
from accompaniment.forms.danger import DWELLING_FACTS
from accompaniment.models import DangerEntry, DangerReport
from allocations.models import LandlordRequest
from households.models import Reminder, assign
from households.reminders import tick
from households.stateful import MoveRefused
from tests.accompaniment.test_pages import OUTSIDERS, page
from tests.factories.requests import SEEN, danger


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


def raise_it(browser, case, **more):
    sent = {"seen_at": "2025-06-04T10:40", "facts": "Porte fracturée.", "told_to": "le 17", **more}
    return browser.post(page("danger", case.pk), sent)


def told():
    return set(Reminder.objects.filter(about__startswith="danger:").values_list("recipient__first_name", flat=True))


def test_every_household_page_of_the_association_leads_to_it(sign_in, cast, case):
    for member in (cast.leila, cast.ines, cast.bruno, cast.nour):
        assert page("danger", case.pk) in sign_in(member).get(case.get_absolute_url()).content.decode()


def test_the_numbers_come_first_and_can_be_dialled(worker, case):
    shown = worker.get(page("danger", case.pk)).content.decode()
    for one in NUMBERS:
        assert f'href="tel:{one.number}"' in shown
    assert shown.index("tel:15") < shown.index('name="facts"')
    assert "ne remplace ni l'appel" in shown.replace("&#x27;", "'")
    assert {one.number for one in NUMBERS} == {"15", "17", "18", "112", "114", "119", "3114", "3919"}


def test_head_deputy_and_referent_are_told_in_the_act_itself(sign_in, cast, case):
    assign(case, "deputy", cast.ines.professional, on=SEEN.date(), by=cast.bruno.professional)
    assert raise_it(sign_in(cast.nour), case).status_code == 302
    assert told() == {"Leila", "Ines", "Bruno"}


def test_whoever_wrote_it_is_not_told_of_it(worker, case):
    raise_it(worker, case)
    assert told() == {"Bruno"}


def test_nobody_is_told_of_an_alarm_that_was_refused(worker, case):
    ahead = (timezone.localtime() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    answer = raise_it(worker, case, seen_at=ahead)
    assert answer.status_code == 422
    assert "Porte fracturée." in answer.content.decode()
    assert told() == set()
    assert not DangerReport.objects.exists()


def test_a_lost_bell_is_rung_by_the_next_tick_and_once(worker, case, mailoutbox):
    raise_it(worker, case)
    Reminder.objects.all().delete()
    for _ in range(2):
        tick(timezone.now())
    assert told() == {"Bruno"}
    assert Reminder.objects.filter(about__startswith="danger:").count() == 1
    assert all("Porte" not in mail.body + mail.subject for mail in mailoutbox)


def test_once_closed_it_waits_no_more(cast, case):
    report = danger(cast, case)
    report.close(outcome="Serrure changée.", on=SEEN.date(), now=SEEN + timedelta(days=1), by=cast.bruno.professional)
    with pytest.raises(MoveRefused, match="close"):
        report.add("faits", at=SEEN, text="Encore", now=SEEN, by=cast.leila.professional)
    with pytest.raises(MoveRefused, match="close"):
        DangerReport.objects.get(pk=report.pk).close(outcome="x", on=SEEN.date(), now=SEEN, by=cast.leila.professional)
    assert not DangerReport.objects.open().exists()


def test_what_was_written_cannot_be_changed_even_by_the_association(cast, case, leila, as_member, sql):
    danger(cast, case)
    for statement in ("UPDATE accompaniment_dangerentry SET text = ''", "DELETE FROM accompaniment_dangerentry"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(leila):
            sql(statement)


def test_the_lines_follow_their_nature(cast, case):
    report = danger(cast, case)
    for kind, fields in (("prevenu", {"text": "sans destinataire"}), ("faits", {"to": "sans texte"})):
        with pytest.raises(IntegrityError, match="danger_entry_says_something"), transaction.atomic():
            DangerEntry.objects.create(case=case, report=report, kind=kind, at=SEEN, **fields)


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_nobody_else_knows_of_it(outsider, cast, sign_in, case):
    report = danger(cast, case)
    browser = sign_in(getattr(cast, outsider))
    for address in (page("danger", case.pk), page("dangers", case.pk), page("danger_entry", report.pk)):
        assert browser.get(address).status_code == 404


def test_the_landlord_is_told_of_the_dwelling_by_a_separate_act_and_nothing_else(worker, sign_in, cast, case):
    danger(cast, case)
    assert not LandlordRequest.objects.exists()
    sent = {"facts": ["gaz", "porte"], "given_on": "2025-06-04", "mode": "oral"}
    assert worker.post(page("danger_dwelling", case.pk), sent).status_code == 302
    sent_one = LandlordRequest.objects.get()
    assert sent_one.text == f"{DWELLING_FACTS['gaz']} ; {DWELLING_FACTS['porte']}."
    assert worker.post(page("danger_dwelling", case.pk), {**sent, "facts": ["personne"]}).status_code == 422
    shown = sign_in(cast.sophie).get(case.get_absolute_url()).content.decode()
    assert "CANARI" not in shown
    assert "danger" not in shown.lower()
