"""What a committee owes its two leads, and when it stops asking."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from households.reminders import tick
from reporting.committee_sending import send_minutes, send_synthesis
from tests.factories import committee as made
from tests.reminders.test_preferences import stages

PARIS = ZoneInfo("Europe/Paris")


def at(day, month=10):
    return datetime(2025, month, day, 9, tzinfo=PARIS)


def test_figures_then_the_synthesis_then_nothing_once_it_is_sent(cast):
    committee = made.planned(cast)
    tick(at(23, 9))
    assert stages("copil") == set()
    tick(at(24, 9))
    assert stages("copil") == {("chiffres", "Bruno"), ("chiffres", "Paul")}
    tick(at(1))
    assert stages("copil") == {("avant", "Bruno"), ("avant", "Paul")}
    committee.prepare(today=made.AFTER, at=made.AT, by=None)
    committee.write({"highlights": "Un fait."}, revision=1)
    send_synthesis(committee, at=made.AT, by=None)
    tick(at(2))
    assert stages("copil") == set()


def test_minutes_are_asked_for_eight_days_after_until_they_leave(cast):
    committee = made.held(cast)
    tick(at(16))
    assert stages("copil") == set()
    tick(at(17))
    assert stages("copil") == {("releve", "Bruno"), ("releve", "Paul")}
    send_minutes(committee, at=made.AT, by=None)
    tick(at(18))
    assert stages("copil") == set()


def test_a_decision_is_asked_for_a_week_before_its_day(cast):
    decision = made.decided(made.prepared(cast), due_on=date(2025, 12, 1))
    tick(at(23, 11))
    assert stages("copil-decision") == set()
    tick(at(24, 11))
    assert stages("copil-decision") == {("echeance", "Bruno"), ("echeance", "Paul")}
    decision.follow("done", on=date(2025, 11, 25), by=cast.paul.professional)
    tick(at(25, 11))
    assert stages("copil-decision") == set()


def test_a_cancelled_committee_asks_for_nothing(cast):
    made.planned(cast).cancel(reason="Reporté au trimestre suivant")
    tick(at(2))
    assert stages("copil") == set()
