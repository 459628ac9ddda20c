"""Where somebody is about to go: the points of vigilance come first, and a visit by two asks for its second person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accompaniment.models import Visit
from accompaniment.next_visit import plan_next
from accompaniment.vigilance import proposed_second
from allocations.people import people_of
from households.models import assign
from lodabord.partners.roles import ASSOCIATION
from tests import factories
from tests.accompaniment.test_pages import page
from tests.factories.vigilance import alert

ASKED = "Un point de vigilance demande d'y aller à deux"
ALONE = "Visite à deux demandée"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.fixture
def planned(cast, case, today):
    return Visit.plan(case, on=today, author=cast.leila.professional)


def plain(answer):
    return answer.content.decode().replace("&#x27;", "'")


def plan(browser, case, on, **more):
    return browser.post(page("visit_plan", case.pk), {"kind": "visite_domicile", "on": on.isoformat(), **more})


@pytest.mark.parametrize("name", ["week", "day", "calendar"])
def test_each_line_of_the_week_of_the_day_and_of_the_calendar_tells_it_in_words(
    name, worker, cast, case, planned, today
):
    alert(cast, case, kind="animal", level="danger", on=today)

    shown = plain(worker.get(page(name)))

    assert "Danger : chien ou autre animal" in shown
    assert "CANARI-vigilance" in shown


def test_the_month_says_vigilance_beside_the_visit(worker, cast, case, planned, today):
    assert "vigilance" not in plain(worker.get(page("calendar"), {"vue": "mois"}))
    alert(cast, case, kind="animal", on=today)
    assert "vigilance" in plain(worker.get(page("calendar"), {"vue": "mois"}))


@pytest.mark.parametrize("name", ["visit", "visit_move", "visit_postponement"])
def test_the_forms_of_a_visit_begin_with_it(name, worker, cast, case, planned, today):
    alert(cast, case, kind="animal", on=today)
    shown = plain(worker.get(page(name, planned.pk)))
    assert 0 < shown.index("CANARI-vigilance") < shown.index('<form method="post" class="lo-form"')


def test_it_is_not_in_the_calendar_that_the_telephone_reads(worker, cast, case, planned, today):
    alert(cast, case, kind="animal", level="danger", on=today)
    told = plain(worker.get(page("visit_ics", planned.pk)))
    assert case.household.code in told
    assert "CANARI" not in told
    assert "hien" not in told


def test_past_its_last_day_it_is_on_no_line(worker, cast, case, planned, today):
    alert(cast, case, on=today - timedelta(days=30), until=today - timedelta(days=1))
    assert [("CANARI" in plain(worker.get(page(name)))) for name in ("week", "day", "calendar")] == [False] * 3


def test_a_visit_by_two_proposes_the_deputy_and_waits_for_an_answer(worker, cast, case, today):
    assign(case, "deputy", cast.ines.professional, on=today, by=cast.bruno.professional)
    alert(cast, case, on=today)
    tomorrow = today + timedelta(days=1)

    shown = plain(worker.get(page("visit_plan", case.pk)))
    refused = plan(worker, case, tomorrow)

    assert f'<option value="{cast.ines.professional_id}" selected>' in shown
    assert refused.status_code == 422
    assert ASKED in plain(refused)
    assert not Visit.objects.exists()


@pytest.mark.parametrize("how", ["second", "alone"])
def test_with_somebody_or_alone_on_purpose_it_is_planned(how, worker, cast, case, today):
    alert(cast, case, on=today)
    more = {"second": str(cast.ines.professional_id)} if how == "second" else {"alone": "on"}

    assert plan(worker, case, today + timedelta(days=1), **more).status_code == 302
    assert Visit.objects.get().second == (cast.ines.professional if how == "second" else None)


@pytest.mark.parametrize(("kind", "days"), [("bureau", 1), ("appel", 1), ("visite_domicile", 92)])
def test_at_the_office_or_after_its_last_day_nothing_is_asked(kind, days, worker, cast, case, today):
    alert(cast, case, on=today)
    assert plan(worker, case, today + timedelta(days=days), kind=kind).status_code == 302


def test_a_household_without_it_is_visited_alone_and_no_box_is_shown(worker, cast, case, today):
    alert(cast, case, kind="animal", on=today)
    assert 'name="alone"' not in plain(worker.get(page("visit_plan", case.pk)))
    assert plan(worker, case, today + timedelta(days=1)).status_code == 302


def test_the_regular_appointment_asks_the_same(worker, cast, case, today):
    alert(cast, case, on=today)
    sent = {
        "weekday": "1", "at": "10:00", "every_weeks": "1", "professional": str(cast.leila.professional_id),
        "starts_on": today.isoformat(),
    }  # fmt: skip

    assert ASKED in plain(worker.post(page("regular", case.pk), sent))
    assert worker.post(page("regular", case.pk), {**sent, "second": str(cast.ines.professional_id)}).status_code == 302
    assert set(Visit.objects.planned().values_list("second__first_name", flat=True)) == {"Ines"}


@pytest.mark.parametrize("name", ["week", "day", "calendar"])
def test_a_visit_planned_alone_is_pointed_out_until_somebody_comes_along(name, worker, cast, case, planned, today):
    alert(cast, case, on=today)
    assert ALONE in plain(worker.get(page(name)))

    sent = {"on": planned.on.isoformat(), "second": str(cast.ines.professional_id)}
    assert worker.post(page("visit_move", planned.pk), sent).status_code == 302

    assert ALONE not in plain(worker.get(page(name)))


def test_the_next_visit_keeps_the_second_person(cast, case, today):
    done = factories.visit(cast, case, on=today)
    Visit.objects.filter(pk=done.pk).update(second=cast.ines.professional)
    done.refresh_from_db()

    following = plan_next(done, on=today + timedelta(days=7), at=None, today=today, by=cast.leila.professional)

    assert (following.author, following.second) == (cast.leila.professional, cast.ines.professional)


def test_a_postponed_visit_keeps_the_second_person(worker, cast, case, today):
    one = Visit.plan(case, on=today, author=cast.leila.professional, second=cast.ines.professional)
    ahead = today + timedelta(days=2)

    sent = {"new_on": ahead.isoformat(), "new_at": "10:00"}
    assert worker.post(page("visit_postponement", one.pk), sent).status_code == 302

    assert Visit.objects.planned().get().second == cast.ines.professional


def test_the_next_visit_is_proposed_with_somebody_where_two_are_asked(worker, cast, case, today):
    assign(case, "deputy", cast.ines.professional, on=today, by=cast.bruno.professional)
    alert(cast, case, on=today)
    done = factories.visit(cast, case, on=today)
    ahead = today + timedelta(days=7)

    assert "à deux avec Ines" in plain(worker.get(page("visit_noted", done.pk)))
    worker.post(page("visit_following", done.pk), {"on": ahead.isoformat(), "at": ""})

    assert Visit.objects.planned().get().second == cast.ines.professional


def test_who_usually_comes_along_is_proposed_first_and_never_the_first_person(cast, case, today):
    assign(case, "deputy", cast.ines.professional, on=today, by=cast.bruno.professional)
    team = people_of(case.agreement, ASSOCIATION, today)
    leila, ines, nour = (one.professional for one in (cast.leila, cast.ines, cast.nour))
    assert proposed_second(case, leila.pk, team) == ines
    assert proposed_second(case, ines.pk, team) == leila

    Visit.plan(case, on=today, author=leila, second=nour)

    assert proposed_second(case, leila.pk, team) == nour
    assert proposed_second(case, leila.pk, []) is None
