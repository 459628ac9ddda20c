"""The demo looked at on 31 December 2025 holds every total of the worked example (sheet 07)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, Sum

from accompaniment import caseload
from accompaniment.models import HealthNeed, Measure, Request, Suspension, Visit
from accompaniment.reminders.visits import due_in_week_of
from accompaniment.weeks import mondays
from allocations.models import AgendaItem, CalPresentation, Meeting, Offer, PreCalDecision, PreDiagnosis, Tenancy
from households.models import Case, Event, Household, Referral, Report, ResidentialSituation, VisitFact
from lodabord.demo.load import load
from lodabord.demo.rows import worked_year
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.partners.models import Agreement, FundingLine

DAY = date(2025, 12, 31)
YEAR = (date(2025, 1, 1), DAY)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for this file, then rolled back."""
    with django_db_blocker.unblock(), acting_as(SYSTEM), transaction.atomic():
        load(DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cases() -> Any:
    return Case.objects.filter(agreement__code="DEMO")


def of_demo(model: Any) -> Any:
    return model.objects.filter(case__agreement__code="DEMO")


def test_thirty_four_referrals_by_type_and_nine_reports():
    types = Counter(of_demo(Referral).values_list("prescriber_type", flat=True))

    assert types == {
        "siao": 14,
        "hebergement_urgence": 5,
        "chrs": 4,
        "accueil_jour": 5,
        "ccas": 2,
        "service_social": 1,
        "sante": 2,
        "spip": 1,
    }
    assert of_demo(Report).count() == 9


def test_the_funnel(cases):
    access = cases.filter(track="access")
    assert access.filter(prediagnosed_on__range=YEAR).count() == 30
    assert of_demo(PreDiagnosis).filter(conclusion="redirect").count() == 5
    assert access.filter(state="precal_accepted").count() == 2
    assert Counter(access.exclude(closing_reason="").values_list("closing_reason", flat=True)) == {
        "desistement": 3,
        "injoignable": 2,
        "hors_territoire": 1,
        "reorientation": 5,
        "non_retenu": 5,
    }


def test_pre_cal_sessions_and_examinations():
    sessions = Meeting.objects.filter(agreement__code="DEMO", kind="precal", planned_on__range=YEAR)
    outcomes = Counter(PreCalDecision.objects.values_list("outcome", flat=True))

    assert Counter(sessions.values_list("state", flat=True)) == {"held": 24, "cancelled": 2}
    assert [(one.planned_on, one.on) for one in sessions if one.was_moved] == [(date(2025, 11, 11), date(2025, 11, 13))]
    items = AgendaItem.objects.filter(meeting__in=sessions)
    assert outcomes["ajourne"] == 4
    assert items.filter(case__agreement__code="DEMO").count() == 29
    assert items.values("case").distinct().count() == 25


def test_cal_passages_and_offers():
    passages = of_demo(CalPresentation)

    assert Counter(passage.decision_code for passage in passages) == {"a": 6, "b1": 6, "b2": 3, "c": 2, "d": 2}
    assert Counter((passage.cal_on.month + 2) // 3 for passage in passages) == {2: 10, 3: 8, 4: 1}
    assert passages.filter(effect="effective").count() == 15
    assert Counter(of_demo(Offer).values_list("state", flat=True)) == {"accepted": 14, "refused": 1}
    assert of_demo(Tenancy).filter(case__track="access").count() == 14


@pytest.mark.parametrize(
    ("day", "access", "retention", "housed"),
    [("03-31", 8, 3, 0), ("06-30", 13, 3, 6), ("09-30", 15, 2, 11), ("12-31", 13, 2, 12)],
)
def test_households_in_measure_at_the_end_of_each_quarter(cases, day, access, retention, housed):
    on = date.fromisoformat(f"2025-{day}")
    standing = [case for case in cases if case.started_on and case.started_on <= on]
    standing = [case for case in standing if case.closed_on is None or case.closed_on > on]

    assert Counter(case.track for case in standing) == {"access": access, "retention": retention}
    assert sum(1 for case in standing if case.is_access and case.moved_in_on and case.moved_in_on <= on) == housed


def test_place_days(cases):
    days = Counter()
    for case in cases:
        if case.started_on:
            days[case.track] += ((case.closed_on or DAY + timedelta(days=1)) - case.started_on).days

    assert days == {"access": 4021, "retention": 847}


def test_every_date_of_the_worked_year_is_in_the_database(cases):
    """Row by row, in the order of arrival, so that nobody's dates slip."""
    arrived = cases.order_by("opened_on").values_list("opened_on", flat=True)
    assert list(arrived) == [row.day("referred") for row in worked_year()]
    by_name = {case.household.holder.last_name: case for case in cases}
    for row in worked_year():
        case = by_name[row.last_name]
        assert case.started_on == row.day("started")
        assert case.housed_from == row.housed_from
        assert case.prep_ended_on == row.day("prepared")
        awarding = case.offers.filter(state="accepted").values_list("presentation__cal_on", flat=True)
        assert list(awarding) == ([row.day("award_cal")] if row.award_cal else [])
        if row.entered:
            assert case.closed_on == row.day("exit_on")


def weeks(case: Case) -> tuple[set[date], set[date], dict[date, str]]:
    """Due weeks, visited ones, and why the others were missed; counted afresh from the records."""
    due, start = set(), case.housed_from
    pauses = list(Suspension.objects.filter(case=case))
    thursday = date(2025, 1, 2)
    while start and thursday <= DAY:
        active = start <= thursday and (case.closed_on is None or thursday < case.closed_on)
        paused = any(one.starts_on <= thursday and (not one.ends_on or thursday < one.ends_on) for one in pauses)
        if active and not paused:
            due.add(thursday)
        thursday += timedelta(days=7)
    visits = Visit.objects.filter(case=case, kind="visite_domicile")
    thursday_of = {visit: visit.on - timedelta(days=visit.on.weekday() - 3) for visit in visits}
    done = {thursday_of[visit] for visit in visits if visit.status == "realisee"} & due
    missed = {thursday_of[visit]: visit.status for visit in visits if thursday_of[visit] in due - done}
    return due, done, missed


def test_weekly_visits_due_done_and_missed(cases):
    by_name = {case.household.holder.last_name: case for case in cases}
    total, causes, quarters = Counter(), Counter(), Counter()
    for row in worked_year():
        if not row.entered:
            continue
        due, done, missed = weeks(by_name[row.last_name])
        assert (len(due), len(done)) == (int(row.due), int(row.visited)), row.code
        total[row.track, "due"] += len(due)
        total[row.track, "done"] += len(done)
        causes.update(missed.values())
        quarters.update((row.track, (day.month + 2) // 3) for day in due)

    assert total == {
        ("access", "due"): 303,
        ("access", "done"): 278,
        ("retention", "due"): 113,
        ("retention", "done"): 100,
    }
    assert causes == {"porte_close": 21, "annulee_menage": 8, "annulee_service": 9}
    assert [quarters["access", one] for one in (1, 2, 3, 4)] == [0, 31, 118, 154]
    assert [quarters["retention", one] for one in (1, 2, 3, 4)] == [18, 39, 30, 26]


def test_reminders_and_pages_agree_on_what_is_due(cases):
    """One rule, asked of the database by the reminders and computed by the pages: the same households every week."""
    followed = caseload.follow_ups(list(cases.exclude(state="closed").values_list("pk", flat=True)))
    for monday in mondays(*YEAR):
        told = set(due_in_week_of(monday).filter(agreement__code="DEMO").values_list("pk", flat=True))
        assert told == {pk for pk, one in followed.items() if one.due(monday)}, monday


def test_requests_by_quarter_and_delay():
    requests = of_demo(Request)
    delays = [request.delay_minutes for request in requests]

    assert Counter((one.received_at.month + 2) // 3 for one in requests) == {1: 8, 2: 24, 3: 40, 4: 48}
    assert sum(1 for delay in delays if delay is not None and delay <= 240) == 93
    assert sum(1 for delay in delays if delay is not None and 240 < delay <= 480) == 19
    assert sum(1 for delay in delays if delay is not None and delay > 480) == 6
    assert delays.count(None) == 2


def test_exits_suspensions_and_money(cases):
    labels = cases.exclude(exit_label="").values_list("household__persons__last_name", "exit_label")
    assert dict(labels) == {
        "Calvet": "Abandon du logement",
        "Berkane": "Congé donné sans solution de logement",
        "Bensalah": "Rupture pendant la préparation",
        "Delattre": "Objectifs atteints, autonomie dans le logement",
        "Wattez": "Expulsion, ou départ sous menace d'expulsion",
    }
    assert cases.filter(state="suspended").count() == 1
    lines = FundingLine.objects.filter(agreement__code="DEMO", year=2025)
    assert [(line.amount, line.spent) for line in lines] == [(57_600, 55_296), (43_200, 41_472), (43_200, 41_472)]


def test_the_profile_of_the_twenty(cases):
    twenty = [case for case in cases.select_related("household") if case.started_on]
    households = Household.objects.filter(cases__in=twenty)
    access = [case.household_id for case in twenty if case.is_access]
    at_entry = ResidentialSituation.objects.filter(household__in=access, at_entry=True)

    assert Counter(households.values_list("composition", flat=True)) == {"single": 16, "single_parent": 4}
    assert households.aggregate(total=Sum("dependants"))["total"] == 7
    assert households.annotate(size=Count("persons")).aggregate(total=Sum("size"))["total"] == 27
    assert Counter(at_entry.values_list("kind", flat=True)) == {
        "street": 3,
        "emergency_shelter": 5,
        "integration_shelter": 4,
        "third_party": 2,
        "hotel": 1,
        "institution": 1,
    }
    second = of_demo(HealthNeed).filter(second_public=True)
    assert Counter(second.values_list("case__track", flat=True)) == {"access": 5, "retention": 2}
    assert of_demo(HealthNeed).count() == 20


def test_each_worker_follows_ten_households(cases):
    twenty = [case for case in cases.select_related("referent") if case.started_on]
    assert Counter(case.referent.first_name for case in twenty) == {"Leïla": 10, "Inès": 10}


def test_records_are_what_the_verbs_leave(cases):
    """Moves are journalled at their own dates; home visits past are told below the wall, the others are not."""
    assert Event.objects.filter(at__date__gt=DAY).count() == 0
    moved = Event.objects.filter(case__agreement__code="DEMO", action="case.follow_up")
    assert set(moved.values_list("at__date", flat=True)) >= {date(2025, 5, 5), date(2025, 1, 20)}
    told = Visit.objects.filter(kind="visite_domicile").exclude(status__in=["prevue", "reportee"])
    assert set(VisitFact.objects.values_list("pk", flat=True)) == set(told.values_list("pk", flat=True))
    for visit in Visit.objects.filter(kind="visite_domicile", status="realisee").select_related("case"):
        assert Measure.objects.filter(case=visit.case).on(visit.on).exists(), visit
        assert not Suspension.objects.filter(case=visit.case).on(visit.on).exists(), visit


def test_the_other_agreement_has_its_own_households():
    other = Agreement.objects.get(code="DEMO-2")
    assert Case.objects.filter(agreement=other).count() == 4
    assert not Household.objects.filter(cases__agreement=other).filter(cases__agreement__code="DEMO").exists()
