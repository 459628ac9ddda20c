"""What is owed to whom, once; and what is no longer said when it is no longer due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from accompaniment import conduct
from allocations.deadlines import reply_stage
from allocations.models import Offer
from households.models import Message, Reminder, Tick
from households.reminders import gather, owe, tick
from lodabord.partners.models import Membership
from tests import factories

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2025, 5, 14, 8, tzinfo=PARIS)
"""Ten days after the household of the fixture moved in (Monday 5 May 2025)."""
LAST_WEEK = date(2025, 5, 7)


def owed() -> set[tuple[str, str, str]]:
    """(what, stage, to whom) of what is still owed."""
    live = Reminder.objects.filter(cancelled_at__isnull=True).select_related("recipient")
    return {(one.about.split(":")[0], one.stage, one.recipient.first_name) for one in live}


HEADS_MONDAYS = {("equipe", "lundi", "Bruno")}
"""The head of the fixture's agreement is told each week how the team stands."""


def test_this_weeks_visit_and_last_weeks_are_owed_to_the_referent(case):
    tick(WEDNESDAY)
    assert owed() - HEADS_MONDAYS == {("visit", "semaine", "Leila"), ("visit", "retard", "Leila")}


def test_two_weeks_in_a_row_reach_the_head(case):
    tick(WEDNESDAY + timedelta(weeks=1))
    assert owed() - HEADS_MONDAYS == {
        ("visit", "semaine", "Leila"),
        ("visit", "retard", "Leila"),
        ("visit", "deux_semaines", "Bruno"),
    }


def test_any_number_of_ticks_owe_once_and_write_once(case, mailoutbox):
    for minute in range(4):
        tick(WEDNESDAY + timedelta(minutes=minute))

    assert Reminder.objects.count() == 3
    assert sorted(mail.to[0] for mail in mailoutbox) == ["bruno@demo.test", "leila@demo.test"]
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_a_missed_night_is_made_up(case, cast):
    factories.visit(cast, case, on=LAST_WEEK)
    tick(WEDNESDAY + timedelta(days=3))
    assert owed() - HEADS_MONDAYS == {("visit", "semaine", "Leila")}


def test_a_visit_done_owes_nothing(case, cast):
    factories.visit(cast, case, on=LAST_WEEK)
    factories.visit(cast, case, on=date(2025, 5, 13))
    tick(WEDNESDAY)
    assert owed() - HEADS_MONDAYS == set()


def test_nobody_home_was_noted_so_last_week_is_not_late(case, cast):
    factories.visit(cast, case, on=LAST_WEEK, status="porte_close")
    tick(WEDNESDAY)
    assert owed() - HEADS_MONDAYS == {("visit", "semaine", "Leila")}


def test_no_visit_is_due_while_suspended_watched_or_over(case, cast):
    factories.visit(cast, case, on=LAST_WEEK)
    by = cast.leila.professional
    conduct.set_intensity(case, "veille", on=date(2025, 5, 12), by=by)
    tick(WEDNESDAY)
    conduct.set_intensity(case, "hebdomadaire", on=date(2025, 5, 12), by=by)
    day = date(2025, 5, 12)
    conduct.suspend(case, on=day, review_on=date(2025, 6, 23), reason="absence", today=day, by=by)
    tick(WEDNESDAY)
    assert owed() - HEADS_MONDAYS == set()


def test_what_was_done_before_the_e_mail_left_is_not_written(case, cast, mailoutbox):
    factories.visit(cast, case, on=LAST_WEEK)
    from accompaniment.reminders import visits

    owe(visits.owed(WEDNESDAY.date()), WEDNESDAY)
    gather(WEDNESDAY)
    factories.visit(cast, case, on=WEDNESDAY.date())
    tick(WEDNESDAY)

    assert [mail.to for mail in mailoutbox] == [["bruno@demo.test"]]
    assert Message.objects.get(recipient=cast.leila.professional).state == "cancelled"
    assert owed() - HEADS_MONDAYS == set()


def test_whoever_lost_the_membership_is_not_written_to(case, cast, mailoutbox):
    Membership.objects.filter(pk=cast.leila.pk).update(ends_on=date(2025, 5, 1))
    tick(WEDNESDAY)
    assert [mail.to for mail in mailoutbox] == [["bruno@demo.test"]]


def test_an_e_mail_says_how_many_and_where_and_nothing_about_anybody(case, mailoutbox, settings):
    tick(WEDNESDAY)
    for mail in mailoutbox:
        text = f"{mail.subject} {mail.body}"
        assert settings.SITE_ADDRESS in text
        assert "À faire" in text
        for secret in (case.household.code, "Bernard", "Maryse", "Mme", str(case.pk), "visite"):
            assert secret not in text


@pytest.mark.parametrize(
    ("days_before", "stage"), [(5, None), (4, None), (3, "J-3"), (2, "J-3"), (1, "J-1"), (0, "J-1")]
)
def test_the_stage_of_a_reply_is_the_nearest_one_reached(days_before, stage):
    deadline = date(2026, 5, 15)
    assert reply_stage(deadline, deadline - timedelta(days=days_before)) == stage


def test_an_offer_is_reminded_to_the_officer_and_to_the_referent_until_it_is_answered(cast, mailoutbox):
    passage = factories.presented_case(cast)
    diane = cast.diane.professional
    passage.decide("a", candidates_count=3, by=diane)
    offer = Offer.notify(passage, on=date(2025, 4, 18), by=diane)
    before = datetime.combine(offer.reply_deadline - timedelta(days=3), WEDNESDAY.time(), PARIS)
    tick(before)
    tick(before + timedelta(days=1))
    assert owed() - HEADS_MONDAYS == {("offer", "J-3", "Diane"), ("offer", "J-3", "Leila")}

    offer.accept(on=offer.reply_deadline - timedelta(days=2), by=diane)
    tick(before + timedelta(days=2))
    assert sorted(mail.to[0] for mail in mailoutbox if "bruno" not in mail.to[0]) == [
        "diane@demo.test",
        "leila@demo.test",
    ]


def test_a_source_that_fails_does_not_stop_the_others(case, monkeypatch, mailoutbox):
    from django.db import OperationalError

    from households import reminders

    def fail(today: date) -> list[object]:
        raise OperationalError

    broken = reminders.Source("offer", fail, lambda reminder, today: True)
    monkeypatch.setitem(reminders._sources, "offer", broken)
    tick(WEDNESDAY)
    assert len(mailoutbox) == 2
    assert Tick.objects.filter(name="reminders").exists()


def test_the_command_runs_the_same_tick(case, mailoutbox):
    call_command("send_reminders", at="2025-05-14T08:00", verbosity=0)
    assert len(mailoutbox) == 2
