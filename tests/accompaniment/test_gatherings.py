"""Sessions of the preparation: planned, moved, cancelled, held; several households noted on one page."""

import io
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accompaniment.attendance import AttendanceRefused, record_attendance
from accompaniment.models import GroupActivity, GroupAttendance, Noted, PrepAttendance, PrepSession
from households.models import Event
from households.stateful import MoveRefused
from tests import factories
from tests.factories import preparation as made

OUTSIDERS = ["paul", "diane", "sophie", "karim", "emile", "camille", "admin"]
DAY = made.SESSION_DAY


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


@pytest.fixture
def by(leila):
    return leila.professional


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.fixture
def two(cast):
    return made.preparing(cast, "Bernard", "Thomas")


def sent(case, outcome="", *, acquired=(), word="", since=0, was=("", (), "")):
    """One line as the page sends it, with what it showed."""
    prefix = f"m-{case.pk}"
    return {
        f"{prefix}-outcome": outcome,
        f"{prefix}-acquired": list(acquired),
        f"{prefix}-word": word,
        f"{prefix}-since": str(since),
        f"initial-{prefix}-outcome": was[0],
        f"initial-{prefix}-acquired": list(was[1]),
        f"initial-{prefix}-word": was[2],
    }


def outcomes(session):
    return {case: noted.outcome for case, noted in session.noted().items()}


# --- the calendar -----------------------------------------------------------------------------------


def test_a_session_is_planned_from_its_page(cast, worker, leila, ines):
    ahead = timezone.localdate() + timedelta(days=9)
    told = {"modules": ["budget", "energie"], "format": "collective", "on": ahead.isoformat(), "at": "14:00",
            "duration_minutes": "120", "place": "Salle du canal", "animator": str(leila.professional_id),
            "second_animator": str(ines.professional_id), "partner": "CAF"}  # fmt: skip

    assert worker.post(page("new_prep_session"), told).status_code == 302

    session = PrepSession.objects.get()
    assert (session.modules, session.planned_on, session.animators) == (["budget", "energie"], ahead, "Leila et Ines")
    shown = worker.get(page("prep_sessions")).content.decode()
    assert "Budget, loyer, APL et charges ; Énergie et eau" in shown
    assert "personne d&#x27;inscrit" in shown or "personne d'inscrit" in shown


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"modules": []}, "Modules"),
        ({"place": ""}, "Lieu"),
        ({"second_animator": "same"}, "anime deux fois"),
        ({"duration_minutes": "0"}, "Durée"),
        ({"animator": "outsider"}, "Animation par"),
    ],
)
def test_a_refused_session_keeps_what_was_typed(wrong, told, cast, worker, leila, paul):
    me = str(leila.professional_id)
    wrong = {key: me if value == "same" else str(paul.professional_id) if value == "outsider" else value
             for key, value in wrong.items()}  # fmt: skip
    sent_ = {"modules": ["budget"], "format": "collective", "on": "2026-03-10", "at": "14:00", "duration_minutes": "90",
             "place": "Salle du canal", "animator": me, "partner": "CAF du centre", **wrong}  # fmt: skip

    answer = worker.post(page("new_prep_session"), sent_)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "CAF du centre" in answer.content.decode()
    assert not PrepSession.objects.exists()


def test_an_individual_session_asked_from_a_file_signs_the_household_up(cast, two, worker, leila):
    told = {"modules": ["cal"], "format": "individual", "on": "2099-03-10", "at": "10:00", "duration_minutes": "60",
            "place": "Bureau", "animator": str(leila.professional_id)}  # fmt: skip

    answer = worker.post(page("new_prep_session") + f"?dossier={two[0].pk}", told)

    assert answer["Location"] == page("notebook", two[0].pk)
    assert PrepAttendance.objects.get().case == two[0]
    assert "10 mars 2099" in worker.get(page("notebook", two[0].pk)).content.decode().replace("\xa0", " ")


def test_an_individual_session_is_for_one_household(cast, two, by):
    session = made.session(cast, format="individual")
    session.sign_up(two[0], by=by)
    with pytest.raises(MoveRefused, match="qu'un ménage"):
        session.sign_up(two[1], by=by)


def test_moved_it_keeps_the_day_first_planned_and_those_signed_up_follow(cast, two, by):
    session = made.session(cast)
    session.sign_up(two[0], by=by)

    session.move_to(date(2025, 2, 11), time(9, 30), reason="Salle prise", by=by)

    session.refresh_from_db()
    assert (session.planned_on, session.on, session.at, session.change_reason) == (
        DAY, date(2025, 2, 11), time(9, 30), "Salle prise",
    )  # fmt: skip
    assert set(PrepAttendance.objects.values_list("on", flat=True)) == {date(2025, 2, 11)}
    assert Event.objects.filter(action="prepattendance.moved").count() == len(made.MODULES)


def test_cancelled_it_keeps_its_reason_and_expects_nobody(cast, two, by):
    session = made.session(cast)
    session.sign_up(two[0], by=by)
    with pytest.raises(MoveRefused, match="indique son motif"):
        session.cancel(reason=" ", by=by)

    session.cancel(reason="Animatrice malade", by=by)

    assert not PrepAttendance.objects.exists()
    assert Event.objects.filter(action="prepattendance.withdrawn", case=two[0]).exists()
    with pytest.raises(MoveRefused, match="annulée"):
        session.sign_up(two[0], by=by)
    with pytest.raises(MoveRefused, match="annulée"):
        made.note(cast, session, two[0])
    with pytest.raises(MoveRefused, match="déjà tenue ou annulée"):
        session.move_to(date(2025, 3, 1), time(9), reason="Non", by=by)


def test_once_held_it_neither_moves_nor_is_cancelled(cast, two, by):
    session = made.session(cast)
    made.note(cast, session, two[0])
    for act in (
        lambda: session.move_to(date(2025, 3, 1), time(9), reason="Non", by=by),
        lambda: session.cancel(reason="Non", by=by),
        lambda: session.revise(place="Ailleurs", by=by),
    ):
        with pytest.raises(MoveRefused, match="déjà tenue ou annulée"):
            act()


def test_the_acts_of_a_session_have_their_pages(cast, worker, two, by):
    session = made.session(cast, on=date(2099, 2, 3))
    revised = {"place": "Bureau 2", "duration_minutes": "60", "animator": str(by.pk), "partner": "ADIL"}
    assert worker.post(page("prep_session_revision", session.pk), revised).status_code == 302
    moved = {"on": "2099-02-10", "at": "09:30", "reason": "Salle prise"}
    assert worker.post(page("prep_session_move", session.pk), moved).status_code == 302
    shown = worker.get(page("prep_session", session.pk)).content.decode()
    for told in ("Bureau 2", "ADIL", "Salle prise", "03/02/2099"):
        assert told in shown
    assert worker.post(page("prep_session_cancel", session.pk), {"reason": ""}).status_code == 422
    assert worker.post(page("prep_session_cancel", session.pk), {"reason": "Grève"}).status_code == 302
    listed = worker.get(page("prep_sessions")).content.decode()
    assert "Annulée" in listed
    assert "Grève" in listed


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"modules": []}, "prep_session_has_a_module"),
        ({"duration_minutes": 0}, "prepsession_lasts_some_time"),
        ({"state": "cancelled"}, "prepsession_cancelled_says_why"),
    ],
)
def test_the_database_refuses_an_impossible_session(facts, constraint, cast):
    session = made.session(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PrepSession.objects.filter(pk=session.pk).update(**facts)


def test_the_database_refuses_one_animator_twice(cast, by):
    with pytest.raises(IntegrityError, match="two_animators_differ"), transaction.atomic():
        made.session(cast, second_animator=by)


# --- signing up -------------------------------------------------------------------------------------


def test_those_in_preparation_are_proposed_first_then_those_accompanied(cast, two, worker):
    housed = factories.housed_case(cast, last_name="Logee")
    waiting = factories.assessed_case(cast, last_name="Attente")
    session = made.session(cast)

    form = worker.get(page("prep_session_sign_up", session.pk)).context["form"]

    groups = {title: [pk for pk, _ in these] for title, these in form.fields["households"].choices}
    assert groups == {"En préparation": [str(one.pk) for one in two], "Accompagnés": [str(housed.pk)]}
    assert str(waiting.pk) not in str(groups)


def test_signing_up_adds_and_withdraws_only_the_boxes_one_changed(cast, two, worker, by):
    session = made.session(cast)
    session.sign_up(two[0], by=by)
    shown = worker.get(page("prep_session_sign_up", session.pk)).context["form"]
    before = shown.initial["before"]
    third = factories.preparing_case(cast, last_name="Colas")
    session.sign_up(third, by=by)  # a colleague, meanwhile

    answer = worker.post(page("prep_session_sign_up", session.pk), {"before": before, "households": [str(two[1].pk)]})

    assert answer.status_code == 302
    assert set(session.noted()) == {two[1].pk, third.pk}


def test_who_was_noted_is_not_withdrawn(cast, two, by):
    session = made.session(cast)
    made.note(cast, session, two[0])
    with pytest.raises(MoveRefused, match="plus seulement inscrit"):
        session.withdraw(two[0], by=by)


def test_a_household_of_another_agreement_is_not_signed_up(cast, by):
    session = made.session(cast)
    other = factories.referred_case(cast, agreement=cast.agreement_2, by=cast.charlie.professional)
    with pytest.raises(MoveRefused, match="n'est pas en mesure dans cette convention"):
        session.sign_up(other, by=by)


# --- who came ---------------------------------------------------------------------------------------


def test_several_households_are_noted_on_one_page(cast, two, worker, by):
    session = made.session(cast)
    for case in two:
        session.sign_up(case, by=by)
    first, second = two

    answer = worker.post(
        page("prep_session_attendance", session.pk),
        sent(first, "en_cours", acquired=("budget",), word="Très intéressée.") | sent(second, "excuse"),
    )

    assert answer.status_code == 302
    session.refresh_from_db()
    assert session.state == "held"
    assert outcomes(session) == {first.pk: "en_cours", second.pk: "excuse"}
    assert session.noted()[first.pk].acquired == {"budget"}
    assert "1 sur 2" in worker.get(page("prep_session", session.pk)).content.decode()


def test_whoever_came_without_being_expected_is_noted_too(cast, two, worker):
    session = made.session(cast)

    worker.post(page("prep_session_attendance", session.pk), sent(two[1], "present"))

    assert outcomes(session) == {two[1].pk: "present"}


def test_one_wrong_line_and_nothing_is_kept_but_what_was_typed(cast, two, worker, by):
    session = made.session(cast)
    first, second = two

    answer = worker.post(
        page("prep_session_attendance", session.pk),
        sent(first, "present", word="Mot tapé.") | sent(second, "absent", acquired=("budget",)),
    )

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Rien n'est encore enregistré" in shown
    assert f"{second.household.code} : Un module acquis suppose une présence" in shown
    assert "Mot tapé." in shown
    assert not PrepAttendance.objects.exists()


def test_a_word_without_an_outcome_is_asked_again(cast, two, worker):
    session = made.session(cast)
    answer = worker.post(page("prep_session_attendance", session.pk), sent(two[0], "", word="Elle était là."))
    assert answer.status_code == 422
    assert "Notez la présence ou l&#x27;absence" in answer.content.decode()


def test_attendance_is_not_noted_ahead_of_time(cast, two, worker):
    session = made.session(cast, on=timezone.localdate() + timedelta(days=2))
    shown = worker.get(page("prep_session_attendance", session.pk)).content.decode()
    assert "à venir" in shown
    with pytest.raises(MoveRefused, match="à venir"):
        made.note(cast, session, two[0], today=timezone.localdate())
    answer = worker.post(page("prep_session_attendance", session.pk), sent(two[0], "present"))
    assert answer.status_code == 422
    assert not PrepAttendance.objects.exists()


def test_a_correction_says_in_the_journal_what_was_noted_before(cast, two, worker):
    session = made.session(cast, modules=("budget",))
    made.note(cast, session, two[0], made.typed(acquired=("budget",)))

    worker.post(
        page("prep_session_attendance", session.pk),
        sent(two[0], "absent", since=1, was=("present", ("budget",), "")),
    )

    event = Event.objects.get(action="prepattendance.corrected")
    assert (event.facts["was"], event.facts["outcome"], event.facts["was_acquired"]) == ("present", "absent", True)
    assert outcomes(session) == {two[0].pk: "absent"}


def test_a_line_noted_by_mistake_goes_back_to_signed_up(cast, two, worker):
    session = made.session(cast, modules=("budget",))
    made.note(cast, session, two[0])

    worker.post(page("prep_session_attendance", session.pk), sent(two[0], "", since=1, was=("present", (), "")))

    assert outcomes(session) == {two[0].pk: ""}
    assert list(PrepSession.objects.to_note(DAY)) == [session]


def test_an_untouched_line_is_not_written_again(cast, two, worker, by):
    session = made.session(cast, modules=("budget",))
    made.note(cast, session, two[0], made.typed(word="Là."))

    worker.post(
        page("prep_session_attendance", session.pk),
        sent(two[0], "present", word="Là.", since=1, was=("present", (), "Là.")) | sent(two[1], "present"),
    )

    assert session.noted()[two[0].pk].revision == 1
    assert not Event.objects.filter(action="prepattendance.corrected").exists()


def test_what_a_colleague_noted_meanwhile_is_said_and_what_was_typed_stays(cast, two, worker, ines):
    session = made.session(cast, modules=("budget",))
    told = {two[0]: made.typed("absent", word="Pas venue.")}
    record_attendance(session, told, today=DAY, by=ines.professional)

    typed = sent(two[0], "present", word="Venue.") | sent(two[1], "present")
    answer = worker.post(page("prep_session_attendance", session.pk), typed)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Ines a noté entre-temps : absence, « Pas venue. »" in shown.replace("&#x27;", "'")
    assert "Venue." in shown
    assert outcomes(session) == {two[0].pk: "absent"}
    assert f'name="m-{two[0].pk}-since" value="1"' in shown

    answer = worker.post(
        page("prep_session_attendance", session.pk),
        sent(two[0], "present", word="Venue.", since=1) | sent(two[1], "present"),
    )
    assert answer.status_code == 302
    assert outcomes(session) == {two[0].pk: "present", two[1].pk: "present"}


def test_a_colleagues_line_that_one_did_not_touch_stays_as_she_noted_it(cast, two, worker, ines):
    session = made.session(cast, modules=("budget",))
    record_attendance(session, {two[0]: made.typed("absent")}, today=DAY, by=ines.professional)

    answer = worker.post(page("prep_session_attendance", session.pk), sent(two[0]) | sent(two[1], "present"))

    assert answer.status_code == 302
    assert outcomes(session) == {two[0].pk: "absent", two[1].pk: "present"}


def test_a_module_already_noted_that_day_is_refused_at_its_line(cast, two, by):
    PrepAttendance.note_alone(two[0], module=made.module("budget"), on=DAY, outcome="present", by=by)
    session = made.session(cast)
    with pytest.raises(AttendanceRefused) as refused:
        made.note(cast, session, two[0])
    assert "déjà noté, ou prévu, ce jour-là" in refused.value.told[two[0].pk]


def test_a_household_whose_accompaniment_is_over_is_no_longer_expected(cast, two, by, bruno):
    session = made.session(cast)
    session.sign_up(two[0], by=by)
    two[0].close(on=DAY, label="Fin", by=bruno.professional)

    assert list(PrepSession.objects.to_note(DAY)) == [session]
    made.note(cast, session, two[1])
    assert list(PrepSession.objects.to_note(DAY)) == []


# --- who reads, who does not ------------------------------------------------------------------------


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_outside_knows_that_sessions_and_activities_exist(person, cast, two, sign_in, as_member, sql):
    session, activity = made.session(cast), made.activity(cast)
    browser = sign_in(getattr(cast, person))
    for address in (
        page("prep_sessions"), page("group_activities"), page("prep_session", session.pk),
        page("group_activity_attendance", activity.pk), page("prep_session_sheet", session.pk),
        page("notebook", two[0].pk), page("certificate", two[0].pk),
    ):  # fmt: skip
        assert browser.get(address).status_code == 404, address
    for table in ("prepsession", "groupactivity", "prepattendance", "groupattendance", "prepcertificate"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
            sql(f"SELECT * FROM accompaniment_{table}")


def test_another_association_reads_and_writes_nothing_of_ours(cast, two, charlie, sign_in, as_member):
    session, activity = made.session(cast), made.activity(cast)
    made.note(cast, session, two[0])

    browser = sign_in(charlie)
    assert browser.get(page("prep_session", session.pk)).status_code == 404
    assert browser.get(page("group_activity", activity.pk)).status_code == 404
    assert browser.post(page("prep_session_attendance", session.pk), sent(two[0], "absent")).status_code == 404
    with as_member(charlie):
        assert not PrepSession.objects.exists()
        assert not PrepAttendance.objects.exists()
        assert PrepSession.objects.filter(pk=session.pk).update(place="Pris") == 0
    with pytest.raises(ProgrammingError, match="row-level security"), as_member(charlie):
        made.session(cast)


def test_the_associations_own_people_read_and_write_them(cast, leila, bruno, nour, as_member):
    for member in (leila, bruno, nour):
        with as_member(member):
            session = PrepSession.plan(
                cast.agreement,
                by=member.professional,
                on=DAY,
                modules=["cal"],
                animator=member.professional,
                place="Ici",
            )
            assert PrepSession.objects.visible_to(member).filter(pk=session.pk).exists()


def test_a_colleague_who_does_not_follow_a_household_does_not_see_it_there(cast, two, leila, ines, sign_in):
    cast.agreement.team_reads_all = False
    cast.agreement.save()
    session = made.session(cast)
    made.note(cast, session, two[0], made.typed(word="Secret."))

    hers = sign_in(type(leila).objects.get(pk=leila.pk)).get(page("prep_session", session.pk)).content.decode()
    other = sign_in(type(ines).objects.get(pk=ines.pk)).get(page("prep_session", session.pk)).content.decode()

    assert two[0].household.code in hers
    assert two[0].household.code not in other
    assert "Secret." not in other


def test_a_household_never_shows_on_anothers_file(cast, two, worker):
    session, activity = made.session(cast), made.activity(cast, on=date(2025, 3, 5))
    for case in two:
        made.note(cast, session, case, made.typed(word=f"Mot de {case.household.holder.last_name}"))
        made.note(cast, activity, case)
    first, second = two

    for address in (first.get_absolute_url(), page("notebook", first.pk)):
        shown = worker.get(address).content.decode()
        assert second.household.code not in shown
        assert "Mot de Thomas" not in shown
    assert "Mot de Bernard" in worker.get(page("notebook", first.pk)).content.decode()


# --- papers -----------------------------------------------------------------------------------------


def text_of(response):
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(response.content)).pages)


@pytest.mark.parametrize("kind", ["prep_session", "group_activity"])
def test_everybody_signs_a_sheet_that_names_nobody(kind, cast, two, worker, by):
    gathering = made.session(cast) if kind == "prep_session" else made.activity(cast)
    for case in two:
        gathering.sign_up(case, by=by)

    response = worker.get(page(f"{kind}_sheet", gathering.pk))

    text = text_of(response)
    for case in two:
        assert case.household.code in text
        assert case.household.holder.last_name not in text
        assert f"{case.household.holder.last_name[0]}." in text
    assert str(cast.agreement.programme) not in text
    assert str(cast.agreement.landlord) not in text + str(PdfReader(io.BytesIO(response.content)).metadata)


def test_the_invitation_says_when_and_where_and_not_why(cast, two, worker, by):
    session = made.session(cast, on=date(2099, 3, 10), partner="CAF")
    for case in two:
        session.sign_up(case, by=by)

    shown = worker.get(page("prep_session_invitation", session.pk)).content.decode()
    response = worker.get(page("prep_session_letters", session.pk))

    text = text_of(response)
    message = shown.split('id="texte"')[1].split("</textarea>")[0]
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 2
    for told in ("Salle du canal", "Budget, loyer", "2 h", "CAF sera avec nous"):
        assert told in text
        assert told in message
    assert "Bernard" in text
    for secret in ("Bernard", "préparation", "accompagn", "logement d", str(cast.agreement.programme),
                   str(cast.agreement.landlord)):  # fmt: skip
        assert secret not in message
    for secret in (
        "préparation",
        "accompagn",
        str(cast.agreement.programme),
        str(cast.agreement.landlord),
        two[0].household.code,
    ):
        assert secret not in text


def test_without_anybody_signed_up_the_letter_is_blank_and_the_page_says_so(cast, worker):
    session = made.session(cast, on=date(2099, 3, 10))
    assert "Personne n'est inscrit" in worker.get(page("prep_session_invitation", session.pk)).content.decode()
    assert "Bonjour" in text_of(worker.get(page("prep_session_letters", session.pk)))


# --- collective activities --------------------------------------------------------------------------


def contacts(case):
    return list(case.visits.filter(kind="collectif").values_list("status", "on", "themes"))


def test_having_come_to_an_activity_is_one_contact_of_that_household(cast, case, worker):
    activity = made.activity(cast, theme="budget")

    answer = worker.post(page("group_activity_attendance", activity.pk), sent(case, "present", word="Reviendrait."))

    assert answer.status_code == 302
    assert contacts(case) == [("realisee", date(2025, 6, 4), ["collectif", "budget"])]
    visit = case.visits.get(kind="collectif")
    assert (visit.at, visit.duration_minutes, visit.author) == (time(10), 90, cast.leila.professional)
    assert "Reviendrait." in worker.get(case.get_absolute_url()).content.decode()


def test_noted_again_it_still_is_one_contact_and_a_correction_corrects_it(cast, case):
    activity = made.activity(cast)
    told = [
        (made.typed("present"), "realisee"),
        (made.typed("en_cours", revision=1), "realisee"),
        (made.typed("absent", revision=2), "annulee_menage"),
        (made.typed("present", revision=3), "realisee"),
        (made.typed("", revision=4), "annulee_menage"),
    ]
    for typed, status in told:
        made.note(cast, activity, case, typed)
        assert contacts(case) == [(status, date(2025, 6, 4), ["collectif"])]


def test_an_absence_is_not_a_contact(cast, case):
    made.note(cast, made.activity(cast), case, made.typed("absent"))
    assert contacts(case) == []


def test_the_indicators_follow(cast, case):
    """V5 and T1 read the contacts: one more when somebody came, none when the attendance is corrected."""
    activity = made.activity(cast)
    made.note(cast, activity, case)
    done = case.visits.filter(status="realisee", themes__contains=["collectif"])
    assert done.count() == 1
    made.note(cast, activity, case, made.typed("excuse", revision=1))
    assert done.count() == 0


def test_the_database_refuses_a_participation_without_its_contact(cast, case):
    activity = made.activity(cast)
    with pytest.raises(IntegrityError, match="present_is_a_contact"), transaction.atomic():
        GroupAttendance.objects.create(case=case, activity=activity, on=activity.on, present=True)


def test_the_database_refuses_a_household_twice_at_one_activity(cast, case):
    activity = made.activity(cast)
    GroupAttendance.objects.create(case=case, activity=activity, on=activity.on, present=None)
    with pytest.raises(IntegrityError, match="group_attendance_once"), transaction.atomic():
        GroupAttendance.objects.create(case=case, activity=activity, on=activity.on, present=None)


def test_the_database_refuses_an_activity_without_a_title(cast):
    activity = made.activity(cast)
    with pytest.raises(IntegrityError, match="group_activity_has_a_title"), transaction.atomic():
        GroupActivity.objects.filter(pk=activity.pk).update(title="")


def test_an_activity_is_planned_from_its_page(cast, worker, by):
    told = {"title": "Sortie au musée", "theme": "collectif", "on": "2099-03-10", "at": "14:00", "duration_minutes": "120",
            "place": "Musée", "animator": str(by.pk)}  # fmt: skip
    assert worker.post(page("new_group_activity"), told).status_code == 302
    assert "Sortie au musée" in worker.get(page("group_activities")).content.decode()


def test_the_list_counts_the_participations_of_the_period(cast, two, worker):
    for number, on in enumerate((date(2025, 5, 6), date(2025, 6, 3), date(2025, 9, 2))):
        activity = made.activity(cast, on=on, title=f"Repas {number}")
        for case in two if number else two[:1]:
            made.note(cast, activity, case)

    shown = worker.get(page("group_activities"), {"du": "2025-05-01", "au": "2025-06-30"}).content.decode()

    assert "2 tenues, 3 présences, 2 ménages différents" in shown
    assert "Repas 0" in shown
    assert "Repas 2" not in shown


def test_a_date_that_is_not_one_is_left_aside(cast, worker):
    assert worker.get(page("group_activities"), {"du": "hier", "au": "2025-13-45"}).status_code == 200


# --- « À faire » ------------------------------------------------------------------------------------


def sections(browser):
    return {one.title: one for one in browser.get(reverse("home")).context["sections"]}


def test_an_animator_is_told_what_to_note_and_what_comes(cast, two, worker, sign_in, by):
    today = timezone.localdate()
    late = made.session(cast, on=today - timedelta(days=1))
    late.sign_up(two[0], by=by)
    made.activity(cast, on=today + timedelta(days=3))

    told = sections(worker)
    assert told["Présences à noter"].rows[0].action_url == page("prep_session_attendance", late.pk)
    assert "1 inscription" in told["Présences à noter"].rows[0].what
    assert [one.who for one in told["Ateliers à venir"].rows] == ["Atelier cuisine"]
    assert "Présences à noter" not in sections(sign_in(cast.ines))

    made.note(cast, late, two[0], today=today)
    assert "Présences à noter" not in sections(worker)


def test_the_second_animator_is_told_too_and_the_head_of_what_is_forgotten(cast, two, sign_in):
    today = timezone.localdate()
    made.session(cast, on=today - timedelta(days=1), second_animator=cast.ines.professional)
    assert "Présences à noter" in sections(sign_in(cast.ines))
    assert "Présences à noter" not in sections(sign_in(cast.bruno))
    made.session(cast, on=today - timedelta(days=5))
    assert len(sections(sign_in(cast.bruno))["Présences à noter"].rows) == 1


@pytest.mark.parametrize(("days", "tone"), [(31, None), (30, "soon"), (7, "soon"), (-1, "late")])
def test_a_preparation_that_ends_is_in_the_referents_page(days, tone, cast, worker, sign_in):
    started = timezone.localdate() - timedelta(days=40)
    case = factories.preparing_case(cast, on=started)
    from accompaniment.models import Measure

    Measure.objects.filter(case=case).update(planned_end=timezone.localdate() + timedelta(days=days))
    found = sections(worker).get("Préparations qui s'achèvent")
    if tone is None:
        assert found is None
        return
    assert (found.rows[0].tone, found.rows[0].action_url) == (tone, page("notebook", case.pk))
    assert "Préparations qui s'achèvent" in sections(sign_in(cast.bruno))
    assert "Préparations qui s'achèvent" not in sections(sign_in(cast.ines))


def test_nobody_noted_is_nothing(cast):
    assert Noted().content == ("", frozenset(), "")
    assert not Noted().was_there
