"""Neighbour mediation: opened with parties by their role, meetings as visits, an outcome; the landlord reads dates."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from accompaniment.models import Mediation, Visit
from households.models import Case, Event, VisitFact
from households.stateful import MoveRefused
from tests import factories
from tests.factories.mediation import ON, disturbance, opened
from tests.test_query_counts import count

OUTSIDE = ["paul", "sophie", "diane", "karim", "emile", "camille", "admin"]
MET = date(2025, 6, 10)


@pytest.fixture
def mediation(case, cast):
    return opened(cast, case)


def met(cast, mediation, *, on=MET, status="realisee"):
    visit = mediation.plan_meeting(on=on, at=time(10), by=cast.leila.professional)
    visit.log(status, today=on, by=cast.leila.professional)
    return visit


# --- opening ----------------------------------------------------------------------------------------


def test_opened_from_the_file_about_what_the_landlord_reported(case, cast, sign_in):
    noise = disturbance(cast, case)
    told = {"reason": "bruit", "parties": ["voisins"], "disturbances": [str(noise.pk)], "on": "2025-06-02"}
    response = sign_in(cast.leila).post(reverse("accompaniment:new_mediation", args=[case.pk]), told)

    made = Mediation.objects.get()
    assert response.status_code == 302
    assert (made.parties, [one.disturbance for one in made.subjects.all()]) == (["menage", "voisins"], [noise])
    page = sign_in(cast.leila).get(made.get_absolute_url()).content.decode()
    assert "bruit constaté le 20/05/2025" in page
    assert "Prévoyez une première rencontre" in page


def test_a_disturbance_of_another_household_is_not_linked(case, cast):
    other = factories.housed_case(cast, last_name="Autre", number="059012500002GDEMO1")

    assert opened(cast, case, disturbances=[disturbance(cast, other)]).subjects.count() == 0


def test_a_mediation_needs_another_party(case, cast, sign_in):
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(cast, case, parties=())
    response = sign_in(cast.leila).post(
        reverse("accompaniment:new_mediation", args=[case.pk]), {"reason": "bruit", "on": "2025-06-02"}
    )
    assert response.status_code == 422


def test_one_at_a_time(mediation, case, cast, sign_in):
    told = {"reason": "bruit", "parties": ["voisin"], "on": "2025-06-02"}
    response = sign_in(cast.leila).post(reverse("accompaniment:new_mediation", args=[case.pk]), told)

    assert response.status_code == 422
    assert "déjà en cours" in response.content.decode()


def test_nothing_holds_a_name():
    """Lists and dates only: there is no room for one."""
    texts = [one.name for one in Mediation._meta.fields if one.get_internal_type() in ("TextField", "CharField")]

    assert sorted(texts) == ["outcome", "reason", "state"]
    assert all(Mediation._meta.get_field(name).choices for name in texts)


# --- meetings ---------------------------------------------------------------------------------------


def test_a_meeting_is_a_visit_of_its_nature(mediation, cast, sign_in):
    url = reverse("accompaniment:mediation_meeting", args=[mediation.pk])
    sign_in(cast.leila).post(url, {"on": "2025-06-10", "at": "10:00"})

    visit = mediation.meetings().get()
    assert (visit.kind, visit.on, visit.author) == ("mediation", MET, cast.leila.professional)
    assert "10/06/2025" in sign_in(cast.leila).get(mediation.get_absolute_url()).content.decode()


def test_before_it_was_opened_no_meeting(mediation, cast):
    with pytest.raises(MoveRefused, match="ouverte depuis"):
        mediation.plan_meeting(on=ON - timedelta(days=1), at=None, by=cast.leila.professional)


def test_the_landlord_reads_the_date_and_whether_it_took_place(mediation, cast, sign_in, as_member):
    met(cast, mediation)
    met(cast, mediation, on=MET + timedelta(days=7), status="annulee_menage")

    with as_member(cast.sophie):
        facts = list(VisitFact.objects.order_by("visited_on").values_list("visited_on", "done", "mediation"))
    page = sign_in(cast.sophie).get(mediation.case.get_absolute_url()).content.decode()

    assert facts == [(MET, True, True), (MET + timedelta(days=7), False, True)]
    assert "médiation de voisinage réalisée" in page
    assert "médiation de voisinage non réalisée" in page
    assert "Le bruit" not in page


def test_a_home_visit_is_told_as_before(case, cast, sign_in):
    factories.visit(cast, case, on=date(2025, 5, 14))

    assert list(VisitFact.objects.values_list("visited_on", "done", "mediation")) == [(date(2025, 5, 14), True, False)]
    assert "médiation de voisinage" not in sign_in(cast.sophie).get(case.get_absolute_url()).content.decode()


# --- its end ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["accord", "sans_accord", "abandonnee"])
def test_it_ends_with_an_outcome(outcome, mediation, cast, sign_in):
    met(cast, mediation)
    url = reverse("accompaniment:mediation_closing", args=[mediation.pk])
    response = sign_in(cast.leila).post(url, {"outcome": outcome, "on": "2025-06-20"})

    assert response.status_code == 302
    mediation.refresh_from_db()
    assert (mediation.state, mediation.outcome, mediation.closed_on) == ("close", outcome, date(2025, 6, 20))


def test_with_a_meeting_still_planned_it_is_not_closed(mediation, cast):
    mediation.plan_meeting(on=MET, at=None, by=cast.leila.professional)

    with pytest.raises(MoveRefused, match="encore prévue"):
        mediation.close(outcome="accord", on=MET, today=MET, by=cast.leila.professional)


def test_closed_it_takes_no_meeting_and_another_may_open(mediation, case, cast):
    mediation.close(outcome="abandonnee", on=MET, today=MET, by=cast.leila.professional)

    with pytest.raises(MoveRefused, match="est close"):
        mediation.plan_meeting(on=MET, at=None, by=cast.leila.professional)
    assert opened(cast, case, on=MET).is_open


@pytest.mark.parametrize(
    ("on", "why"), [(ON - timedelta(days=1), "ouverte depuis"), (MET + timedelta(days=1), "à venir")]
)
def test_its_last_day_lies_between_its_first_and_today(on, why, mediation, cast):
    with pytest.raises(MoveRefused, match=why):
        mediation.close(outcome="accord", on=on, today=MET, by=cast.leila.professional)


# --- what waits -------------------------------------------------------------------------------------


def test_a_month_without_a_meeting_is_asked_about(mediation, cast, sign_in):
    soon, later = ON + timedelta(days=30), ON + timedelta(days=31)
    assert not Mediation.objects.standing_still(soon).exists()
    assert Mediation.objects.standing_still(later).get() == mediation
    met(cast, mediation, on=ON + timedelta(days=20))
    assert not Mediation.objects.standing_still(later).exists()

    section = "Médiations à faire avancer ou à clore"
    assert section in sign_in(cast.leila).get("/").content.decode()
    assert section not in sign_in(cast.ines).get("/").content.decode()


# --- the wall ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", OUTSIDE)
@pytest.mark.parametrize("table", ["mediation", "mediationsubject"])
def test_outside_nobody_has_a_right_on_it(person, table, mediation, cast, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
        sql(f"SELECT count(*) FROM accompaniment_{table}")


def test_the_landlords_journal_says_nothing_of_it(mediation, cast, as_member):
    with as_member(cast.paul):
        assert not Event.objects.filter(action__startswith="mediation").exists()
    assert Event.objects.filter(action="mediation.opened").count() == 1


def test_the_psychologist_reads_it_and_does_not_write_it(mediation, cast, sign_in):
    browser = sign_in(cast.nour)

    assert "Prévoir une rencontre" not in browser.get(mediation.get_absolute_url()).content.decode()
    assert browser.post(reverse("accompaniment:mediation_closing", args=[mediation.pk]), {}).status_code == 404


def test_the_page_and_the_file_cost_the_same_at_one_and_at_three(mediation, case, cast, sign_in):
    browser = sign_in(cast.leila)
    met(cast, mediation)
    addresses = [mediation.get_absolute_url(), case.get_absolute_url()]
    [browser.get(one) for one in addresses]
    before = [count(browser, one) for one in addresses]
    for days in (7, 14):
        met(cast, mediation, on=MET + timedelta(days=days))

    assert [count(browser, one) for one in addresses] == before
    assert Visit.objects.filter(kind="mediation").count() == 3
    assert Case.objects.get().mediations.count() == 1
