"""The psychologist: asked to come, her answer, her notes shared one by one with a trace."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from accompaniment.models import PsychologistNote, PsychologistNoteSharing, PsychologistRequest, Visit
from accompaniment.models.psychologist_request import answer_due
from accompaniment.reminders import psychologist as reminders
from households.models import Assignment, Case, Event, Reminder
from households.stateful import MoveRefused
from tests.factories.psychologist import ON, asked, note

OUTSIDE = ["paul", "sophie", "diane", "karim", "emile", "camille", "admin"]
TOLD = {"motive": "isolement", "urgency": "semaine", "person_agrees": "on"}


@pytest.fixture
def waiting(case, cast):
    return asked(cast, case)


def file_of(sign_in, member, case):
    return sign_in(member).get(case.get_absolute_url()).content.decode()


# --- asking -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("urgency", "due"),
    [("deux_jours", date(2025, 6, 4)), ("semaine", date(2025, 6, 10)), ("quinzaine", date(2025, 6, 17))],
)
def test_the_answer_is_awaited_in_working_days(urgency, due):
    """Monday 2 June 2025; Monday 9 is a public holiday."""
    assert answer_due(urgency, ON) == due


def test_the_referent_asks_and_the_psychologist_follows_the_household_from_then_on(case, cast, sign_in):
    url = reverse("accompaniment:psychologist_request", args=[case.pk])
    response = sign_in(cast.leila).post(url, {**TOLD, "psychologist": str(cast.nour.professional_id)})

    made = PsychologistRequest.objects.get()
    assert response.status_code == 302
    assert (made.psychologist, made.created_by, made.state) == (
        cast.nour.professional,
        cast.leila.professional,
        "demandee",
    )
    assert Case.objects.get(pk=case.pk).psychologist == cast.nour.professional
    assert "Demandes de passage" in sign_in(cast.nour).get("/").content.decode()
    assert "en attente" in file_of(sign_in, cast.leila, case)


def test_without_the_persons_agreement_only_the_team_is_advised(case, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(cast, case, person_agrees=False)
    advice = asked(cast, case, person_agrees=False, motive="equipe")

    assert advice.accept(on=ON, meeting_on=ON, at=None, by=cast.nour.professional) is None
    assert not Visit.objects.filter(case=case, kind="psychologue").exists()


def test_the_page_says_that_the_person_must_agree(case, cast, sign_in):
    told = {"motive": "isolement", "urgency": "semaine", "psychologist": str(cast.nour.professional_id)}
    response = sign_in(cast.leila).post(reverse("accompaniment:psychologist_request", args=[case.pk]), told)

    assert response.status_code == 422
    assert "avec son accord" in response.content.decode()


def test_one_request_at_a_time(waiting, case, cast, sign_in):
    told = {**TOLD, "psychologist": str(cast.nour.professional_id)}
    response = sign_in(cast.leila).post(reverse("accompaniment:psychologist_request", args=[case.pk]), told)

    assert response.status_code == 422
    assert "attend déjà la psychologue" in response.content.decode()


def test_where_the_agreement_holds_no_health_data_nothing_is_asked(case, cast, sign_in):
    case.agreement.terms.update(health_data_enabled=False)

    with pytest.raises(MoveRefused, match="de vive voix"):
        asked(cast, Case.objects.get(pk=case.pk))
    assert "Demander un passage" not in file_of(sign_in, cast.leila, case)


# --- answering --------------------------------------------------------------------------------------


def test_accepted_she_comes_on_that_day(waiting, case, cast, sign_in):
    coming = date(2099, 3, 2)
    url = reverse("accompaniment:psychologist_acceptance", args=[waiting.pk])
    sign_in(cast.nour).post(url, {"meeting_on": coming.isoformat(), "at": "14:30"})

    visit = Visit.objects.get(case=case, kind="psychologue")
    assert (visit.on, visit.author, visit.status) == (coming, cast.nour.professional, "prevue")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.meeting_on) == ("acceptee", coming)
    assert "Réponses de la psychologue" in sign_in(cast.leila).get("/").content.decode()
    assert "Réponses de la psychologue" not in sign_in(cast.ines).get("/").content.decode()


def test_a_day_already_past_is_refused(waiting, cast, sign_in):
    url = reverse("accompaniment:psychologist_acceptance", args=[waiting.pk])
    response = sign_in(cast.nour).post(url, {"meeting_on": "2020-03-02"})

    assert response.status_code == 422
    assert "déjà passé" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "demandee"


def test_declined_she_says_why(waiting, case, cast, sign_in):
    url = reverse("accompaniment:psychologist_declining", args=[waiting.pk])
    accepting = reverse("accompaniment:psychologist_acceptance", args=[waiting.pk])
    assert url in sign_in(cast.nour).get(accepting).content.decode()
    assert sign_in(cast.nour).post(url, {}).status_code == 422
    sign_in(cast.nour).post(url, {"reason": "trop_tot"})

    assert "trop tôt, à reprendre plus tard" in file_of(sign_in, cast.leila, case)


def test_answered_twice_the_second_is_told(waiting, cast):
    again = PsychologistRequest.objects.get(pk=waiting.pk)
    waiting.decline(on=ON, reason="trop_tot", by=cast.nour.professional)

    with pytest.raises(MoveRefused, match="Rechargez la page"):
        again.accept(on=ON, meeting_on=ON, at=None, by=cast.nour.professional)
    assert not Visit.objects.filter(kind="psychologue").exists()


def test_whoever_asked_withdraws_it_and_a_colleague_does_not(waiting, cast, sign_in):
    url = reverse("accompaniment:psychologist_withdrawal", args=[waiting.pk])
    assert sign_in(cast.ines).post(url, {}).status_code == 422
    assert sign_in(cast.leila).post(url, {}).status_code == 302

    waiting.refresh_from_db()
    assert waiting.state == "retiree"


def test_a_meeting_that_did_not_take_place_is_to_plan_again(waiting, cast, sign_in):
    visit = waiting.accept(on=ON, meeting_on=ON, at=None, by=cast.nour.professional)
    assert not PsychologistRequest.objects.to_plan_again().exists()
    visit.log("porte_close", today=ON, by=cast.nour.professional)

    assert PsychologistRequest.objects.to_plan_again().get() == waiting
    assert "le passage n&#x27;a pas eu lieu" in sign_in(cast.nour).get("/").content.decode()

    other = Visit.plan(waiting.case, on=ON, kind="psychologue", author=cast.nour.professional)
    other.log("realisee", today=ON, by=cast.nour.professional)
    assert not PsychologistRequest.objects.to_plan_again().exists()


# --- who is told ------------------------------------------------------------------------------------


def owed(today):
    return sorted((one.stage, one.recipient.first_name) for one in reminders.owed(today))


def test_the_psychologist_is_told_then_the_head_then_whoever_asked(waiting, cast):
    assert owed(ON) == [("demande", "Nour")]
    late = waiting.due_on + timedelta(days=1)
    assert owed(late) == [("demande", "Nour"), ("sans-reponse", "Bruno"), ("sans-reponse", "Nour")]

    waiting.decline(on=late, reason="trop_tot", by=cast.nour.professional)
    assert owed(late) == [("reponse", "Leila")]
    assert owed(late + timedelta(days=8)) == []


def test_a_reminder_of_what_was_answered_goes_away(waiting, cast):
    told = Reminder(about=f"psychologue:{waiting.pk}", stage="demande")
    assert reminders.still(told, ON)
    waiting.decline(on=ON, reason="trop_tot", by=cast.nour.professional)

    assert not reminders.still(told, ON)


def test_the_head_sees_what_nobody_answered(waiting, cast, sign_in):
    assert "Demandes de passage sans réponse" in sign_in(cast.bruno).get("/").content.decode()


# --- sharing ----------------------------------------------------------------------------------------


def test_a_note_is_shared_after_a_confirmation_and_taken_back_for_the_future(case, cast, sign_in):
    hers = note(cast, case, text="Pour moi d'abord.")
    page = reverse("accompaniment:psychologist_sharing", args=[hers.pk])
    assert "ce qui aura été lu l&#x27;aura été" in sign_in(cast.nour).get(page).content.decode()
    assert not PsychologistNote.objects.get().shared_with_team

    sign_in(cast.nour).post(page, {})
    assert "Pour moi d&#x27;abord." in file_of(sign_in, cast.leila, case)
    sign_in(cast.nour).post(reverse("accompaniment:psychologist_unsharing", args=[hers.pk]))

    assert "Pour moi d&#x27;abord." not in file_of(sign_in, cast.leila, case)
    assert [one.shared for one in PsychologistNoteSharing.objects.order_by("created_at")] == [True, False]
    assert {one.created_by for one in PsychologistNoteSharing.objects.all()} == {cast.nour.professional}


def test_shared_from_its_form_it_leaves_the_same_trace(case, cast, sign_in):
    told = {"on": "2025-06-02", "text": "Pour l'équipe.", "shared_with_team": "on"}
    sign_in(cast.nour).post(reverse("accompaniment:psychologist_note", args=[case.pk]), told)

    written = PsychologistNote.objects.get()
    assert written.shared_with_team
    assert PsychologistNoteSharing.objects.get().note == written


def test_written_again_without_touching_the_box_there_is_no_new_trace(case, cast):
    hers = note(cast, case, shared=True)
    hers.rewrite(by=cast.nour.professional, revision=1, text="Autre.", shared_with_team=True)

    assert PsychologistNoteSharing.objects.count() == 1


def test_shared_twice_is_told(case, cast):
    hers = note(cast, case, shared=True)

    with pytest.raises(MoveRefused, match="déjà partagée"):
        hers.share(by=cast.nour.professional)


@pytest.mark.parametrize("person", ["leila", "bruno"])
def test_nobody_shares_for_her(person, case, cast, sign_in):
    hers = note(cast, case)

    response = sign_in(getattr(cast, person)).post(reverse("accompaniment:psychologist_sharing", args=[hers.pk]), {})

    assert response.status_code == 404
    assert not PsychologistNote.objects.get().shared_with_team


def test_the_database_lets_nobody_else_write_a_shared_note_nor_its_trace(case, cast, as_member, sql):
    note(cast, case, shared=True)
    colleague = type(cast.nour).objects.create(
        professional=cast.ines.professional, organisation=cast.nour.organisation, role="asso_psy", agreement=case.agreement,
        starts_on=cast.nour.starts_on,
    )  # fmt: skip

    with pytest.raises(ProgrammingError, match="row-level security"), as_member(colleague):
        sql("UPDATE accompaniment_psychologistnote SET text = 'réécrite'")
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.nour):
        sql("UPDATE accompaniment_psychologistnotesharing SET shared = false")


# --- the wall ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", OUTSIDE)
@pytest.mark.parametrize("table", ["psychologistrequest", "psychologistnotesharing"])
def test_outside_nobody_has_a_right_on_it(person, table, waiting, cast, as_member, sql):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
        sql(f"SELECT count(*) FROM accompaniment_{table}")


@pytest.mark.parametrize("person", ["paul", "sophie"])
def test_the_landlord_does_not_learn_that_a_psychologist_follows_the_household(
    person, waiting, cast, sign_in, as_member
):
    member = getattr(cast, person)
    with as_member(member):
        assert not Assignment.objects.filter(capacity="psychologist").exists()
        assert Assignment.objects.filter(capacity="referent").exists()
        assert not Event.objects.filter(action__contains="psycholog").exists()

    assert "sychologue" not in file_of(sign_in, member, waiting.case)


def test_the_file_and_the_pages_cost_the_same_at_one_and_at_three(case, cast, sign_in, django_assert_num_queries):
    from tests.test_query_counts import count

    note(cast, case, shared=True)
    asked(cast, case).decline(on=ON, reason="trop_tot", by=cast.nour.professional)
    browser = sign_in(cast.nour)
    browser.get(case.get_absolute_url())
    one = count(browser, case.get_absolute_url())
    for _ in range(2):
        note(cast, case, shared=True)
        asked(cast, case).decline(on=ON, reason="trop_tot", by=cast.nour.professional)

    assert count(browser, case.get_absolute_url()) == one
