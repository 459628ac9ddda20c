"""A household calls: the clock, who takes it, what answers it, and what the figures read of it."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.models import DutyShift, Half, Request, Visit
from accompaniment.models.duty import half_day_of
from accompaniment.on_duty import on_duty_now
from accompaniment.request_clock import Stage, clock_of, stage_at
from accompaniment.request_entry import find, open_cases
from accompaniment.todo.requests import expected
from households.models import Event
from households.stateful import MoveRefused
from lodabord.kernel.working_days import PARIS
from reporting.indicators import one as indicator
from reporting.periods import Span
from reporting.reading import read
from tests import factories
from tests.accompaniment.test_pages import page
from tests.test_query_counts import count

pytest_plugins: list[str] = []
NINE = datetime(2025, 6, 4, 9, tzinfo=PARIS)
"""A Wednesday, in opening hours."""


def at(hour, minute=0, day=4):
    return datetime(2025, 6, day, hour, minute, tzinfo=PARIS)


@pytest.fixture
def demand(cast, case):
    return factories.request(cast, case, at=NINE, subject="Plus de chauffage")


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


# --- the clock ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "stage", "words"),
    [
        (at(9), Stage.RUNNING, "à traiter avant 14\u202fh\u202f00"),
        (at(11), Stage.RUNNING, "à traiter avant 14\u202fh\u202f00"),
        (at(11, 1), Stage.HALF_TIME, "mi-délai passé, à traiter avant 14\u202fh\u202f00"),
        (at(14), Stage.HALF_TIME, "mi-délai passé"),
        (at(14, 1), Stage.IN_THE_DAY, "demi-journée passée, à traiter avant le 05/06/2025 à 9"),
        (at(9, 0, 5), Stage.IN_THE_DAY, "demi-journée passée, à traiter avant 9"),
        (at(9, 1, 5), Stage.OUT_OF_TIME, "hors délai depuis le 05/06/2025"),
    ],
)
def test_the_clock_says_the_deadline_in_words(demand, now, stage, words):
    clock = clock_of(demand, now)
    assert clock.stage == stage
    assert clock.words.startswith(words)
    assert clock.tone


@given(minutes=st.lists(st.integers(0, 5000), min_size=2, max_size=2).map(sorted))
def test_a_clock_never_goes_back(minutes):
    told = SimpleNamespace(half_time_at=at(11), halfday_deadline=at(14), day_deadline=at(9, 0, 5))
    order = list(Stage)
    earlier, later = (order.index(stage_at(told, NINE + timedelta(minutes=one))) for one in minutes)
    assert earlier <= later


def test_a_call_of_the_evening_starts_its_clock_at_the_next_opening(cast, case):
    evening = factories.request(cast, case, at=datetime(2025, 6, 6, 19, tzinfo=PARIS))
    assert timezone.localtime(evening.halfday_deadline) == datetime(2025, 6, 10, 13, 30, tzinfo=PARIS) - timedelta(hours=1), (
        "Monday 9 June 2025 is Whit Monday: the morning of Tuesday"
    )  # fmt: skip


def test_the_instant_it_is_everyones_is_counted_in_opening_minutes(cast, case):
    before_lunch = factories.request(cast, case, at=at(12, 20))
    assert timezone.localtime(before_lunch.everyone_at) == at(13, 50)


# --- who takes it ------------------------------------------------------------------------------------


def test_the_second_who_takes_it_is_told_who_did(demand, leila, ines):
    demand.take(by=leila.professional, at=NINE)
    with pytest.raises(MoveRefused, match="Leila s'en occupe déjà"):
        Request.objects.get(pk=demand.pk).take(by=ines.professional, at=NINE)
    demand.take(by=leila.professional, at=NINE)
    assert Request.objects.get(pk=demand.pk).taken_by == leila.professional


def test_it_passes_to_a_colleague_and_comes_back_to_nobody(demand, leila, ines):
    demand.take(by=leila.professional, at=NINE)
    demand.hand_to(ines.professional, by=leila.professional, at=NINE)
    with pytest.raises(MoveRefused, match="Vous ne vous occupez pas"):
        demand.give_back(by=leila.professional)
    demand.give_back(by=ines.professional)
    assert list(Request.objects.untaken()) == [demand]
    assert set(Event.objects.filter(record_id=demand.pk).values_list("action", flat=True)) == {
        "request.received", "request.taken", "request.handed", "request.given_back"
    }  # fmt: skip


def test_whose_page_it_is_on(demand, cast):
    """The referent's; everybody on duty's once nobody took it in time; the head's always."""
    DutyShift.put(cast.agreement, NINE.date(), Half.MORNING, cast.ines.professional)

    def pages(now):
        told = {"leila": cast.leila, "ines": cast.ines, "bruno": cast.bruno}
        return {name for name, member in told.items() if demand in expected(member, now)}

    assert pages(at(9, 29)) == {"leila", "bruno"}
    assert pages(at(9, 30)) == {"leila", "ines", "bruno"}
    demand.take(by=cast.leila.professional, at=at(9, 31))
    assert pages(at(9, 32)) == {"leila", "bruno"}


# --- what answers it ---------------------------------------------------------------------------------


def test_an_answer_links_the_contact_that_dealt_with_it(worker, demand, case):
    sent = {"answer": "appel", "at": "2025-06-04T10:15", "outcome": "Chauffagiste prévenu", "visit": ""}
    assert worker.post(page("request_answer", demand.pk), sent).status_code == 302
    demand.refresh_from_db()
    contact = demand.visit
    assert (contact.kind, contact.status, contact.on, contact.case_id) == (
        "appel",
        "realisee",
        date(2025, 6, 4),
        case.pk,
    )
    assert demand.delay_minutes == 75


def test_an_answer_points_to_a_contact_already_noted(worker, demand, cast, case):
    seen = factories.visit(cast, case, on=date(2025, 6, 4))
    sent = {"answer": "visite", "at": "2025-06-04T11:00", "visit": seen.pk}
    worker.post(page("request_answer", demand.pk), sent)
    demand.refresh_from_db()
    assert demand.visit == seen
    assert Visit.objects.filter(case=case).count() == 1


def test_a_contact_older_than_the_call_or_of_another_household_cannot_answer(demand, cast, case, leila):
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Autre")
    for contact in (
        factories.visit(cast, case, on=date(2025, 6, 3)),
        factories.visit(cast, other, on=date(2025, 6, 4)),
    ):
        with pytest.raises(MoveRefused):
            demand.answer_by("visite", at=at(11), by=leila.professional, visit=contact)


def test_two_answers_at_once_keep_the_first(demand, leila, ines):
    twin = Request.objects.get(pk=demand.pk)
    demand.answer_by("appel", at=at(10), by=leila.professional)
    with pytest.raises(MoveRefused, match="déjà traitée"):
        twin.answer_by("appel", at=at(11), by=ines.professional)
    assert Request.objects.get(pk=demand.pk).intervened_at == at(10)


def test_a_corrected_answer_recounts_its_delay_and_leaves_a_trace(demand, leila):
    demand.answer_by("appel", at=at(10), by=leila.professional)
    demand.correct_answer("appel", at=at(11), by=leila.professional)
    demand.refresh_from_db()
    assert demand.delay_minutes == 120
    trace = Event.objects.get(record_id=demand.pk, action="request.corrected")
    assert trace.facts["from"] != trace.facts["to"]


def test_an_answer_typed_much_later_says_so(worker, demand, leila):
    demand.answer_by("appel", at=at(10), by=leila.professional)
    assert demand.answer_entered_late
    assert "saisie le" in worker.get(page("request", demand.pk)).content.decode()


def test_closed_without_an_intervention_it_says_why_and_is_over(worker, demand):
    assert worker.post(page("request_close", demand.pk), {"reason": ""}).status_code == 422
    assert worker.post(page("request_close", demand.pk), {"reason": "regle_seul"}).status_code == 302
    assert Request.objects.open().count() == 0
    answer = worker.post(page("request_answer", demand.pk), {"answer": "appel", "at": "2025-06-04T10:15"})
    assert answer.status_code == 422
    assert "déjà traitée" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"closed_without": True},
        {"closed_reason": "regle_seul"},
        {"closed_without": True, "closed_reason": "regle_seul"},
    ],
)
def test_the_database_refuses_half_a_closing(demand, wrong):
    with pytest.raises(IntegrityError, match="request_answered_or_closed"), transaction.atomic():
        Request.objects.filter(pk=demand.pk).update(**wrong)


# --- noting it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told", ["bernard", "BERNARD", "maryse b", "06 00 00 00 00", "0600000000", "+33 6 00 00 00 00"]
)
def test_a_household_is_found_by_what_one_hears(told, case, leila):
    assert find(told, open_cases(leila)) == [case]


@pytest.mark.parametrize("told", ["zzz", "0611", "marise x"])
def test_what_is_too_vague_finds_nobody(told, case, leila):
    assert find(told, open_cases(leila)) == []


def test_namesakes_are_named_by_their_codes(worker, cast, case):
    other = factories.housed_case(cast, number="059012500002GDEMO1")
    sent = {"who": "Bernard", "received_at": "2025-06-04T09:00", "channel": "appel", "counts_for_target": "on"}
    answer = worker.post(page("new_request"), sent)
    assert answer.status_code == 422
    assert case.household.code in answer.content.decode()
    assert other.household.code in answer.content.decode()
    assert not Request.objects.exists()


def test_a_call_for_a_household_one_does_not_follow_is_noted_by_its_exact_code(sign_in, ines, cast, case):
    cast.agreement.team_reads_all = False
    cast.agreement.save()
    stranger = sign_in(ines)
    assert stranger.get(case.get_absolute_url()).status_code == 404
    sent = {"who": "Bernard", "received_at": "2025-06-04T09:00", "channel": "appel", "subject": "CANARI"}
    assert stranger.post(page("new_request"), sent).status_code == 422, "a name would tell who is followed"

    answer = stranger.post(page("new_request"), {**sent, "who": case.household.code}, follow=True)
    assert Request.objects.get().created_by == ines.professional
    assert "Bernard" not in answer.content.decode()
    assert "CANARI" not in answer.content.decode()


def test_the_person_calls_again_about_the_same_thing(worker, demand, case):
    sent = {
        "who": case.household.code,
        "received_at": "2025-06-04T15:00",
        "channel": "appel",
        "counts_for_target": "on",
    }
    assert worker.post(page("new_request") + f"?suite={demand.pk}", sent).status_code == 302
    again = Request.objects.exclude(pk=demand.pk).get()
    assert again.follows == demand
    assert "La personne a rappelé" in worker.get(page("request", demand.pk)).content.decode()


def test_a_suspended_household_that_calls_may_be_reactivated_from_the_request(worker, demand, case):
    case.suspend(by=None)
    assert page("call_back", case.pk) in worker.get(page("request", demand.pk)).content.decode()


def test_the_lists_cost_the_same_at_one_request_and_at_three(worker, cast, case):
    costs = []
    for minute in (1, 2, 3):
        factories.request(cast, case, at=timezone.now() - timedelta(minutes=minute))
        costs.append(count(worker, page("requests")))
    assert costs[0] == costs[-1] == 10


# --- what the figures read ---------------------------------------------------------------------------


def test_what_was_typed_is_what_q1_to_q4_say(worker, cast, case):
    """Half a day, the day, later, never: one each; an information does not count."""
    for answered in ("2025-06-04T12:00", "2025-06-05T08:45", "2025-06-05T11:00", None):
        sent = {
            "who": case.household.code,
            "received_at": "2025-06-04T09:00",
            "channel": "appel",
            "counts_for_target": "on",
        }
        worker.post(page("new_request"), sent)
        if answered:
            demand = Request.objects.open().get(intervened_at=None, closed_without=False, answer="")
            worker.post(page("request_answer", demand.pk), {"answer": "appel", "at": answered})
        else:
            demand = Request.objects.open().get()
            worker.post(page("request_close", demand.pk), {"reason": "injoignable"})
    worker.post(page("new_request"), {"who": case.household.code, "received_at": "2025-06-04T09:00", "channel": "sms"})

    facts = read(cast.agreement).known_at(date(2025, 6, 30))
    span = Span("quarter", date(2025, 4, 1), date(2025, 6, 30))
    told = {code: indicator(code).value(facts, "access", span) for code in ("Q1", "Q2", "Q3", "Q4")}
    assert {code: (value["part"], value["whole"]) for code, value in told.items()} == {
        "Q1": (1, 4), "Q2": (2, 4), "Q3": (1, 4), "Q4": (1, 4)
    }  # fmt: skip


# --- the roster --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "expected_half"),
    [
        (at(9), (date(2025, 6, 4), "matin")),
        (at(12, 45), (date(2025, 6, 4), "apres_midi")),
        (at(16), (date(2025, 6, 4), "apres_midi")),
        (at(20), (date(2025, 6, 5), "matin")),
        (datetime(2025, 6, 7, 10, tzinfo=PARIS), (date(2025, 6, 10), "matin")),
    ],
)
def test_the_half_day_of_an_instant(cast, instant, expected_half):
    assert half_day_of(instant, cast.agreement.terms_on(instant.date())) == expected_half


def test_a_rotation_fills_what_is_free_and_shares_mornings(cast, leila, ines):
    days = [date(2025, 6, 2) + timedelta(days=number) for number in range(12)]
    DutyShift.put(cast.agreement, days[0], Half.MORNING, cast.bruno.professional)
    DutyShift.fill(cast.agreement, days, [leila.professional, ines.professional])
    shifts = DutyShift.objects.all()
    assert shifts.filter(on__week_day__in=[1, 7]).count() == 0
    assert not shifts.filter(on=date(2025, 6, 9)).exists(), "Whit Monday is closed"
    assert shifts.get(on=days[0], half="matin").professional == cast.bruno.professional
    mornings = shifts.filter(half="matin").values_list("professional__first_name", flat=True)
    assert {"Leila", "Ines"} <= set(mornings)


def test_nobody_is_on_duty_on_a_closed_day(cast):
    with pytest.raises(MoveRefused, match="jour fermé"):
        DutyShift.put(cast.agreement, date(2025, 6, 9), Half.MORNING, cast.leila.professional)


def test_who_is_on_duty_now(cast):
    DutyShift.put(cast.agreement, NINE.date(), Half.MORNING, cast.ines.professional)
    assert on_duty_now([cast.agreement], at(8)) == [cast.ines.professional]
    assert on_duty_now([cast.agreement], at(14)) == []
    DutyShift.put(cast.agreement, NINE.date(), Half.MORNING, None)
    assert on_duty_now([cast.agreement], at(8)) == []


def test_the_roster_page_changes_one_half_day(worker, cast, sign_in, nour):
    day = next(one for one in (timezone.localdate() + timedelta(days=n) for n in range(7)) if one.weekday() == 1)
    sent = {"on": day.isoformat(), "half": "matin", "professional": cast.ines.professional.pk}
    assert worker.post(page("duty_shift") + f"?du={day.isoformat()}", sent).status_code == 302
    assert DutyShift.objects.get().professional == cast.ines.professional
    assert sign_in(nour).get(page("duty")).status_code == 200
    assert sign_in(nour).post(page("duty_shift"), sent).status_code == 404
    assert worker.get(page("duty") + "?convention=DEMO-2").status_code == 404


def test_nobody_outside_the_association_reads_the_roster(cast, as_member, sql):
    from django.db import ProgrammingError

    DutyShift.put(cast.agreement, NINE.date(), Half.MORNING, cast.ines.professional)
    for outsider in (cast.paul, cast.diane, cast.sophie, cast.karim, cast.emile, cast.camille, cast.admin):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(outsider):
            sql("SELECT * FROM accompaniment_dutyshift")
    with as_member(cast.charlie):
        assert sql("SELECT * FROM accompaniment_dutyshift") == []
