"""The pages of the association, as it opens them, and as nobody else does."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import CalNote, Exit, Measure, PsychologistNote, Request, Suspension, Visit
from households.models import Case, Consent, ExitReason
from tests import factories

OUTSIDERS = ["paul", "diane", "sophie", "karim", "emile", "camille", "charlie"]
PAST = date(2025, 6, 4)


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_nobody_else_knows_these_pages_exist(outsider, cast, sign_in, case):
    one = factories.visit(cast, case, on=PAST)
    browser = sign_in(getattr(cast, outsider))
    for address in [page("visits", case.pk), page("visit", one.pk), page("note", case.pk), page("health", case.pk)]:
        assert browser.get(address).status_code == 404


def test_a_visit_is_noted_with_its_report(worker, case):
    sent = {"kind": "visite_domicile", "status": "realisee", "on": "2025-06-04", "at": "10:00", "themes": ["budget"],
            "report": "Courrier relu ensemble."}  # fmt: skip
    assert worker.post(page("new_visit", case.pk), sent).status_code == 302

    done = Visit.objects.get(case=case)
    assert (done.status, done.themes, done.report) == ("realisee", ["budget"], "Courrier relu ensemble.")


def test_a_refused_visit_keeps_what_was_typed(worker, case):
    ahead = timezone.localdate() + timedelta(days=3)
    sent = {"kind": "visite_domicile", "status": "realisee", "on": ahead.isoformat(), "report": "Déjà tapé."}
    answer = worker.post(page("new_visit", case.pk), sent)
    assert answer.status_code == 422
    assert "à venir" in answer.content.decode()
    assert "Déjà tapé." in answer.content.decode()
    assert not Visit.objects.filter(case=case).exists()


def test_one_tap_is_enough(worker, leila, case):
    one = Visit.plan(case, on=PAST, author=leila.professional)
    assert worker.post(page("visit_status", one.pk), {"status": "porte_close"}).status_code == 302
    one.refresh_from_db()
    assert one.status == "porte_close"


def test_my_week_shows_the_household_and_the_call_waiting(worker, cast, case):
    factories.request(cast, case, at=timezone.now() - timedelta(minutes=5), subject="Fuite d'eau")
    shown = worker.get(page("week")).content.decode()
    assert case.household.code in shown
    assert "Fuite d&#x27;eau" in shown


def test_the_head_is_told_whom_nobody_visited(sign_in, bruno, case):
    shown = sign_in(bruno).get(reverse("home")).content.decode()
    assert "Sans visite depuis plus de 14 jours" in shown


def test_a_call_is_noted_then_answered_at_its_real_time(worker, case):
    sent = {"who": case.household.code, "received_at": "2025-06-04T09:00", "channel": Request.Channel.values[0],
            "subject": "Clés", "counts_for_target": "on"}  # fmt: skip
    assert worker.post(page("new_request"), sent).status_code == 302
    demand = Request.objects.get(case=case)
    answer = {"answer": Request.Answer.CALL, "at": "2025-06-04T10:30", "outcome": "Rappelée"}
    assert worker.post(page("request_answer", demand.pk), answer).status_code == 302
    demand.refresh_from_db()
    assert demand.delay_minutes == 90
    assert demand.answered_entered_at > demand.intervened_at


def test_an_answer_before_the_call_is_refused(worker, cast, case):
    received = datetime(2025, 6, 4, 9, tzinfo=factories.PARIS)
    demand = factories.request(cast, case, at=received)
    answer = worker.post(page("request_answer", demand.pk), {"answer": Request.Answer.CALL, "at": "2025-06-04T08:00"})
    assert answer.status_code == 422
    assert "entre la demande et maintenant" in answer.content.decode()


def test_suspending_says_how_it_differs_from_watching(worker, case):
    shown = worker.get(page("suspension", case.pk)).content.decode()
    assert "veille" in shown
    today = timezone.localdate()
    sent = {"on": today.isoformat(), "review_on": (today + timedelta(days=28)).isoformat(), "reason": "hospitalisation"}
    assert worker.post(page("suspension", case.pk), sent).status_code == 302
    assert Suspension.objects.filter(case=case, ends_on=None).exists()


REPORT = {"lease": "autre_bail", "debt": "aucune"}
"""What the end-of-measure report cannot do without."""


def test_only_the_head_ends_an_accompaniment(worker, sign_in, bruno, case):
    reason = ExitReason.objects.filter(leaves_dwelling=True).exclude(nature=ExitReason.Nature.BEFORE_HOUSING).first()
    sent = {"on": "2025-09-01", "reason": reason.pk, "destination": "", "initiative": "household", **REPORT}
    assert worker.post(page("exit", case.pk), sent).status_code == 404
    head = sign_in(bruno)
    assert head.post(page("exit", case.pk), sent).status_code == 422, "a dwelling left says to where"
    assert head.post(page("exit", case.pk), {**sent, "destination": "Autre logement"}).status_code == 302
    assert Exit.objects.get(case=case).left_dwelling


def test_after_the_end_a_contact_may_still_be_noted(worker, sign_in, bruno, case):
    reason = ExitReason.objects.filter(leaves_dwelling=False).exclude(nature=ExitReason.Nature.BEFORE_HOUSING).first()
    sign_in(bruno).post(
        page("exit", case.pk), {"on": "2025-09-01", "reason": reason.pk, "initiative": "household", **REPORT}
    )
    call = {"kind": "appel", "status": "realisee", "on": "2026-03-01"}
    assert worker.post(page("new_visit", case.pk), call).status_code == 302
    too_late = worker.post(page("new_visit", case.pk), {**call, "on": "2026-09-15"})
    assert too_late.status_code == 422
    assert "fini depuis plus d" in too_late.content.decode()


def test_the_psychologists_note_is_hers_until_shared(cast, as_member, nour, leila, case):
    factories.psychologist_note(cast, case)
    with as_member(leila):
        assert not PsychologistNote.objects.visible_to(leila).exists()
    with as_member(nour):
        assert PsychologistNote.objects.visible_to(nour).exists()


def test_a_note_without_agreement_is_not_sent(worker, cast, bruno, leila):
    case = factories.preparing_case(cast)
    note = CalNote.objects.create(case=case, sections=dict.fromkeys(factories.SECTIONS, "Un fait."))
    note.validate(on=PAST, by=bruno.professional)
    note.read_with_person(on=PAST, by=leila.professional)
    Consent.objects.get(case=case, purpose="share_cal_note").withdraw(on=PAST, by=leila.professional)

    refused = worker.post(page("cal_note_transmission", note.pk), {"on": "2025-06-04"})

    assert refused.status_code == 422
    assert "Il manque l'accord de la personne" in refused.content.decode().replace("&#x27;", "'")


def test_a_new_version_starts_from_the_text_sent(worker, cast):
    case = factories.preparing_case(cast)
    factories.sent_note(cast, case, PAST)
    assert "Texte transmis." in worker.get(page("cal_note", case.pk)).content.decode()


def test_the_file_says_what_was_sent_to_whom_and_when(worker, cast):
    case = factories.preparing_case(cast)
    factories.sent_note(cast, case, PAST)
    assert "Transmis à Bailleur Démo le 04/06/2025, version 1" in worker.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["contract", "certificate"])
def test_the_documents_are_printed_with_the_code_alone_in_their_name(name, worker, case):
    printed = worker.get(page(name, case.pk))
    assert printed["Content-Type"] == "application/pdf"
    assert case.household.code in printed["Content-Disposition"]
    assert "Bernard" not in printed["Content-Disposition"]


TAKEN = {"track": "access", "civility": "ms", "first_name": "Awa", "last_name": "Diallo", "dependants": "0",
         "stage": "follow_up", "opened_on": "2024-01-10", "moved_in_on": "2024-09-02"}  # fmt: skip


def test_a_household_under_way_is_taken_over_at_its_stage(worker):
    assert worker.post(page("takeover"), TAKEN).status_code == 302
    case = Case.objects.get(taken_over=True)
    assert (case.state, case.moved_in_on) == (Case.State.FOLLOW_UP, date(2024, 9, 2))
    assert Measure.objects.filter(case=case, kind="suivi", ends_on=None).exists()
    assert worker.get(case.get_absolute_url()).status_code == 200


def test_dates_out_of_order_are_pointed_out_then_accepted_with_a_reason(worker):
    odd = {**TAKEN, "precal_accepted_on": "2023-12-01"}
    warned = worker.post(page("takeover"), odd)
    assert warned.status_code == 422
    assert "précède la précédente" in warned.content.decode()
    assert worker.post(page("takeover"), {**odd, "order_exception": "Registre papier"}).status_code == 302
    assert Case.objects.get(taken_over=True).order_exception == "Registre papier"


def test_a_stage_without_its_date_means_nothing(worker):
    refused = worker.post(page("takeover"), {**TAKEN, "moved_in_on": ""})
    assert refused.status_code == 422
    assert "la date qui ouvre cette étape" in refused.content.decode()
