"""The command: once, for one day, in an empty database; and alive on any day."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from accompaniment.models import Request, Visit
from allocations.models import AgendaItem, Meeting, Offer
from households.models import Case, Event
from lodabord.demo.calendar import Calendar
from lodabord.demo.cast import ACCOUNTS, DEMO_PASSWORD
from lodabord.kernel.working_days import is_working_day
from lodabord.partners.models import Professional

LOOKED_AT = date(2026, 5, 15)
"""The Friday after an Ascension Day."""


@pytest.mark.parametrize("day", ["2025-12-31", "2026-01-06", "2026-02-25", "2026-11-23", "2024-06-03"])
def test_the_year_moves_by_whole_weeks_and_ends_at_most_six_days_before(day):
    calendar = Calendar(date.fromisoformat(day))
    assert calendar.shift.days % 7 == 0
    assert timedelta(0) <= calendar.as_of - calendar.last_day < timedelta(days=7)


@pytest.mark.django_db
def test_once_for_one_day(capsys):
    call_command("seed_demo", as_of="2026-05-15")
    cases = Case.objects.count()
    call_command("seed_demo", as_of="2026-05-15")
    call_command("seed_demo", if_empty=True)
    assert Case.objects.count() == cases
    with pytest.raises(CommandError, match="make reset"):
        call_command("seed_demo", as_of="2026-05-16")
    _something_to_do_on_that_day()
    _every_account_signs_in()
    _never_more_households_than_places()


def _something_to_do_on_that_day() -> None:
    """Nothing lies in the future but what is planned; every role has work."""
    assert not Event.objects.filter(at__date__gt=LOOKED_AT).exists()
    assert not Visit.objects.filter(on__gt=LOOKED_AT).exclude(status="prevue").exists()
    assert Visit.objects.filter(status="prevue", on__gte=LOOKED_AT).exists()
    assert not Request.objects.filter(received_at__date__gt=LOOKED_AT).exists()
    assert Request.objects.open().filter(received_at__date=date(2026, 5, 13)).exists()
    offer = Offer.objects.awaiting_reply().get()
    assert LOOKED_AT <= offer.reply_deadline <= LOOKED_AT + timedelta(days=4)
    assert is_working_day(offer.reply_deadline)
    next_session = Meeting.objects.filter(agreement__code="DEMO").precal().upcoming(LOOKED_AT).first()
    assert AgendaItem.objects.filter(meeting=next_session).count() == 2
    states = Counter(Case.objects.filter(agreement__code="DEMO").values_list("state", flat=True))
    assert {"orientation_received", "prediagnosis", "precal_queue", "preparation", "cal_ready"} <= set(states)
    assert {"report_received", "arbitration", "accepted_waiting"} <= set(states)


def _every_account_signs_in() -> None:
    for email in ACCOUNTS:
        person = Professional.objects.get(email=email)
        assert person.memberships.count() == 1
    assert person.check_password(DEMO_PASSWORD)


@pytest.mark.django_db
def test_a_database_that_holds_anything_else_is_refused(agreement):
    with pytest.raises(CommandError, match="autre chose"):
        call_command("seed_demo", as_of="2025-12-31")


@pytest.mark.django_db
def test_an_odd_date_is_said_in_french():
    with pytest.raises(CommandError, match="n'est pas une date"):
        call_command("seed_demo", as_of="hier")


def _never_more_households_than_places():
    """A place is taken from the preparation to the end: at no day of the story are there more than sixteen."""
    stays = [
        (case.prep_started_on, case.closed_on or date.max)
        for case in Case.objects.filter(agreement__code="DEMO", track="access", prep_started_on__isnull=False)
    ]
    busiest = max(sum(start <= day < end for start, end in stays) for day, _ in stays)
    assert busiest <= 16
