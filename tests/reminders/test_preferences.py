"""Who is told of what, when and how: the table, the preferences, the morning's one e-mail, the bell."""

from datetime import date, datetime, timedelta

import pytest
from django.db import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from accompaniment import conduct
from accompaniment.models import Suspension
from accompaniment.reminders import housing_requests
from allocations.models import Meeting
from households import reminders
from households.deadline_table import codes, is_critical, table
from households.models import HousingRequest, Message, Reminder, ReminderPreference
from households.reminders import next_morning, tick
from lodabord.kernel.working_days import PARIS
from tests import factories
from tests.factories.requests import danger
from tests.test_query_counts import count

WEDNESDAY = datetime(2025, 5, 14, 10, tzinfo=PARIS)


def prefer(member, delivery):
    ReminderPreference.objects.create(professional=member.professional, delivery=delivery)


def due(member):
    return list(Message.objects.filter(recipient=member.professional).values_list("state", "due_at"))


def stages(prefix):
    live = Reminder.objects.live().filter(about__startswith=f"{prefix}:")
    return {(one.stage, one.recipient.first_name) for one in live.select_related("recipient")}


# --- the table ---------------------------------------------------------------------------------------


def test_every_source_has_its_lines_in_the_table_and_nothing_else_is_there():
    assert {kind.prefix for kind in table()} == set(reminders._sources)


def test_what_is_owed_is_a_line_of_the_table(cast, case):
    danger(cast, case)
    factories.request(cast, case, at=WEDNESDAY - timedelta(days=3))
    HousingRequest.objects.filter(household=case.household).update(expires_on=date(2025, 6, 1))
    Meeting.objects.create(agreement=cast.agreement, kind="precal", planned_on=date(2025, 5, 20), on=date(2025, 5, 20))
    tick(WEDNESDAY)
    owed = {(one.about.split(":")[0], one.stage) for one in Reminder.objects.all()}
    assert len({prefix for prefix, _ in owed}) >= 5
    assert owed <= codes(table())


def test_the_page_prints_the_table_whole(sign_in, leila):
    shown = sign_in(leila).get(reverse("households:deadlines")).content.decode()
    for kind in table():
        assert kind.label.replace("'", "&#x27;") in shown
        assert all(stage.when.replace("'", "&#x27;") in shown for stage in kind.stages)


@pytest.mark.parametrize(
    ("about", "stage", "critical"),
    [("danger:x", "alerte", True), ("request:x", "hors_delai", True), ("offer:x:y", "J-1", True),
     ("offer:x:y", "J-3", False), ("visit:x:y", "semaine", False), ("unknown:x", "x", False)],
)  # fmt: skip
def test_what_nobody_may_silence(about, stage, critical):
    assert is_critical(about, stage) is critical


# --- preferences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        (datetime(2025, 5, 14, 7, tzinfo=PARIS), datetime(2025, 5, 14, 8, 30, tzinfo=PARIS)),
        (datetime(2025, 5, 14, 8, 30, tzinfo=PARIS), datetime(2025, 5, 14, 8, 30, tzinfo=PARIS)),
        (datetime(2025, 5, 14, 9, tzinfo=PARIS), datetime(2025, 5, 15, 8, 30, tzinfo=PARIS)),
        (datetime(2025, 6, 6, 18, tzinfo=PARIS), datetime(2025, 6, 10, 8, 30, tzinfo=PARIS)),
        (datetime(2025, 3, 29, 12, tzinfo=PARIS), datetime(2025, 3, 31, 8, 30, tzinfo=PARIS)),
    ],
)
def test_the_morning_is_an_opening_of_a_working_day(at, morning):
    assert next_morning(at) == morning


def test_by_default_it_waits_for_the_morning(case, leila):
    tick(WEDNESDAY)
    assert {at for _, at in due(leila)} == {datetime(2025, 5, 15, 8, 30, tzinfo=PARIS)}


def test_one_morning_e_mail_gathers_what_comes_in_the_day(cast, case, leila):
    ahead = timezone.now() + timedelta(days=20)
    day = timezone.localdate(ahead)
    Suspension.objects.all().delete()
    tick(ahead)
    first = due(leila)
    pause = Suspension.objects.create(case=case, starts_on=day - timedelta(days=30), review_on=day, reason="absence")
    tick(ahead + timedelta(seconds=5))
    assert stages("suspension") == {("J-7", "Leila")}, pause
    assert len(due(leila)) == len(first) == 1
    assert Message.objects.get(recipient=leila.professional).reminders.count() >= 2


def test_whoever_wants_it_at_once_gets_it_at_once(case, leila, mailoutbox):
    prefer(leila, "immediate")
    tick(timezone.now())
    assert ["leila@demo.test"] in [mail.to for mail in mailoutbox]


def test_in_the_site_only_writes_no_e_mail_but_the_critical_ones(cast, case, bruno, mailoutbox):
    prefer(bruno, "site")
    tick(WEDNESDAY)
    assert due(bruno) == []
    assert Reminder.objects.of(bruno.professional).exists(), "it is in the site"

    danger(cast, case)
    tick(WEDNESDAY)
    assert [mail.to for mail in mailoutbox if mail.to == ["bruno@demo.test"]] == [["bruno@demo.test"]]


def test_one_writes_ones_own_preference_and_no_other(sign_in, leila, ines, as_member, sql):
    browser = sign_in(leila)
    assert browser.post(reverse("households:reminder_preference"), {"delivery": "site"}).status_code == 302
    assert ReminderPreference.objects.get().professional == leila.professional
    with as_member(ines):
        assert sql("SELECT * FROM households_reminderpreference") == []
        assert sql("UPDATE households_reminderpreference SET delivery = 'site' RETURNING 1") == []


def test_others_have_no_bell(sign_in, emile, camille, admin):
    for member in (emile, camille, admin):
        assert sign_in(member).get(reverse("households:reminders")).status_code == 404
        assert "lo-bell" not in sign_in(member).get("/", follow=True).content.decode()


# --- the bell ----------------------------------------------------------------------------------------


def test_what_is_done_leaves_the_list_without_an_e_mail(cast, case, leila, sign_in):
    browser = sign_in(leila)
    tick(WEDNESDAY)
    assert case.household.code in browser.get(reverse("households:reminders")).content.decode()
    factories.visit(cast, case, on=date(2025, 5, 7))
    factories.visit(cast, case, on=date(2025, 5, 14))
    tick(WEDNESDAY + timedelta(minutes=1))
    assert "Aucun rappel en attente" in browser.get(reverse("households:reminders")).content.decode()


def test_the_bell_counts_ones_own_and_says_when_one_is_urgent(cast, case, leila, sign_in):
    browser, bell = sign_in(leila), reverse("households:reminder_count")
    assert browser.get(bell).content.strip() == b""
    tick(WEDNESDAY)
    assert "2" in browser.get(bell).content.decode()
    assert "urgent" not in browser.get(bell).content.decode()
    report = danger(cast, case)
    report.created_by = cast.ines.professional
    report.save()
    tick(WEDNESDAY)
    assert "urgent" in browser.get(bell).content.decode()


def test_a_household_one_no_longer_stands_on_leaves_the_list(cast, case, leila, sign_in):
    tick(WEDNESDAY)
    cast.agreement.team_reads_all = False
    cast.agreement.save()
    from households.models import assign

    assign(case, "referent", cast.ines.professional, on=date(2025, 5, 14), by=cast.bruno.professional)
    shown = sign_in(leila).get(reverse("households:reminders")).content.decode()
    assert case.household.code not in shown


def test_nobody_reads_the_reminders_of_another(case, ines, as_member, sql):
    tick(WEDNESDAY)
    with as_member(ines):
        assert sql("SELECT * FROM households_reminder") == []
    with pytest.raises(ProgrammingError), as_member(ines):
        sql("SELECT * FROM households_message")


def test_a_refused_address_is_said_to_its_owner(case, leila, sign_in):
    tick(WEDNESDAY)
    Reminder.objects.of(leila.professional).update(undelivered_at=WEDNESDAY)
    assert "pas pu vous être envoyé" in sign_in(leila).get(reverse("households:reminders")).content.decode()


def test_the_list_costs_the_same_at_one_household_and_at_three(cast, case, leila, sign_in):
    browser, costs = sign_in(leila), []
    for number in (1, 2, 3):
        if number > 1:
            factories.housed_case(cast, number=f"05901250000{number}GDEMO1", last_name=f"Nom{number}")
        tick(WEDNESDAY)
        costs.append(count(browser, reverse("households:reminders")))
    assert costs[0] == costs[-1] == 7
    assert count(browser, reverse("households:reminder_count")) == 6


# --- the deadlines -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "stage"), [(61, None), (60, "J-60"), (31, "J-60"), (30, "J-30"), (-5, "J-30")])
def test_the_stage_of_a_housing_request(left, stage):
    today = date(2025, 5, 14)
    assert housing_requests.stage_on(today + timedelta(days=left), today) == stage


def test_a_housing_request_renewed_is_owed_no_more(cast):
    case = factories.ready_case(cast)
    HousingRequest.objects.filter(household=case.household).update(expires_on=date(2025, 6, 10))
    tick(WEDNESDAY)
    assert stages("demande") == {("J-30", "Leila")}
    HousingRequest.objects.filter(household=case.household).update(expires_on=date(2026, 6, 10))
    tick(WEDNESDAY)
    assert stages("demande") == set()


def test_a_review_that_was_moved_is_owed_at_its_new_date_and_no_more_at_the_old(cast, case):
    by, day = cast.leila.professional, date(2025, 5, 12)
    conduct.suspend(case, on=day, review_on=date(2025, 5, 20), reason="absence", today=day, by=by)
    tick(WEDNESDAY)
    assert stages("suspension") == {("J-7", "Leila")}
    Suspension.objects.filter(case=case).update(review_on=date(2025, 6, 20))
    tick(WEDNESDAY)
    assert stages("suspension") == set()
    tick(datetime(2025, 6, 21, 9, tzinfo=PARIS))
    assert stages("suspension") == {("passee", "Leila"), ("passee", "Bruno")}


def test_the_agenda_and_the_committee_are_owed_to_both_leads(cast):
    for kind, on in (("precal", date(2025, 5, 21)), ("steering", date(2025, 5, 22)), ("precal", date(2025, 5, 22))):
        Meeting.objects.create(agreement=cast.agreement, kind=kind, planned_on=on, on=on)
    tick(WEDNESDAY)
    assert stages("agenda") == {("avant", "Bruno"), ("avant", "Paul")}
    assert stages("copil") == {("avant", "Bruno"), ("avant", "Paul")}
    assert Reminder.objects.filter(about__startswith="agenda:").count() == 2, "the session of the 22nd is not near yet"


def test_a_request_reaches_whoever_answers_then_those_on_duty_then_the_head(cast, case):
    from accompaniment.models import DutyShift, Half

    DutyShift.put(cast.agreement, WEDNESDAY.date(), Half.MORNING, cast.ines.professional)
    demand = factories.request(cast, case, at=datetime(2025, 5, 14, 8, 40, tzinfo=PARIS))
    tick(datetime(2025, 5, 14, 9, tzinfo=PARIS))
    assert stages("request") == set()
    tick(datetime(2025, 5, 14, 9, 15, tzinfo=PARIS))
    assert stages("request") == {("personne", "Ines")}
    demand.take(by=cast.leila.professional, at=WEDNESDAY)
    tick(datetime(2025, 5, 14, 11, tzinfo=PARIS))
    assert stages("request") == {("mi_delai", "Leila")}
    tick(datetime(2025, 5, 15, 9, tzinfo=PARIS))
    assert stages("request") == {("hors_delai", "Leila"), ("hors_delai", "Bruno")}
    demand.answer_by("appel", at=datetime(2025, 5, 15, 9, 30, tzinfo=PARIS), by=cast.leila.professional)
    tick(datetime(2025, 5, 15, 10, tzinfo=PARIS))
    assert stages("request") == set()


def test_the_monday_point_is_told_once_a_week_in_numbers(cast, case, bruno):
    for days in range(7):
        tick(datetime(2025, 5, 12, 9, tzinfo=PARIS) + timedelta(days=days))
    (point,) = Reminder.objects.filter(about__startswith="equipe:", recipient=bruno.professional)
    assert "non notées 1" in point.wording
    assert "Bernard" not in point.wording
    tick(datetime(2025, 5, 19, 9, tzinfo=PARIS))
    assert Reminder.objects.live().filter(about__startswith="equipe:").count() == 1
