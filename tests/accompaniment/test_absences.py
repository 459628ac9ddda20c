"""Somebody is away: who does what is needed meanwhile, what it opens and for how long, and what stays open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from accompaniment.models import DutyShift, Note, Visit
from accompaniment.on_duty import on_duty_now
from households.models import Absence, Case, Cover, Reminder
from households.reminders import tick
from households.stateful import MoveRefused
from lodabord.kernel.working_days import is_working_day
from tests import factories
from tests.accompaniment.test_pages import OUTSIDERS, page
from tests.factories.absences import away
from tests.test_query_counts import count

ABSENCES_COST = 14
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def alone(cast):
    """Each reads only her own households."""
    cast.agreement.team_reads_all = False
    cast.agreement.save()
    return lambda member: type(member).objects.get(pk=member.pk)


# --- what a replacement opens, in the code and in the database ---------------------------------------


@pytest.mark.parametrize(("first", "last", "opens"), [(0, 0, 1), (-3, 3, 1), (1, 5, 0), (-5, -1, 0)])
def test_a_replacement_reads_the_household_on_those_days_only(cast, case, alone, as_member, today, first, last, opens):
    away(cast, today + first * DAY, today + last * DAY, (cast.ines.professional, None), today=today + first * DAY)

    with as_member(alone(cast.ines)):
        assert Case.objects.count() == opens
        assert Case.objects.visible_to(alone(cast.ines)).count() == opens


def test_a_replacement_for_one_household_opens_that_one(cast, case, alone, as_member, today):
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Deux")
    away(cast, today, today, (cast.ines.professional, other))

    with as_member(alone(cast.ines)):
        assert list(Case.objects.all()) == [other]


def test_it_opens_what_is_needed_and_no_more(cast, case, alone, as_member, today):
    recent = factories.visit(cast, case, on=today - 10 * DAY, status="realisee")
    factories.visit(cast, case, on=today - 120 * DAY, status="realisee")
    Note.objects.create(case=case, written_on=today, text="CANARI", created_by=cast.leila.professional)
    away(cast, today, today, (cast.ines.professional, None))
    ines = alone(cast.ines)

    with as_member(ines):
        assert list(Visit.objects.all()) == list(Visit.objects.visible_to(ines)) == [recent]
        assert list(Note.objects.all()) == list(Note.objects.visible_to(ines)) == []
    with as_member(alone(cast.leila)):
        assert Visit.objects.count() == 2
        assert Note.objects.filter(text="CANARI").count() == 1


def test_shortened_it_closes_the_day_after(cast, case, alone, as_member, today):
    absence = away(cast, today - 2 * DAY, today + 5 * DAY, (cast.ines.professional, None), today=today - 2 * DAY)
    absence.shorten(today - DAY, today=today)

    with as_member(alone(cast.ines)):
        assert Case.objects.count() == 0


def test_cancelled_it_opens_nothing(cast, case, alone, as_member, today):
    away(cast, today, today + DAY, (cast.ines.professional, None)).cancel(today=today)

    with as_member(alone(cast.ines)):
        assert Case.objects.count() == 0


def test_cancelled_it_still_says_who_was_to_replace(cast, today):
    absence = away(cast, today, today + DAY, (cast.ines.professional, None))
    absence.cancel(today=today)
    assert absence.covers.get().professional == cast.ines.professional
    assert not Cover.objects.running().exists()


def test_begun_earlier_it_is_shortened_rather_than_cancelled(cast, today):
    absence = away(cast, today - DAY, today + DAY, (cast.ines.professional, None), today=today - DAY)
    with pytest.raises(MoveRefused, match="raccourcissez-la"):
        absence.cancel(today=today)


def test_nobody_makes_herself_the_replacement_of_another(cast, case, as_member, sql, today):
    absence = away(cast, today, today)

    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.ines):
        Cover.objects.create(
            absence=absence, organisation=cast.ines.organisation, replaced=cast.leila.professional,
            professional=cast.ines.professional, starts_on=today, ends_on=today,
        )  # fmt: skip


@pytest.mark.parametrize("outsider", ["paul", "sophie", "karim", "diane", "emile", "camille", "admin"])
def test_outside_the_association_nobody_reads_who_is_away(outsider, cast, as_member, sql, today):
    away(cast, today, today, (cast.ines.professional, None))
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, outsider)):
        sql("SELECT * FROM households_absence")


def test_another_association_reads_no_absence(cast, as_member, today):
    away(cast, today, today, (cast.ines.professional, None))
    with as_member(cast.charlie):
        assert (Absence.objects.count(), Cover.objects.count()) == (0, 0)


# --- what may be noted --------------------------------------------------------------------------------


def test_two_absences_of_one_person_never_overlap(cast, today):
    away(cast, today, today + 5 * DAY)
    with pytest.raises(IntegrityError, match="absence_one_at_a_time"), transaction.atomic():
        away(cast, today + 5 * DAY, today + 8 * DAY)
    away(cast, today + 6 * DAY, today + 8 * DAY)
    assert Absence.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(-5, -1, "Ces jours sont passés"), (0, 120, "Au-delà de trois mois")],
)
def test_days_gone_and_very_long_absences_are_refused(cast, today, first, last, said):
    with pytest.raises(MoveRefused, match=said):
        away(cast, today + first * DAY, today + last * DAY, today=today)


def test_a_colleague_away_on_all_these_days_cannot_replace(cast, today):
    away(cast, today, today + 5 * DAY, who=cast.ines)
    with pytest.raises(MoveRefused, match="aussi absent"):
        away(cast, today + DAY, today + 3 * DAY, (cast.ines.professional, None), today=today)


# --- her pages ----------------------------------------------------------------------------------------


def planned_today(cast, case, today):
    return Visit.plan(case, on=today, at=time(10), author=cast.leila.professional)


def test_the_visits_of_the_absent_are_in_the_day_the_week_and_the_calendar_of_whoever_replaces(
    cast, case, sign_in, today
):
    planned_today(cast, case, today)
    browser = sign_in(cast.ines)
    before = [browser.get(page(name)).content.decode() for name in ("day", "calendar")]
    away(cast, today, today, (cast.ines.professional, None))

    for name, old in zip(("day", "calendar"), before, strict=True):
        assert case.household.code not in old
        assert case.household.code in browser.get(page(name)).content.decode()
    assert "remplace Leila" in browser.get(page("day")).content.decode()
    assert "remplace Leila" in browser.get(page("week")).content.decode()
    assert "remplace" not in sign_in(cast.leila).get(page("week")).content.decode()


def test_the_visit_is_of_whoever_made_it(cast, case, today):
    visit = planned_today(cast, case, today)
    away(cast, today, today, (cast.ines.professional, None))
    visit.tap(Visit.Status.DONE, was=Visit.Status.PLANNED, today=today, by=cast.ines.professional)
    visit.refresh_from_db()
    assert visit.author == cast.ines.professional


def test_a_visit_noted_by_a_colleague_who_replaces_nobody_stays_its_authors(cast, case, today):
    visit = planned_today(cast, case, today)
    visit.tap(Visit.Status.DONE, was=Visit.Status.PLANNED, today=today, by=cast.bruno.professional)
    visit.refresh_from_db()
    assert visit.author == cast.leila.professional


def test_the_page_says_who_is_away_and_what_is_left(cast, case, sign_in, today):
    soon = today + 3 * DAY
    Visit.plan(case, on=soon, at=time(10), author=cast.leila.professional)
    away(cast, soon, soon, today=today)
    shown = sign_in(cast.bruno).get(page("absences")).content.decode()
    assert "sans remplaçant" in shown
    assert "Visites à replanifier ou à confier" in shown
    assert "Absences à couvrir" in sign_in(cast.bruno).get("/").content.decode()

    absence = Absence.objects.get()
    told = {"colleague": cast.ines.professional_id, "case": case.pk}
    sign_in(cast.bruno).post(page("absence_cover", absence.pk), told)

    shown = sign_in(cast.bruno).get(page("absences")).content.decode()
    assert "sans remplaçant" not in shown
    assert "Visites à replanifier" not in shown
    assert "Absences à couvrir" not in sign_in(cast.bruno).get("/").content.decode()


def test_one_writes_ones_own_whoever_one_names(cast, sign_in, today):
    told = {"kind": "absence", "starts_on": today, "ends_on": today + DAY, "colleague": cast.bruno.professional_id}
    sign_in(cast.ines).post(page("new_absence"), told | {"professional": cast.leila.professional_id})
    absence = Absence.objects.get()
    assert absence.professional == absence.created_by == cast.ines.professional
    assert absence.covers.get().professional == cast.bruno.professional


def test_the_head_writes_anybodys(cast, sign_in, today):
    told = {"kind": "formation", "starts_on": today, "ends_on": today, "colleague": ""}
    sign_in(cast.bruno).post(page("new_absence"), told | {"professional": cast.leila.professional_id})
    absence = Absence.objects.get()
    assert (absence.professional, absence.created_by) == (cast.leila.professional, cast.bruno.professional)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"ends_on": date(2000, 1, 1)}, "Le dernier jour précède le premier."),
        ({"colleague": "herself"}, "Une autre personne que l&#x27;absente la remplace."),
        ({"starts_on": "n'importe quoi"}, "Saisissez une date"),
    ],
    ids=["ends before it starts", "replaces herself", "not a date"],
)
def test_what_is_wrong_is_said_and_nothing_written(cast, sign_in, today, told, said):
    me = cast.leila.professional_id
    good = {"professional": me, "kind": "absence", "starts_on": today, "ends_on": today + DAY, "colleague": ""}
    told = {name: me if value == "herself" else value for name, value in told.items()}
    answer = sign_in(cast.leila).post(page("new_absence"), good | told)
    assert said in answer.content.decode()
    assert Absence.objects.count() == 0


def test_overlap_is_said_in_words(cast, sign_in, today):
    away(cast, today, today + 5 * DAY)
    told = {
        "professional": cast.leila.professional_id, "kind": "absence", "starts_on": today, "ends_on": today,
        "colleague": "",
    }  # fmt: skip
    answer = sign_in(cast.leila).post(page("new_absence"), told)
    assert "Cette personne est déjà notée absente" in answer.content.decode()


def test_shortened_and_cancelled_on_the_page(cast, sign_in, today):
    begun = away(cast, today - DAY, today + 5 * DAY, today=today - DAY)
    later = away(cast, today + 10 * DAY, today + 12 * DAY, today=today)
    browser = sign_in(cast.leila)
    browser.post(page("absence_shorten", begun.pk), {"ends_on": today})
    browser.post(page("absence_cancel", later.pk))
    begun.refresh_from_db()
    later.refresh_from_db()
    assert begun.ends_on == today
    assert later.cancelled_at is not None


@pytest.mark.parametrize("name", ["absence_cover", "absence_shorten"])
def test_the_absence_of_another_is_not_ones_own_to_change(name, cast, sign_in, today):
    absence = away(cast, today, today)
    assert sign_in(cast.ines).get(page(name, absence.pk)).status_code == 404
    assert sign_in(cast.bruno).get(page(name, absence.pk)).status_code == 200


@pytest.mark.parametrize("other", [one for one in OUTSIDERS if one != "charlie"])
def test_the_page_is_the_associations(other, cast, sign_in):
    assert sign_in(getattr(cast, other)).get(page("absences")).status_code == 404


def test_the_page_costs_the_same_at_one_absence_and_at_three(cast, case, sign_in, today):
    browser = sign_in(cast.bruno)
    Visit.plan(case, on=today + DAY, at=time(10), author=cast.leila.professional)
    away(cast, today + DAY, today + DAY, (cast.ines.professional, case), today=today)
    one = count(browser, page("absences"))
    away(cast, today + 3 * DAY, today + 3 * DAY, (cast.bruno.professional, case), today=today)
    away(cast, today + 5 * DAY, today + 6 * DAY, who=cast.ines, today=today)
    assert (one, count(browser, page("absences"))) == (ABSENCES_COST, ABSENCES_COST)


# --- reminders and the roster --------------------------------------------------------------------------

WEDNESDAY = datetime(2025, 5, 14, 6, 0, tzinfo=UTC)


def owed_to(person):
    return set(Reminder.objects.live().filter(recipient=person).values_list("about", "stage"))


def test_what_is_owed_to_somebody_away_is_owed_to_whoever_replaces_and_back_again(cast, case):
    ines, leila = cast.ines.professional, cast.leila.professional
    absence = away(cast, WEDNESDAY.date(), WEDNESDAY.date() + DAY, (ines, None))
    tick(WEDNESDAY)
    told = owed_to(ines)
    assert told
    assert owed_to(leila) == set()
    assert {one.instead_of for one in Reminder.objects.filter(recipient=ines)} == {leila}

    absence.shorten(WEDNESDAY.date(), today=WEDNESDAY.date())
    tick(WEDNESDAY + DAY)
    assert owed_to(ines) == set()
    assert owed_to(leila) >= told


def test_nobody_replacing_she_is_still_told(cast, case):
    away(cast, WEDNESDAY.date(), WEDNESDAY.date())
    tick(WEDNESDAY)
    assert owed_to(cast.leila.professional)


def test_on_duty_and_away_whoever_replaces_answers(cast):
    now = datetime(2025, 5, 14, 8, 0, tzinfo=UTC)
    DutyShift.put(cast.agreement, now.date(), "matin", cast.leila.professional)
    assert on_duty_now([cast.agreement], now) == [cast.leila.professional]
    away(cast, now.date(), now.date(), (cast.ines.professional, None))
    assert on_duty_now([cast.agreement], now) == [cast.ines.professional]


def test_the_rotation_passes_over_whoever_is_away(cast, sign_in, today):
    away(cast, today, today + 40 * DAY)
    people = [cast.leila.professional_id, cast.ines.professional_id]
    sign_in(cast.bruno).post(f"{page('duty_rotation')}?convention=DEMO", {"people": people})
    assert {shift.professional for shift in DutyShift.objects.all()} == {cast.ines.professional}


def test_the_roster_flags_whoever_is_away(cast, sign_in, today):
    day = next(today + n * DAY for n in range(1, 9) if is_working_day(today + n * DAY))
    DutyShift.put(cast.agreement, day, "matin", cast.leila.professional)
    browser = sign_in(cast.bruno)
    assert "absence : choisissez" not in browser.get(page("duty")).content.decode()
    away(cast, day, day, today=today)
    assert "absence : choisissez" in browser.get(f"{page('duty')}?du={day}").content.decode()


def test_the_team_page_says_who_is_away(cast, sign_in, case, today):
    away(cast, today, today, today=today)
    assert f"absence du {today:%d/%m} au {today:%d/%m}" in sign_in(cast.bruno).get(page("team")).content.decode()
