"""The end in one act with its report; the calls at M+6 and M+12 of whoever agreed; what became of them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accompaniment import conduct
from accompaniment.after_the_end import after_exits, calls_due, stops_on, what_became_of_them
from accompaniment.models import EndReport, Exit, ExitCall
from households.models import Case, Consent, Reminder
from households.reminders import tick
from households.stateful import MoveRefused
from tests import factories
from tests.factories import modular as made

END = date(2025, 9, 1)
SIX, TWELVE = date(2026, 3, 1), date(2026, 9, 1)


@pytest.fixture
def by(leila):
    return leila.professional


def waiting(case, today):
    return [(one.months, one.due_on) for one in calls_due([case.pk], today)]


# --- the end ----------------------------------------------------------------------------------------


def test_the_end_writes_its_report_with_the_facts(cast, case):
    factories.visit(cast, case, on=date(2025, 5, 7))
    ended = made.ended(cast, case)
    report = EndReport.objects.get(exit=ended)
    assert (report.lease, report.debt) == ("garde", "aucune")
    assert report.facts["weeks_visited"] == 1
    assert Consent.objects.filter(case=case, purpose="call_back", given_on=END, mode="oral").exists()


def test_a_dwelling_left_says_where_to(cast, case):
    with pytest.raises(MoveRefused, match="indiquez la destination"):
        made.ended(cast, case, reason="abandon_logement", destination=" ")
    assert not Exit.objects.exists()
    made.ended(cast, case, reason="abandon_logement", destination="Inconnue")


@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [
        (date(2025, 1, 1), "objectif_atteint", "a commencé le 13/01/2025"),
        (END, "rupture_preparation", "ce ménage est logé"),
        (date(2025, 5, 6), "objectif_atteint", "faite le 07/05/2025"),
    ],
)
def test_an_end_that_contradicts_the_file_is_refused_whole(cast, case, on, reason, sentence):
    factories.visit(cast, case, on=date(2025, 5, 7))
    with pytest.raises(MoveRefused, match=sentence):
        made.ended(cast, case, on, reason=reason)
    case.refresh_from_db()
    assert (case.state, Exit.objects.count(), EndReport.objects.count()) == (Case.State.FOLLOW_UP, 0, 0)


def test_the_report_may_be_completed_later(cast, case, by):
    report = EndReport.objects.get(exit=made.ended(cast, case))
    report.complete(by=by, debt="plan_respecte", person_says="Merci.")
    report.refresh_from_db()
    assert (report.lease, report.debt, report.person_says) == ("garde", "plan_respecte", "Merci.")


# --- the calls --------------------------------------------------------------------------------------


def test_calls_fall_due_by_dates_alone(cast, case):
    made.ended(cast, case)
    assert waiting(case, SIX - timedelta(days=1)) == []
    assert waiting(case, SIX) == [(6, SIX)]
    assert waiting(case, TWELVE) == [(12, TWELVE)], "the call of M+6 is no longer asked for at M+12"
    assert waiting(case, stops_on(END, 12)) == []


def test_nobody_calls_who_did_not_agree_or_withdrew(cast, case, by):
    ended = made.ended(cast, case, call_back="")
    assert waiting(case, SIX) == []
    with pytest.raises(MoveRefused, match="pas donné son accord"):
        made.called(cast, ended, 6, SIX)
    given = Consent.objects.create(case=case, purpose="call_back", given_on=END, mode="oral")
    assert waiting(case, SIX) == [(6, SIX)]
    given.withdraw(on=date(2026, 2, 1), by=by)
    assert waiting(case, SIX) == []


def test_a_reopened_case_is_not_called(cast, case, bruno):
    ended = made.ended(cast, case)
    conduct.reopen(case, on=date(2025, 12, 1), by=bruno.professional)
    ended.refresh_from_db()
    assert waiting(case, SIX) == []
    with pytest.raises(MoveRefused, match="a repris"):
        made.called(cast, ended, 6, SIX)


def test_not_reached_takes_three_traced_attempts(cast, case):
    ended = made.ended(cast, case)
    made.attempted(cast, ended, 6, SIX, SIX + timedelta(days=1))
    third = SIX + timedelta(days=5)
    with pytest.raises(MoveRefused, match="3 tentatives tracées ; il y en a 2"):
        made.called(cast, ended, 6, third, "non_joint")
    made.attempted(cast, ended, 6, third)
    made.called(cast, ended, 6, third, "non_joint")
    assert waiting(case, third) == []


@pytest.mark.parametrize(
    ("months", "on", "today", "sentence"),
    [
        (6, SIX - timedelta(days=1), SIX, "à partir du 01/03/2026"),
        (6, SIX + timedelta(days=1), SIX, "à l'avance"),
        (12, SIX, SIX, "à partir du 01/09/2026"),
    ],
)
def test_a_call_is_made_in_its_time(cast, case, by, months, on, today, sentence):
    from accompaniment.models.exit_call import attempt_call, record_call

    ended = made.ended(cast, case)
    for act in (
        lambda: record_call(ended, months, "meme_logement", on=on, today=today, by=by),
        lambda: attempt_call(ended, months, on=on, today=today, by=by),
    ):
        with pytest.raises(MoveRefused, match=sentence):
            act()


def test_a_call_is_told_once_and_never_rewritten(cast, case, leila, as_member, sql):
    ended = made.ended(cast, case)
    made.called(cast, ended, 6, SIX)
    with pytest.raises(MoveRefused, match="déjà noté"):
        made.called(cast, ended, 6, SIX, "logement_perdu")
    with pytest.raises(IntegrityError, match="exit_call_once_per_horizon"), transaction.atomic():
        ExitCall.objects.create(case=case, exit=ended, months=6, on=SIX, outcome="refus")
    with pytest.raises(IntegrityError, match="exit_call_at_six_or_twelve"), transaction.atomic():
        ExitCall.objects.create(case=case, exit=ended, months=9, on=SIX, outcome="refus")
    made.attempted(cast, ended, 12, TWELVE)
    with pytest.raises(IntegrityError, match="exit_call_attempt_once_a_day"), transaction.atomic():
        made.attempted(cast, ended, 12, TWELVE)
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(leila):
        sql("UPDATE accompaniment_exitcall SET outcome = 'logement_perdu'")


def test_what_became_of_them_counts_n_on_those_who_could_be_called(cast):
    cases = [
        factories.housed_case(cast, number=f"05901250000{rank}GDEMO1", last_name=f"Nom{rank}") for rank in range(1, 5)
    ]
    ends = [made.ended(cast, case, call_back="oral" if rank < 3 else "") for rank, case in enumerate(cases)]
    made.called(cast, ends[0], 6, SIX)
    made.called(cast, ends[1], 6, SIX, "logement_perdu")
    made.called(cast, ends[2], 6, SIX, "refus")

    six, twelve = what_became_of_them(after_exits([one.pk for one in cases], SIX), SIX)

    assert (six["reached"], six["agreed"], six["called"]) == (4, 3, 3)
    assert (six["housed"], six["known"]) == (1, 2), "whoever did not answer is not counted as housed"
    assert (twelve["reached"], twelve["called"]) == (0, 0)


# --- told to whom -----------------------------------------------------------------------------------


def owed(case):
    told = Reminder.objects.filter(case=case, cancelled_at=None).select_related("recipient")
    found = {(one.about.partition(":")[0], one.stage, one.recipient.first_name) for one in told}
    return {one for one in found if one[0] in ("review", "exitcall")}


def at(day):
    return datetime(day.year, day.month, day.day, 8, tzinfo=ZoneInfo("Europe/Paris"))


def test_the_referent_is_told_before_and_the_head_when_it_is_late(case):
    tick(at(made.FIRST_REVIEW - timedelta(days=10)))
    assert owed(case) == {("review", "bientot", "Leila")}
    tick(at(made.FIRST_REVIEW + timedelta(days=1)))
    assert owed(case) >= {("review", "retard", "Leila"), ("review", "retard", "Bruno")}


def test_a_review_validated_meanwhile_is_no_longer_said(cast, case, mailoutbox):
    made.validated_review(cast, case)
    tick(at(made.FIRST_REVIEW + timedelta(days=1)))
    assert owed(case) == set()


def test_the_call_is_told_once_to_whoever_followed(cast, case):
    ended = made.ended(cast, case)
    tick(at(SIX))
    tick(at(SIX + timedelta(days=1)))
    assert owed(case) == {("exitcall", "a_faire", "Leila")}
    assert Reminder.objects.filter(about=f"exitcall:{ended.pk}:6").count() == 1
