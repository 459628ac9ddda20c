"""The end of a preparation: told at J-30 and J-7 to the referent, to the head too once it is over."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accompaniment import conduct
from accompaniment.models import Measure
from accompaniment.reminders import preparation
from households.models import Message, Reminder, assign
from households.reminders import gather, owe, tick
from tests import factories

PARIS = ZoneInfo("Europe/Paris")
END = date(2025, 4, 13)


def at(days_before):
    return datetime.combine(END - timedelta(days=days_before), datetime.min.time(), PARIS).replace(hour=8)


def owed():
    live = Reminder.objects.filter(cancelled_at__isnull=True, about__startswith="preparation:")
    return {(one.stage, one.recipient.first_name) for one in live.select_related("recipient")}


def drop_what_is_not_ours():
    """Other deadlines of the same household are not this test's."""
    Reminder.objects.exclude(about__startswith="preparation:").delete()


@pytest.mark.parametrize(
    ("days_before", "told"),
    [
        (31, set()),
        (30, {("J-30", "Leila")}),
        (7, {("J-7", "Leila")}),
        (0, {("J-7", "Leila")}),
        (-1, {("retard", "Leila"), ("retard", "Bruno")}),
        (-40, {("retard", "Leila"), ("retard", "Bruno")}),
    ],
)
def test_each_stage_is_told_to_those_it_concerns(days_before, told, cast):
    factories.preparing_case(cast)
    tick(at(days_before))
    assert owed() == told


def test_any_number_of_ticks_tell_a_stage_once(cast):
    factories.preparing_case(cast)
    for days in (30, 29, 28, 8):
        tick(at(days))
    assert owed() == {("J-30", "Leila")}
    assert Reminder.objects.filter(about__startswith="preparation:").count() == 1


def test_without_a_referent_the_head_is_told(cast):
    case = factories.preparing_case(cast)
    type(case).objects.filter(pk=case.pk).update(referent=None)
    tick(at(30))
    assert owed() == {("J-30", "Bruno")}


def test_an_extension_silences_what_was_owed_and_counts_again_from_the_new_end(cast):
    case = factories.preparing_case(cast)
    owe(preparation.owed(END), at(0))
    gather(at(0))
    conduct.extend_preparation(
        case, until=END + timedelta(days=31), reason="Papiers", on=END, by=cast.bruno.professional
    )
    drop_what_is_not_ours()

    tick(at(0))
    assert Message.objects.filter(recipient=cast.leila.professional, state="sent").count() == 0
    assert owed() == set()

    tick(at(-1))
    assert owed() == {("J-30", "Leila")}


def test_a_preparation_that_ended_owes_nothing_any_more(cast, mailoutbox):
    case = factories.preparing_case(cast)
    owe(preparation.owed(END), at(0))
    gather(at(0))
    Measure.objects.filter(case=case).update(ends_on=END, end_reason="achevee")
    for reminder in Reminder.objects.filter(about__startswith="preparation:"):
        assert not preparation.still(reminder, END)
    assert list(preparation.owed(END)) == []


def test_whoever_is_no_longer_the_referent_is_not_written_to(cast):
    case = factories.preparing_case(cast)
    owe(preparation.owed(END), at(0))
    reminder = Reminder.objects.get(about__startswith="preparation:")
    assert preparation.still(reminder, END)
    assign(case, "referent", cast.ines.professional, on=END, by=cast.bruno.professional)
    assert not preparation.still(reminder, END)


def test_a_reminder_says_nothing_of_the_household(cast):
    case = factories.preparing_case(cast)
    for one in preparation.owed(END + timedelta(days=2)):
        assert case.household.code not in one.wording
        assert "Bernard" not in one.wording
