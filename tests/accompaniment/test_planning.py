"""Regular appointments, the visits they write ahead, the calendar, and the feed another application reads."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accompaniment import conduct
from accompaniment.icalendar import Entry, calendar, escaped, folded
from accompaniment.models import CalendarFeed, Visit, VisitPlan
from accompaniment.models.feed import fingerprint_of
from accompaniment.planning import AHEAD, day_in_week, slots, write_ahead
from accompaniment.weeks import Span, monday_of
from households.models import ExitReason, assign
from households.stateful import MoveRefused
from lodabord.kernel.working_days import PARIS, is_working_day
from lodabord.partners.models import Closure
from tests import factories
from tests.accompaniment.test_pages import OUTSIDERS, page
from tests.factories.planning import regular
from tests.test_query_counts import count
from tests.together import as_the_programme, committed, together  # noqa: F401 - a fixture

MONDAY = date(2025, 6, 2)


def planned(case):
    return list(Visit.objects.planned().filter(case=case).order_by("on").values_list("on", flat=True))


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


# --- which days --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("monday", "weekday", "on"),
    [
        (date(2025, 6, 2), 1, date(2025, 6, 3)),
        (date(2025, 6, 9), 0, date(2025, 6, 10)),
        (date(2025, 5, 26), 3, date(2025, 5, 28)),
        (date(2025, 11, 10), 1, date(2025, 11, 10)),
    ],
    ids=["its day", "Whit Monday: the next day", "Ascension: the day before", "Armistice: the day before"],
)
def test_a_day_off_is_gone_round_within_its_week(monday, weekday, on):
    assert day_in_week(monday, weekday, []) == on


def test_a_week_that_is_all_closed_has_no_visit():
    assert day_in_week(MONDAY, 1, [(MONDAY, MONDAY + timedelta(days=6))]) is None


mondays = st.dates(date(2024, 1, 1), date(2039, 12, 1)).map(monday_of)
days = st.dates(date(2024, 1, 1), date(2039, 12, 1))


@given(monday=mondays, weekday=st.integers(0, 4))
def test_the_day_found_is_worked_and_of_that_week(monday, weekday):
    on = day_in_week(monday, weekday, [])
    assert on is not None
    assert is_working_day(on)
    assert monday_of(on) == monday


@given(
    starts_on=days, weekday=st.integers(0, 4), every=st.sampled_from([1, 2, 4]), gap=st.integers(0, 400),
    pause=st.tuples(st.integers(0, 60), st.integers(1, 30)),
)  # fmt: skip
def test_slots_keep_the_rhythm_the_bounds_and_the_pauses(starts_on, weekday, every, gap, pause):
    today = starts_on + timedelta(days=gap)
    paused = Span(today + timedelta(days=pause[0]), today + timedelta(days=sum(pause)))
    found = slots(
        weekday=weekday, every_weeks=every, starts_on=starts_on, ends_on=None, today=today, until=today + AHEAD,
        paused=[paused],
    )  # fmt: skip
    for slot in found:
        assert today <= slot.on <= today + AHEAD
        assert not paused.holds(slot.on)
        assert (slot.monday - monday_of(starts_on)).days % (7 * every) == 0
    assert len({slot.monday for slot in found}) == len(found)


# --- written ahead -----------------------------------------------------------------------------------


def test_four_weeks_are_written_once_whatever_the_number_of_runs(cast, case):
    regular(cast, case, starts_on=MONDAY)
    assert write_ahead(MONDAY) == 4
    assert write_ahead(MONDAY) == 0
    assert planned(case) == [date(2025, 6, day) for day in (3, 10, 17, 24)]
    assert write_ahead(MONDAY + timedelta(days=7)) == 1, "a week on, the next one"


def test_a_visit_planned_by_hand_is_the_visit_of_its_week(cast, case, leila):
    Visit.plan(case, on=date(2025, 6, 12), author=leila.professional)
    regular(cast, case, starts_on=MONDAY)
    write_ahead(MONDAY)
    assert planned(case) == [date(2025, 6, 3), date(2025, 6, 12), date(2025, 6, 17), date(2025, 6, 24)]


def test_moved_to_another_week_it_is_not_written_again(cast, case):
    regular(cast, case, starts_on=MONDAY)
    write_ahead(MONDAY)
    Visit.objects.filter(on=date(2025, 6, 10)).update(on=date(2025, 6, 19))
    write_ahead(MONDAY)
    assert planned(case) == [date(2025, 6, 3), date(2025, 6, 17), date(2025, 6, 19), date(2025, 6, 24)]


def test_a_closure_of_the_agreement_is_gone_round(cast, case):
    Closure.objects.create(
        agreement=cast.agreement, starts_on=date(2025, 6, 9), ends_on=date(2025, 6, 11), reason="Séminaire"
    )
    regular(cast, case, starts_on=MONDAY)
    write_ahead(MONDAY)
    assert planned(case)[1] == date(2025, 6, 12)


def test_a_new_appointment_replaces_the_former_from_its_first_day(cast, case):
    first = regular(cast, case, starts_on=MONDAY)
    regular(cast, case, starts_on=date(2025, 6, 16), today=MONDAY, weekday=3)
    first.refresh_from_db()
    assert first.ends_on == date(2025, 6, 16)
    write_ahead(MONDAY)
    assert planned(case) == [date(2025, 6, day) for day in (3, 10, 19, 26)]


def test_the_database_refuses_two_at_once(cast, case):
    regular(cast, case, starts_on=MONDAY)
    with pytest.raises(IntegrityError, match="visit_plan_one_at_a_time"), transaction.atomic():
        VisitPlan.objects.create(
            case=case, weekday=2, at=time(9), professional=cast.leila.professional, starts_on=date(2025, 7, 1)
        )


def test_a_household_not_housed_has_none(cast):
    with pytest.raises(MoveRefused, match="pas accompagné dans son logement"):
        regular(cast, factories.preparing_case(cast), starts_on=MONDAY)


def test_two_workers_writing_at_once_write_once(committed):  # noqa: F811
    def tell(cast):
        case = factories.housed_case(cast)
        regular(cast, case, starts_on=MONDAY)
        return case

    case = committed(tell)
    told = together((None, lambda: write_ahead(MONDAY)), (None, lambda: write_ahead(MONDAY)))
    assert all(isinstance(one, int) for one in told), told

    with as_the_programme():
        assert len(planned(case)) == 4


# --- what happens to the household -------------------------------------------------------------------


def test_a_suspension_takes_the_visits_to_come_off_and_the_end_of_it_brings_them_back(cast, case):
    by = cast.leila.professional
    regular(cast, case, starts_on=MONDAY)
    write_ahead(MONDAY)
    Visit.plan(case, on=date(2025, 6, 12), author=by)
    day = date(2025, 6, 4)
    conduct.suspend(case, on=day, review_on=date(2025, 7, 4), reason="absence", today=day, by=by)
    assert planned(case) == [date(2025, 6, 3)], "those already past stay to be noted"
    assert write_ahead(day) == 0

    case.refresh_from_db()
    conduct.reactivate(case, on=date(2025, 6, 16), asked_by="household", by=by)
    write_ahead(date(2025, 6, 16))
    assert planned(case) == [date(2025, 6, day) for day in (3, 17, 24)] + [date(2025, 7, 1), date(2025, 7, 8)]


def test_the_end_of_the_accompaniment_ends_the_appointment(cast, case):
    plan = regular(cast, case, starts_on=MONDAY)
    write_ahead(MONDAY)
    reason = ExitReason.objects.get(code="objectif_atteint")
    conduct.end_accompaniment(
        case, on=date(2025, 6, 5), reason=reason, destination="", initiative="household", handover="",
        by=cast.bruno.professional,
    )  # fmt: skip
    plan.refresh_from_db()
    assert plan.ends_on == date(2025, 6, 5)
    assert planned(case) == [date(2025, 6, 3)]
    assert write_ahead(date(2025, 6, 6)) == 0


def test_another_referent_takes_the_appointment_over(cast, case):
    regular(cast, case, starts_on=MONDAY)
    write_ahead(MONDAY)
    assign(case, "referent", cast.ines.professional, on=date(2025, 6, 11), by=cast.bruno.professional)
    makers = dict(Visit.objects.planned().values_list("on", "author__first_name"))
    assert makers == {
        date(2025, 6, 3): "Leila", date(2025, 6, 10): "Leila", date(2025, 6, 17): "Ines", date(2025, 6, 24): "Ines"
    }  # fmt: skip
    assert VisitPlan.objects.get().professional == cast.ines.professional


def test_a_visit_made_by_two_is_in_both_calendars(cast, case, sign_in):
    today = timezone.localdate()
    Visit.plan(case, on=today, at=time(10), author=cast.leila.professional, second=cast.ines.professional)
    for member in (cast.leila, cast.ines):
        assert case.household.code in sign_in(member).get(page("calendar")).content.decode()
        assert case.household.code in sign_in(member).get(page("day")).content.decode()


# --- pages -------------------------------------------------------------------------------------------


def test_an_appointment_is_agreed_on_its_page_and_its_visits_are_there_at_once(worker, cast, case):
    sent = {
        "weekday": "2", "at": "14:00", "every_weeks": "1", "professional": cast.leila.professional.pk,
        "second": cast.ines.professional.pk, "starts_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert worker.post(page("regular", case.pk), sent).status_code == 302
    assert 3 <= Visit.objects.planned().filter(case=case, second=cast.ines.professional).count() <= 5
    wrong = {**sent, "second": cast.leila.professional.pk}
    assert worker.post(page("regular", case.pk), wrong).status_code == 422

    plan = VisitPlan.objects.get()
    assert worker.post(page("regular_stop", plan.pk), {}).status_code == 422
    assert worker.post(page("regular_stop", plan.pk), {"sure": "on"}).status_code == 302
    assert not Visit.objects.planned().filter(case=case, on__gt=timezone.localdate()).exists()


def test_one_visit_is_moved_and_a_past_date_refused(worker, cast, case):
    today = timezone.localdate()
    one = Visit.plan(case, on=today, at=time(10), author=cast.leila.professional)
    late = worker.post(page("visit_move", one.pk), {"on": (today - timedelta(days=1)).isoformat()})
    assert late.status_code == 422
    assert (
        worker.post(
            page("visit_move", one.pk), {"on": (today + timedelta(days=2)).isoformat(), "at": "11:30"}
        ).status_code
        == 302
    )
    one.refresh_from_db()
    assert (one.on, one.at) == (today + timedelta(days=2), time(11, 30))

    one.log("annulee_menage", today=today, by=cast.leila.professional)
    assert worker.post(page("visit_move", one.pk), {"on": (today + timedelta(days=3)).isoformat()}).status_code == 422


def test_two_visits_at_the_same_hour_are_said(worker, cast, case):
    other = factories.housed_case(cast, number="059012500002GDEMO1", last_name="Autre")
    for one in (case, other):
        Visit.plan(one, on=timezone.localdate(), at=time(10), author=cast.leila.professional)
    assert worker.get(page("calendar")).content.decode().count("deux visites à la même heure") == 2


@pytest.mark.parametrize(
    "asked", ["", "?du=2025-06-04", "?du=2025-06-04&vue=mois", "?du=n%27importe", "?du=9999-12-31&vue=mois"]
)
def test_the_calendar_opens_whatever_is_asked(worker, case, asked):
    assert worker.get(page("calendar") + asked).status_code == 200


def test_days_off_are_named(worker):
    shown = worker.get(page("calendar") + "?du=2025-06-09").content.decode()
    assert "jour férié" in shown


def test_the_teams_calendar_is_the_heads(worker, sign_in, cast, case):
    Visit.plan(case, on=timezone.localdate(), author=cast.leila.professional)
    asked = page("calendar") + "?qui=equipe"
    assert case.household.code in sign_in(cast.bruno).get(asked).content.decode()
    assert case.household.code not in sign_in(cast.ines).get(asked).content.decode()


@pytest.mark.parametrize("asked", ["", "?vue=mois"])
def test_the_calendar_costs_the_same_at_one_visit_and_at_three(worker, cast, case, asked):
    costs = []
    for hour in (9, 10, 11):
        Visit.plan(case, on=timezone.localdate(), at=time(hour), author=cast.leila.professional)
        costs.append(count(worker, page("calendar") + asked))
    assert costs[0] == costs[-1] == 10


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_nobody_else_knows_of_the_appointments(outsider, cast, sign_in, case):
    plan = regular(cast, case, starts_on=MONDAY)
    browser = sign_in(getattr(cast, outsider))
    for address in (page("regular", case.pk), page("regular_stop", plan.pk)):
        assert browser.get(address).status_code == 404


# --- the feed ----------------------------------------------------------------------------------------


def unescaped(found):
    return "\n" if found[1] in "nN" else found[1]


def read_calendar(text):
    """Another reader, written apart: unfold, split, unescape. A list of {name: (parameters, value)}."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub("\r\n ", "", text).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events, current = [], None
    for line in lines[1:-1]:
        head, value = line.split(":", 1)
        name, *parameters = head.split(";")
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            events.append(current)
            current = None
        elif current is not None:
            assert name not in current, "once each"
            current[name] = (
                parameters,
                re.sub(r"\\([\\;,nN])", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value),
            )
    return events


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n"), max_size=120)


@given(summary=texts, minutes=st.integers(1, 600), instant=st.datetimes(datetime(2024, 1, 1), datetime(2039, 1, 1)))
def test_whatever_is_written_is_read_back(summary, minutes, instant):
    starts = instant.replace(microsecond=0, tzinfo=PARIS)
    entry = Entry("a@b", starts, minutes, summary, "https://exemple.test/x", starts)
    (event,) = read_calendar(calendar([entry], name="Visites"))
    assert event["SUMMARY"] == ([], summary)
    read = datetime.strptime(event["DTSTART"][1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert read == starts
    assert datetime.strptime(event["DTEND"][1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) - read == timedelta(
        minutes=minutes
    )


def test_signs_of_several_bytes_are_never_cut():
    assert (
        "".join(part.removeprefix(" ") if number else part for number, part in enumerate(folded("é" * 200)))
        == "é" * 200
    )
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


@pytest.fixture
def address(worker):
    shown = worker.post(page("feed"), {"acte": "ouvrir"}).content.decode()
    return re.search(r"/accompagnement/calendrier/[\w-]+\.ics", shown)[0]


def test_the_feed_tells_codes_hours_and_links_and_nothing_else(client, cast, case, address, settings):
    today = timezone.localdate()
    Visit.plan(case, on=today + timedelta(days=3), at=time(10), author=cast.leila.professional)
    Visit.plan(case, on=today + timedelta(days=5), author=cast.leila.professional)
    cold = Visit.plan(case, on=today, at=time(9), author=cast.leila.professional)
    cold.log("annulee_menage", today=today, by=cast.leila.professional, report="CANARI", person_says="CANARI")
    Visit.plan(case, on=today, at=time(9), author=cast.ines.professional)
    factories.visit(cast, case, on=today - timedelta(days=31), report="CANARI")

    answer = client.get(address)
    text = answer.content.decode()
    events = read_calendar(text)
    assert [event["SUMMARY"][1] for event in events] == [f"Visite à domicile {case.household.code}"] * 3
    assert [event["STATUS"][1] for event in events] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert events[2]["DTSTART"][0] == ["VALUE=DATE"]
    assert all(event["URL"][1].startswith(settings.SITE_ADDRESS) for event in events)
    assert len({event["UID"][1] for event in events}) == 3
    for secret in ("CANARI", "Bernard", "Maryse", "Mme", "rue"):
        assert secret not in text
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_address_is_shown_once_and_only_its_fingerprint_is_kept(worker, address):
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 32
    assert CalendarFeed.objects.get().fingerprint == fingerprint_of(secret)
    assert secret not in worker.get(page("feed")).content.decode()


def test_renewed_closed_or_left_it_answers_nothing(client, worker, address, leila):
    assert client.get(address).status_code == 200
    worker.post(page("feed"), {"acte": "ouvrir"})
    assert client.get(address).status_code == 404

    shown = worker.post(page("feed"), {"acte": "ouvrir"}).content.decode()
    again = re.search(r"/accompagnement/calendrier/[\w-]+\.ics", shown)[0]
    worker.post(page("feed"), {"acte": "fermer"})
    assert client.get(again).status_code == 404

    shown = worker.post(page("feed"), {"acte": "ouvrir"}).content.decode()
    last = re.search(r"/accompagnement/calendrier/[\w-]+\.ics", shown)[0]
    type(leila).objects.filter(pk=leila.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert client.get(last).status_code == 404
    assert client.get(page("feed_file", "n-importe-quoi")).status_code == 404


def test_nobody_reads_the_feeds_of_another(worker, address, ines, paul, as_member, sql):
    with as_member(ines):
        assert sql("SELECT * FROM accompaniment_calendarfeed") == []
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(paul):
        sql("SELECT * FROM accompaniment_calendarfeed")


def test_one_visit_goes_to_ones_own_diary(worker, cast, case):
    one = Visit.plan(case, on=timezone.localdate(), at=time(10), author=cast.leila.professional)
    answer = worker.get(page("visit_ics", one.pk))
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = read_calendar(answer.content.decode())
    assert case.household.code in event["SUMMARY"][1]
