"""Points of vigilance: until a day, renewed or lifted with a reason, read by the team alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from accompaniment.models import AlertRenewal, HouseholdAlert
from accompaniment.models.household_alert import LONGEST
from accompaniment.reminders import vigilance
from households.deadline_table import stage_of
from households.models import Case, Event, Reminder
from households.stateful import MoveRefused
from tests.accompaniment.test_pages import OUTSIDERS, page
from tests.factories.modular import ended
from tests.factories.vigilance import WRITTEN, alert

LAST = WRITTEN + timedelta(days=91)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


def typed(today, **more):
    return {
        "kind": "animal", "level": "danger", "why": "Chien non tenu dans l'entrée.", "starts_on": today.isoformat(),
        "until": (today + timedelta(days=60)).isoformat(), **more,
    }  # fmt: skip


def test_it_is_written_with_its_last_day_and_told_in_words_on_the_file(worker, case, today):
    answer = worker.post(page("new_alert", case.pk), typed(today))
    shown = worker.get(case.get_absolute_url()).content.decode()

    assert answer.status_code == 302
    assert "Danger : chien ou autre animal" in shown
    assert "Chien non tenu dans l&#x27;entrée." in shown
    assert shown.index("Danger : chien ou autre animal") < shown.index('aria-label="Parcours du ménage"')


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"until": ""}, "Ce champ est obligatoire"),
        ({"until": "2020-01-01"}, "déjà passé"),
        ({"until": "2999-01-01"}, "six mois au plus"),
        ({"why": ""}, "Ce champ est obligatoire"),
        ({"kind": "autre_chose"}, "Sélectionnez un choix valide"),
    ],
)
def test_without_a_reason_or_with_a_last_day_too_far_nothing_is_written(more, told, worker, case, today):
    answer = worker.post(page("new_alert", case.pk), typed(today, **more))

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not HouseholdAlert.objects.exists()


def test_its_first_day_is_not_after_its_last_one(worker, case, today):
    ahead = (today + timedelta(days=90)).isoformat()

    answer = worker.post(page("new_alert", case.pk), typed(today, starts_on=ahead))

    assert answer.status_code == 422
    assert "finit après avoir commencé" in answer.content.decode()
    assert not HouseholdAlert.objects.exists()


def test_it_is_in_force_from_its_first_day_to_its_last_one(cast, case):
    one = alert(cast, case)
    days = [WRITTEN - timedelta(days=1), WRITTEN, LAST, LAST + timedelta(days=1)]

    assert [one.in_force(day) for day in days] == [False, True, True, False]
    assert [HouseholdAlert.objects.between(day, day).count() for day in days] == [0, 1, 1, 0]


def test_a_household_has_one_visit_by_two_at_a_time(cast, case):
    alert(cast, case)
    with pytest.raises(IntegrityError, match="household_alert_one_two_person"), transaction.atomic():
        alert(cast, case)
    assert HouseholdAlert.objects.count() == 1


def test_nothing_is_written_once_the_accompaniment_is_over(cast, case):
    ended(cast, case)
    case.refresh_from_db()
    with pytest.raises(MoveRefused, match="fini"):
        alert(cast, case)


def test_renewed_it_runs_further_and_says_why(cast, case):
    one, by = alert(cast, case), cast.ines.professional

    one.renew(until=LAST + timedelta(days=30), why="Toujours vrai.", today=LAST, by=by)

    kept = AlertRenewal.objects.get()
    assert (kept.was_until, kept.until, kept.why, kept.created_by) == (LAST, one.until, "Toujours vrai.", by)
    assert HouseholdAlert.objects.get().until == LAST + timedelta(days=30)
    assert [event.action for event in Event.objects.filter(record_id=one.pk)] == ["alert.renewed", "alert.written"]


@pytest.mark.parametrize(
    ("until", "told"),
    [(LAST, "choisissez un jour plus éloigné"), (LAST + LONGEST + timedelta(days=1), "six mois au plus")],
)
def test_a_renewal_goes_further_and_not_beyond_six_months(until, told, cast, case):
    one = alert(cast, case)
    with pytest.raises(MoveRefused, match=told):
        one.renew(until=until, why="x", today=LAST, by=cast.leila.professional)
    assert not AlertRenewal.objects.exists()


def test_the_second_of_two_who_renew_or_lift_at_once_is_told(cast, case):
    one, by = alert(cast, case), cast.leila.professional
    same, third = HouseholdAlert.objects.get(), HouseholdAlert.objects.get()
    one.renew(until=LAST + timedelta(days=7), why="a", today=LAST, by=by)
    with pytest.raises(MoveRefused, match="collègue vient de"):
        same.renew(until=LAST + timedelta(days=9), why="b", today=LAST, by=by)
    one.lift(why="Le chien est parti.", on=LAST, by=by)
    with pytest.raises(MoveRefused, match="déjà levé"):
        third.lift(why="c", on=LAST, by=by)
    assert (AlertRenewal.objects.count(), HouseholdAlert.objects.get().lifted_why) == (1, "Le chien est parti.")


def test_lifted_it_is_shown_no_more_and_stays_in_the_history(worker, cast, case, today):
    one = alert(cast, case, kind="animal", on=today)
    assert worker.post(page("alert_lifting", one.pk), {"why": ""}).status_code == 422
    assert worker.post(page("alert_lifting", one.pk), {"why": "Le chien est parti."}).status_code == 302

    assert "CANARI-vigilance" not in worker.get(case.get_absolute_url()).content.decode()
    history = worker.get(page("alerts", case.pk)).content.decode()
    assert "Levé par Leila : Le chien est parti." in history


def test_a_renewal_is_asked_from_its_page(worker, cast, case, today):
    one = alert(cast, case, on=today)
    ahead = (today + timedelta(days=150)).isoformat()

    assert worker.post(page("alert_renewal", one.pk), {"until": ahead, "why": "Rien n'a changé."}).status_code == 302
    assert "Rien n&#x27;a changé." in worker.get(page("alerts", case.pk)).content.decode()


def test_an_empty_page_says_what_will_appear_and_offers_to_write(worker, case):
    shown = worker.get(page("alerts", case.pk)).content.decode()
    assert "ce qu'un collègue doit savoir avant la porte" in shown.replace("&#x27;", "'")
    assert page("new_alert", case.pk) in shown


def test_the_referent_reviews_it_from_a_week_before_its_last_day(sign_in, cast, case, today):
    alert(cast, case, on=today, until=today + timedelta(days=7))

    home = sign_in(cast.leila).get("/").content.decode()

    assert "Points de vigilance à revoir" in home
    assert "Points de vigilance à revoir" not in sign_in(cast.bruno).get("/").content.decode()
    assert "Points de vigilance à revoir" not in sign_in(cast.ines).get("/").content.decode()


def test_a_day_earlier_nobody_is_asked(sign_in, cast, case, today):
    alert(cast, case, on=today, until=today + timedelta(days=8))
    assert "Points de vigilance à revoir" not in sign_in(cast.leila).get("/").content.decode()


def test_the_head_reviews_those_of_the_households_that_nobody_follows(sign_in, cast, case, today):
    alert(cast, case, on=today, until=today + timedelta(days=7))
    Case.objects.filter(pk=case.pk).update(referent=None)
    assert "Points de vigilance à revoir" in sign_in(cast.bruno).get("/").content.decode()


def test_a_reminder_is_owed_once_per_last_day_until_somebody_renews_or_lifts(cast, case):
    one = alert(cast, case)
    days = [LAST - timedelta(days=8), LAST - timedelta(days=7), LAST + timedelta(days=31)]
    assert [len(list(vigilance.owed(day))) for day in days] == [0, 1, 0]
    (told,) = vigilance.owed(LAST)
    assert (told.recipient, told.due_on) == (cast.leila.professional, LAST)
    assert stage_of(told.about, told.stage) is not None

    one.renew(until=LAST + timedelta(days=60), why="Encore.", today=LAST, by=cast.leila.professional)

    assert list(vigilance.owed(LAST)) == []
    reminder = Reminder(about=told.about, stage=told.stage, recipient=told.recipient)
    assert vigilance.still(reminder, LAST) is False


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_nobody_else_knows_of_it(outsider, cast, sign_in, case, today):
    one = alert(cast, case, on=today)
    browser = sign_in(getattr(cast, outsider))
    addresses = [page("alerts", case.pk), page("new_alert", case.pk), page("alert_renewal", one.pk)]
    assert [browser.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_renewal_is_never_rewritten(cast, case, leila, as_member, sql):
    one = alert(cast, case)
    one.renew(until=LAST + timedelta(days=9), why="x", today=LAST, by=cast.leila.professional)
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(leila):
        sql("UPDATE accompaniment_alertrenewal SET why = ''")


def test_under_reinforced_confidentiality_a_danger_of_the_place_is_read_by_those_who_know_where(
    cast, case, as_member, sql
):
    place, dog = alert(cast, case, kind="lieu"), alert(cast, case, kind="animal")
    for one in (place, dog):
        one.renew(until=LAST + timedelta(days=9), why="x", today=LAST, by=cast.leila.professional)
    Case.objects.filter(pk=case.pk).update(reinforced=True)
    counted = (
        "SELECT (SELECT count(*) FROM accompaniment_householdalert), (SELECT count(*) FROM accompaniment_alertrenewal)"
    )

    for member, seen in [(cast.leila, 2), (cast.bruno, 2), (cast.ines, 1), (cast.nour, 1)]:
        with as_member(member):
            assert sql(counted) == [(seen, seen)], member
            assert HouseholdAlert.objects.visible_to(member).count() == seen
