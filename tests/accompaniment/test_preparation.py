"""The preparation of one household: notebook, modules, stages, extension, break, readiness, certificate."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from accompaniment import conduct
from accompaniment.certificate import content_of, length
from accompaniment.models import Exit, Extension, GroupAttendance, Measure, PrepAttendance, PrepCertificate, PrepModule
from accompaniment.notebook import Progress, notebook, preparation_stage
from households.models import Case, Event, ExitReason, HousingRequest, SupportPeriod
from households.stateful import MoveRefused
from lodabord.partners.models import Terms
from tests import factories
from tests.factories import note as notes
from tests.factories import preparation as made

END = date(2025, 4, 13)
STARTED = date(2025, 1, 13)


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


@pytest.fixture
def by(leila):
    return leila.professional


@pytest.fixture
def head(bruno):
    return bruno.professional


@pytest.fixture
def preparing(cast):
    return factories.preparing_case(cast)


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.fixture
def chief(sign_in, bruno):
    return sign_in(bruno)


def measure_of(case):
    return Measure.objects.get(case=case, kind="preparation")


def alone(case, by, code="budget", *, on=date(2025, 2, 3), outcome="present", **told):
    return PrepAttendance.note_alone(case, module=made.module(code), on=on, outcome=outcome, by=by, **told)


# --- stages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "stage"),
    [(31, None), (30, "J-30"), (8, "J-30"), (7, "J-7"), (1, "J-7"), (0, "J-7"), (-1, "retard"), (-40, "retard")],
)
def test_the_stage_of_a_preparation_is_the_nearest_one_reached(days_left, stage):
    assert preparation_stage(END, END - timedelta(days=days_left)) == stage


def test_without_a_planned_end_there_is_no_stage():
    assert preparation_stage(None, END) is None


@given(st.dates(), st.integers(-400, 400))
def test_a_stage_never_goes_back(end, days):
    """From one day to the next, a preparation only comes nearer to its end."""
    order = [None, "J-30", "J-7", "retard"]
    try:
        today, tomorrow = end + timedelta(days=days), end + timedelta(days=days + 1)
    except OverflowError:
        return
    assert order.index(preparation_stage(end, tomorrow)) >= order.index(preparation_stage(end, today))


# --- the notebook ---------------------------------------------------------------------------------


def test_the_ten_modules_are_counted_as_people_say_it(preparing, by):
    alone(preparing, by, "budget", acquired=True)
    alone(preparing, by, "energie")
    alone(preparing, by, "voisinage", outcome="absent")

    told = notebook(PrepModule.objects.all(), PrepAttendance.objects.filter(case=preparing))

    assert len(told.pages) == 10
    assert told.sentence == "2 modules sur 10, 1 acquis"
    by_code = {one.module.code: one.progress for one in told.pages}
    assert [by_code[code] for code in ("budget", "energie", "voisinage", "cal")] == [
        Progress.ACQUIRED, Progress.DONE, Progress.MISSED, Progress.TO_DO,
    ]  # fmt: skip
    assert len(told.left) == 8


def test_a_module_acquired_once_stays_acquired(preparing, by):
    alone(preparing, by, acquired=True)
    alone(preparing, by, on=date(2025, 2, 10), outcome="excuse")

    told = notebook(PrepModule.objects.all(), PrepAttendance.objects.filter(case=preparing))

    assert next(one for one in told.pages if one.module.code == "budget").progress == Progress.ACQUIRED


def test_a_household_signed_up_has_the_module_planned(cast, preparing, by):
    made.session(cast).sign_up(preparing, by=by)

    told = notebook(PrepModule.objects.all(), PrepAttendance.objects.filter(case=preparing))

    assert {one.module.code for one in told.pages if one.progress == Progress.PLANNED} == set(made.MODULES)


def test_a_module_is_noted_once_a_day(preparing, by):
    alone(preparing, by)
    with pytest.raises(IntegrityError, match="prep_attendance_once_a_day"), transaction.atomic():
        alone(preparing, by)


def test_a_module_is_not_noted_before_the_preparation_nor_for_somebody_who_is_not_prepared(cast, preparing, by):
    with pytest.raises(MoveRefused, match="a commencé le 13/01/2025"):
        alone(preparing, by, on=date(2025, 1, 12))
    waiting = factories.retained_case(cast, last_name="Attente")
    with pytest.raises(MoveRefused, match="n'est pas en mesure"):
        alone(waiting, by)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"present": False, "acquired": True}, "prep_attendance_acquired_when_present"),
        ({"present": None, "acquired": True}, "prep_attendance_acquired_when_present"),
        ({"present": False, "nuance": "en_cours"}, "prepattendance_nuance_fits"),
        ({"present": None, "nuance": "en_cours"}, "prepattendance_nuance_fits"),
        ({"present": None, "nuance": "excuse"}, "prepattendance_nuance_fits"),
        ({"present": True, "nuance": "excuse"}, "prepattendance_nuance_fits"),
    ],
)
def test_the_database_refuses_an_attendance_that_contradicts_itself(facts, constraint, preparing):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PrepAttendance.objects.create(case=preparing, module=made.module(), on=date(2025, 2, 3), **facts)


def test_the_duration_of_a_session_is_written_once(cast, preparing):
    session = made.session(cast)
    with pytest.raises(IntegrityError, match="prep_attendance_one_duration"), transaction.atomic():
        PrepAttendance.objects.create(
            case=preparing, module=made.module(), on=session.on, session=session, duration_minutes=60
        )


def test_a_correction_leaves_what_was_said_before_in_the_journal(preparing, by, worker):
    row = alone(preparing, by, acquired=True, word="Compris.")

    answer = worker.post(page("module_correction", row.pk), {"outcome": "absent", "word": ""})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.present, row.acquired, row.word, row.revision) == (False, False, "", 2)
    event = Event.objects.get(action="prepattendance.corrected")
    assert (event.facts["was"], event.facts["was_acquired"], event.facts["outcome"]) == ("present", True, "absent")
    assert "Compris" not in str(event.facts)


def test_a_correction_that_contradicts_itself_keeps_what_was_typed(preparing, by, worker):
    row = alone(preparing, by)

    answer = worker.post(
        page("module_correction", row.pk), {"outcome": "absent", "acquired": "on", "word": "Tapé ici."}
    )

    assert answer.status_code == 422
    assert "Tapé ici." in answer.content.decode()
    assert "suppose une présence" in answer.content.decode()


def test_of_two_corrections_from_the_same_page_the_second_is_told(preparing, by):
    row = alone(preparing, by)
    one, other = (PrepAttendance.objects.select_related("module").get(pk=row.pk) for _ in range(2))
    one.correct("absent", acquired=False, word="", by=by)
    with pytest.raises(MoveRefused, match="Un collègue vient de corriger"):
        other.correct("present", acquired=True, word="", by=by)


def test_what_was_noted_in_a_session_is_corrected_there(cast, preparing, by):
    session = made.session(cast)
    made.note(cast, session, preparing)
    row = PrepAttendance.objects.filter(session=session).first()
    with pytest.raises(MoveRefused, match="page de la séance"):
        row.correct("absent", acquired=False, word="", by=by)


def test_a_module_is_noted_from_the_file(preparing, worker):
    sent = {"module": "budget", "on": "2025-02-03", "duration_minutes": "45", "outcome": "en_cours", "acquired": "on"}

    assert worker.post(page("module", preparing.pk), sent).status_code == 302

    row = PrepAttendance.objects.get(case=preparing)
    assert (row.module_id, row.minutes, row.outcome, row.acquired) == ("budget", 45, "en_cours", True)
    shown = worker.get(page("notebook", preparing.pk)).content.decode()
    assert "1 module sur 10, 1 acquis" in shown


def test_the_page_shows_what_the_prediagnosis_said_was_to_be_prepared(preparing, worker):
    shown = worker.get(page("notebook", preparing.pk)).content.decode()

    assert "Le budget." in shown
    assert "0 module sur 10, 0 acquis" in shown


def test_the_page_of_somebody_not_prepared_yet_says_what_will_appear(cast, worker):
    waiting = factories.retained_case(cast)

    assert "dix modules apparaîtront ici" in worker.get(page("notebook", waiting.pk)).content.decode()


# --- what the CAL asks ----------------------------------------------------------------------------


def lines(browser, case):
    return {one.label: one for one in browser.get(page("notebook", case.pk)).context["checklist"]}


def test_the_checklist_follows_the_facts_and_leads_to_the_acts(cast, preparing, worker, by):
    told = lines(worker, preparing)
    assert [one.done for one in told.values()] == [False, False, False]
    assert told["Note pour la CAL validée"].url == page("cal_note", preparing.pk)
    assert told["Numéro unique en cours de validité"].told == "à déposer"

    HousingRequest.objects.create(
        household=preparing.household, number=factories.NUMBER, first_filed_on=date(2025, 1, 1),
        expires_on=date(2999, 1, 1),
    )  # fmt: skip
    notes.draft(preparing).validate(on=date(2025, 4, 1), by=cast.bruno.professional)
    for one in PrepModule.objects.all():
        alone(preparing, by, one.code)

    told = lines(worker, preparing)
    assert told["Note pour la CAL validée"].done
    assert not told["Note lue avec la personne"].done
    assert told["Numéro unique en cours de validité"].done
    assert told["Modules"].done
    assert "Pièces photographiées" not in told


def test_an_expired_number_is_not_a_number(preparing, worker):
    HousingRequest.objects.create(
        household=preparing.household, number=factories.NUMBER, first_filed_on=date(2023, 1, 1),
        expires_on=date(2024, 1, 1),
    )  # fmt: skip

    assert not lines(worker, preparing)["Numéro unique en cours de validité"].done


def test_papers_are_asked_only_where_the_agreement_keeps_them(cast, preparing, worker):
    Terms.objects.filter(agreement=cast.agreement).update(attachments_enabled=True)

    line = lines(worker, preparing)["Pièces photographiées"]

    assert (line.done, line.url) == (False, page("papers", preparing.pk))


# --- extension, end, break ------------------------------------------------------------------------


def test_several_extensions_add_up_and_the_first_planned_end_stays(preparing, head):
    for until, on in [(date(2025, 5, 13), date(2025, 4, 1)), (date(2025, 6, 13), date(2025, 5, 6))]:
        conduct.extend_preparation(preparing, until=until, reason="Papiers en attente", on=on, by=head)

    measure = measure_of(preparing)
    assert (measure.planned_end, measure.expected_end) == (END, date(2025, 6, 13))
    assert Extension.objects.filter(measure=measure).count() == 2
    preparing.refresh_from_db()
    assert preparing.prep_planned_end == END


@pytest.mark.parametrize(
    ("until", "reason", "told"),
    [
        (date(2025, 5, 1), " ", "indique son motif"),
        (date(2025, 3, 1), "Motif", "date à venir"),
        (date(2025, 4, 10), "Motif", "court déjà jusqu'au 13/04/2025"),
    ],
)
def test_an_extension_is_refused_with_its_reason(until, reason, told, preparing, head):
    with pytest.raises(MoveRefused, match=told):
        conduct.extend_preparation(preparing, until=until, reason=reason, on=date(2025, 4, 1), by=head)
    assert not Extension.objects.exists()


def test_only_the_head_extends_breaks_or_declares_ready(preparing, worker, chief):
    for name in ("extension", "preparation_break", "completion"):
        assert worker.get(page(name, preparing.pk)).status_code == 404
        assert chief.get(page(name, preparing.pk)).status_code == 200
    assert "Prolonger" not in worker.get(page("notebook", preparing.pk)).content.decode().split("Dates</h2>")[0]


def test_the_extension_is_read_on_the_page_with_its_reason(preparing, chief, worker):
    far = timezone.localdate() + timedelta(days=40)

    answer = chief.post(page("extension", preparing.pk), {"until": far.isoformat(), "reason": "Papiers en attente"})

    assert answer.status_code == 302
    shown = worker.get(page("notebook", preparing.pk)).content.decode()
    assert "Papiers en attente" in shown
    assert "13/04/2025" in shown
    assert far.strftime("%d/%m/%Y") in worker.get(preparing.get_absolute_url()).content.decode()


def test_what_a_break_implies_is_said_before(preparing, chief):
    shown = chief.get(page("preparation_break", preparing.pk)).content.decode()

    for told in ("la place se libère", "demande de logement social de la personne reste active", "jamais le motif"):
        assert told in shown


def test_a_break_closes_the_case_frees_the_place_and_expects_nobody_any_more(cast, preparing, chief, by):
    session = made.session(cast, on=date(2025, 3, 4))
    session.sign_up(preparing, by=by)
    activity = made.activity(cast, on=date(2025, 3, 5))
    activity.sign_up(preparing, by=by)
    sent = {"on": "2025-03-01", "initiative": "service", "reason": "rupture_preparation", "handover": "SIAO"}

    assert chief.post(page("preparation_break", preparing.pk), sent).status_code == 302

    preparing.refresh_from_db()
    assert preparing.state == Case.State.CLOSED
    assert Exit.objects.get(case=preparing).initiative == "service"
    assert measure_of(preparing).end_reason == Measure.EndReason.BROKEN
    assert not PrepAttendance.objects.exists()
    assert not GroupAttendance.objects.exists()
    assert Event.objects.filter(case=preparing, action="prepattendance.withdrawn").count() == len(made.MODULES)


def test_a_reason_of_a_housed_household_is_not_a_break(preparing, head):
    reason = ExitReason.objects.get(code="expulsion")
    with pytest.raises(MoveRefused, match="avant le logement"):
        conduct.break_preparation(
            preparing, on=date(2025, 3, 1), reason=reason, initiative="service", handover="", by=head
        )


def test_what_was_attended_survives_the_break(cast, preparing, head, by):
    alone(preparing, by)
    reason = ExitReason.objects.get(code="rupture_preparation")
    conduct.break_preparation(
        preparing, on=date(2025, 3, 1), reason=reason, initiative="household", handover="", by=head
    )
    assert PrepAttendance.objects.filter(case=preparing, present=True).count() == 1


# --- the certificate ------------------------------------------------------------------------------


def text_of(response):
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(response.content)).pages)


def ended(case, by, on=date(2025, 4, 13)):
    Measure.objects.filter(case=case, kind="preparation").update(ends_on=on, end_reason="achevee")
    return measure_of(case)


def test_a_certificate_says_what_was_followed_and_nothing_of_the_situation(cast, preparing, worker, by):
    session = made.session(cast)
    made.note(cast, session, preparing, made.typed("en_cours", acquired=("budget",), word="Fatiguée ce jour."))
    alone(preparing, by, "cal", on=date(2025, 3, 3), duration_minutes=45)
    alone(preparing, by, "voisinage", outcome="absent", on=date(2025, 3, 4))
    ended(preparing, by)

    assert worker.post(page("certificate_issue", preparing.pk)).status_code == 302
    issued = PrepCertificate.objects.get()
    response = worker.get(page("issued_certificate", issued.pk))

    text = text_of(response)
    assert issued.number == f"{preparing.household.code}-A1"
    for told in ("Madame Maryse Bernard", "04/02/2025", "Budget, loyer", "2 h", "45 min", "présence partielle",
                 "au 13/04/2025", issued.number):  # fmt: skip
        assert told in text, told
    assert "3 thèmes travaillés, en 2 séances ; 2 h 45" in " ".join(text.split())
    programme, landlord = str(cast.agreement.programme), str(cast.agreement.landlord)
    metadata = str(PdfReader(io.BytesIO(response.content)).metadata)
    for secret in (programme, landlord, "Voisinage", "bsence", "Fatiguée", "contentieuse", "acquis", "isolé"):
        assert secret not in text, secret
    assert landlord not in metadata
    assert "Bernard" not in response["Content-Disposition"]


def test_until_the_preparation_is_over_it_is_a_draft_without_a_number(preparing, worker, by):
    alone(preparing, by)

    text = text_of(worker.get(page("certificate", preparing.pk)))
    answer = worker.post(page("certificate_issue", preparing.pk), follow=True)

    assert "sans valeur" in text
    assert "-A1" not in text
    assert "reste un projet" in answer.content.decode()
    assert not PrepCertificate.objects.exists()


def test_a_correction_makes_a_second_version_and_the_first_is_kept(preparing, by, as_member, leila):
    row = alone(preparing, by, duration_minutes=60)
    measure = ended(preparing, by)
    PrepCertificate.issue(measure, content_of(measure), on=date(2025, 4, 14), by=by)
    with pytest.raises(MoveRefused, match="dit déjà exactement cela"):
        PrepCertificate.issue(measure, content_of(measure), on=date(2025, 4, 15), by=by)
    row.correct("en_cours", acquired=False, word="", by=by)

    PrepCertificate.issue(measure, content_of(measure), on=date(2025, 4, 16), by=by)

    second, first = PrepCertificate.objects.all()
    assert (first.version, second.version) == (1, 2)
    assert first.content["rows"][0]["presence"] == "présence"
    assert second.content["rows"][0]["presence"] == "présence partielle"


def test_nothing_followed_is_not_attested(preparing, by):
    measure = ended(preparing, by)
    with pytest.raises(MoveRefused, match="rien à attester"):
        PrepCertificate.issue(measure, content_of(measure), on=date(2025, 4, 14), by=by)


def test_nobody_rewrites_a_certificate(preparing, by, leila, as_member, sql):
    from django.db import ProgrammingError

    alone(preparing, by)
    measure = ended(preparing, by)
    PrepCertificate.issue(measure, content_of(measure), on=date(2025, 4, 14), by=by)
    for statement in (
        "UPDATE accompaniment_prepcertificate SET version = 9",
        "DELETE FROM accompaniment_prepcertificate",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(leila):
            sql(statement)


@pytest.mark.parametrize(("minutes", "told"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30"), (605, "10 h 05")])
def test_a_length_reads_as_people_say_it(minutes, told):
    assert length(minutes) == told


# --- the landlord ---------------------------------------------------------------------------------


def test_the_landlord_reads_the_dates_of_the_preparation_and_nothing_else(cast, preparing, head, by, sign_in, paul):
    conduct.extend_preparation(preparing, until=date(2025, 6, 13), reason="SECRET", on=date(2025, 4, 1), by=head)
    made.note(cast, made.session(cast), preparing, made.typed(word="SECRET"))

    shown = sign_in(paul).get(preparing.get_absolute_url()).content.decode()

    assert "du 13/01/2025, fin prévue le 13/04/2025" in " ".join(shown.split())
    for secret in ("SECRET", "13/06/2025", "Budget", "Carnet", "module", "04/02/2025"):
        assert secret not in shown, secret


def test_by_raw_sql_too_the_landlord_has_the_dates_only(preparing, head, as_member, paul, sql):
    conduct.extend_preparation(preparing, until=date(2025, 6, 13), reason="SECRET", on=date(2025, 4, 1), by=head)
    with as_member(paul):
        assert sql("SELECT prep_started_on, prep_planned_end, prep_ended_on FROM households_case") == [
            (STARTED, END, None)
        ]
        assert sql("SELECT kind, starts_on, ends_on FROM households_supportperiod") == [("preparation", STARTED, None)]
        assert not {one for (one,) in sql("SELECT action FROM households_event") if one.startswith("measure.extended")}


def test_the_end_is_told_below_the_wall(preparing, cast):
    notes.draft(preparing).validate(on=END, by=cast.bruno.professional)
    conduct.complete_preparation(preparing, on=END, early_because="", by=cast.bruno.professional)
    assert SupportPeriod.objects.get(case=preparing).ends_on == END
