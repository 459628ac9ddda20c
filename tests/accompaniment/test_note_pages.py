"""The pages of the note: written, reread, validated, read; nothing typed is ever lost."""

from datetime import date

import pytest
from django.urls import reverse

from accompaniment.models import CalNote, NoteComment
from accompaniment.note_sections import SECTIONS
from households.models import Consent, NoteQuestion, Transmission
from tests import factories
from tests.factories import note as made

DAY = date(2025, 6, 4)


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


@pytest.fixture
def preparing(cast):
    return factories.preparing_case(cast)


@pytest.fixture
def note(preparing):
    return made.draft(preparing)


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.fixture
def head(sign_in, bruno):
    return sign_in(bruno)


def typed(note=None, **sections):
    """What the browser sends."""
    base = {"note": str(note.pk), "since": note.revision} if note else {"note": "", "since": 0}
    return {**dict.fromkeys(SECTIONS, ""), **base, **sections}


def text(response):
    return response.content.decode().replace("&#x27;", "'")


def test_the_first_draft_is_saved_and_its_pages_are_counted(worker, preparing):
    answer = worker.post(page("cal_note", preparing.pk), typed(household="Personne seule."))

    kept = CalNote.objects.get(case=preparing)
    assert answer["Location"] == page("cal_note_page", kept.pk)
    assert (kept.sections["household"], kept.pages, kept.revision) == ("Personne seule.", 1, 1)
    assert kept.written_by.first_name == "Leila"


def test_each_section_says_what_it_must_contain_beside_what_it_never_says(worker, preparing):
    shown = text(worker.get(page("cal_note", preparing.pk)))
    for section in SECTIONS.values():
        assert section.expects in shown
    assert "ni condamnation, ni détention, ni plainte" in shown


def test_a_refused_saving_keeps_every_word(worker, preparing):
    answer = worker.post(page("cal_note", preparing.pk), typed(household="Déjà tapé.", wishes="x" * 1501))
    assert answer.status_code == 422
    assert "Déjà tapé." in text(answer)
    assert "x" * 1501 in text(answer)
    assert not CalNote.objects.exists()


def test_both_texts_are_shown_when_a_colleague_saved_meanwhile_then_one_saves_knowingly(worker, note, ines):
    mine = typed(note, household="Le mien.", wishes="Même souhait.")
    CalNote.objects.get(pk=note.pk).write(
        {**note.sections, "household": "Le sien.", "wishes": "Même souhait."}, since=0, by=ines.professional
    )

    refused = worker.post(page("cal_note", note.case_id), mine)

    assert refused.status_code == 422
    shown = text(refused)
    assert "Le mien." in shown
    assert "Le sien." in shown
    assert "de Ines" in shown
    assert "Ce que votre collègue a enregistré dans « Souhaits" not in shown, "identical texts are not a difference"
    assert 'name="since" value="1"' in shown
    note.refresh_from_db()
    assert worker.post(page("cal_note", note.case_id), {**mine, "since": 1}).status_code == 302
    note.refresh_from_db()
    assert (note.sections["household"], note.revision) == ("Le mien.", 2)


def test_a_colleague_began_the_same_note(worker, preparing):
    made.draft(preparing, text="Commencé par Inès.")
    refused = worker.post(page("cal_note", preparing.pk), typed(household="Commencé par Leïla."))
    assert refused.status_code == 422
    assert "a commencé cette note" in text(refused)
    assert "Commencé par Leïla." in text(refused)
    assert "Commencé par Inès." in text(refused)


def test_validated_meanwhile_the_text_is_kept_and_may_take_the_note_back(worker, note, bruno):
    sent = typed(note, **dict.fromkeys(SECTIONS, "Plus juste."))
    CalNote.objects.get(pk=note.pk).validate(on=DAY, by=bruno.professional)

    refused = worker.post(page("cal_note", note.case_id), sent)
    assert refused.status_code == 422
    assert "Plus juste." in text(refused)
    assert "reprenez-la en brouillon" in text(refused)
    assert worker.post(page("cal_note", note.case_id), {**sent, "take_back": "on"}).status_code == 302

    note.refresh_from_db()
    assert (note.state, note.validated_by, note.sections["wishes"]) == ("draft", None, "Plus juste.")


def test_transmitted_meanwhile_the_text_becomes_a_new_version_if_one_says_why(worker, cast, preparing):
    sent = factories.sent_note(cast, preparing, DAY)
    mine = typed(sent, **dict.fromkeys(SECTIONS, "Plus tard."))

    refused = worker.post(page("cal_note", preparing.pk), mine)
    assert refused.status_code == 422
    assert "Plus tard." in text(refused)
    refused = worker.post(page("cal_note", preparing.pk), {**mine, "new_version": "changement"})
    assert "a été transmise pendant que vous écriviez" in text(refused)
    again = {**mine, "note": "", "since": 0, "new_version": "changement"}
    assert worker.post(page("cal_note", preparing.pk), again).status_code == 302

    assert CalNote.objects.under_way().get().new_version == "changement"
    assert Transmission.objects.get().content["sections"][0]["text"] == "Texte transmis."


def test_while_typing_what_is_pointed_out_comes_back_and_nothing_is_kept(worker, preparing):
    answer = worker.post(page("cal_note_review"), {"case": preparing.pk, "wishes": "Après l'hôpital"})
    assert answer.status_code == 200
    assert "« hôpital »" in text(answer)
    assert "À dire plutôt" in text(answer)
    assert not CalNote.objects.exists()


@pytest.mark.parametrize("case", ["", "x", "6fa459ea-ee8a-3ca4-894e-db77e160355e"])
def test_a_review_about_nobody_says_nothing(worker, case):
    answer = worker.post(page("cal_note_review"), {"case": case, "wishes": "hôpital"})
    assert answer.status_code == 200
    assert "hôpital" not in text(answer)


def test_the_head_comments_the_author_answers_the_head_closes(worker, head, note):
    assert worker.get(page("note_comment", note.pk)).status_code == 404
    sent = {"section": "wishes", "text": "Préciser le secteur."}
    assert head.post(page("note_comment", note.pk), sent).status_code == 302
    comment = NoteComment.objects.get()
    assert "Préciser le secteur." in text(worker.get(page("cal_note_page", note.pk)))
    assert "1 remarque sur la note à traiter" in text(worker.get("/"))
    assert worker.post(page("note_comment_closing", comment.pk)).status_code == 404

    assert worker.post(page("note_comment_reply", comment.pk), {"reply": "Fait."}).status_code == 302
    assert "1 remarque sur la note à clore" in text(head.get("/"))
    head.post(page("note_comment_closing", comment.pk))

    assert NoteComment.objects.get().state == "closed"
    assert "remarque sur la note" not in text(head.get("/"))


def test_the_visa_asks_for_one_tick_when_words_were_pointed_out(head, preparing):
    note = made.draft(preparing, wishes="Après l'hôpital.")
    form = text(head.get(page("cal_note_validation", note.pk)))
    assert "J'ai relu ce mot signalé" in form
    refused = head.post(page("cal_note_validation", note.pk), {"on": DAY})
    assert refused.status_code == 422
    assert "confirmez que vous les gardez" in text(refused)
    assert head.post(page("cal_note_validation", note.pk), {"on": DAY, "alerts_confirmed": "on"}).status_code == 302
    assert "1 gardé à la validation" in text(head.get(page("cal_note_page", note.pk)))


def test_a_long_note_is_said_at_the_visa_and_on_its_page(head, note):
    note.measure(2)
    assert "2 pages" in text(head.get(page("cal_note_validation", note.pk)))
    assert "trop longue" in text(head.get(page("cal_note_page", note.pk)))
    assert head.post(page("cal_note_validation", note.pk), {"on": DAY}).status_code == 302, "a warning, not a wall"


def test_reading_with_the_person_page(worker, note, bruno):
    note.validate(on=DAY, by=bruno.professional)
    address = page("cal_note_reading", note.pk)
    assert worker.post(address, {"on": DAY}).status_code == 422, "she must say whether the person agrees"
    assert worker.post(address, {"on": DAY, "agrees": "oui"}).status_code == 422, "and how"
    assert worker.post(address, {"on": DAY, "agrees": "oui", "mode": "oral"}).status_code == 302
    assert Consent.objects.get(case=note.case, purpose="share_cal_note").mode == "oral"


def test_the_person_says_no(worker, note, bruno):
    note.validate(on=DAY, by=bruno.professional)
    assert worker.post(page("cal_note_reading", note.pk), {"on": DAY, "agrees": "non"}).status_code == 302
    note.refresh_from_db()
    assert note.state == "draft"


def test_the_answer_to_the_landlord_is_read_again_registered_and_shown(worker, sign_in, diane, cast):
    case = factories.ready_case(cast)
    sent = Transmission.objects.get(case=case)
    asked = made.question(cast, sent, DAY)
    assert "question du bailleur sur la note" in text(worker.get("/"))
    address = page("question_answer", asked.pk)
    form = text(worker.get(address))
    assert "Le bailleur lira ce texte" in form
    assert "Quel loyer ?" in form

    refused = worker.post(address, {"text": "Après son hospitalisation."})
    assert refused.status_code == 422
    assert "« hospitalisation »" in text(refused)
    assert "Après son hospitalisation." in text(refused)
    assert worker.post(address, {"text": "x" * 501}).status_code == 422
    assert worker.post(address, {"text": "380 euros visés."}).status_code == 302

    asked.refresh_from_db()
    assert (asked.state, asked.answer_transmission.kind) == ("answered", "note_answer")
    landlord = sign_in(diane)
    assert "réponse à votre question" in text(landlord.get("/"))
    assert "380 euros visés." in text(landlord.get(reverse("allocations:note", args=[sent.pk])))
    assert "question du bailleur" not in text(worker.get("/"))


def test_an_alert_kept_in_an_answer_is_confirmed_by_its_author(worker, cast):
    case = factories.ready_case(cast)
    asked = made.question(cast, Transmission.objects.get(case=case), DAY)
    told = {"text": "Oui, après l'hôpital.", "alerts_confirmed": "on"}
    assert worker.post(page("question_answer", asked.pk), told).status_code == 302
    assert NoteQuestion.objects.get().answer == "Oui, après l'hôpital."


def test_a_colleague_who_does_not_follow_the_household_is_not_told_to_answer(sign_in, ines, bruno, cast):
    case = factories.ready_case(cast)
    made.question(cast, Transmission.objects.get(case=case), DAY)
    assert "question du bailleur" not in text(sign_in(ines).get("/"))
    assert "question du bailleur" in text(sign_in(bruno).get("/"))


@pytest.mark.parametrize("outsider", ["paul", "diane", "sophie", "karim", "emile", "camille", "charlie", "admin"])
def test_nobody_else_knows_these_pages_exist(outsider, cast, sign_in):
    case = factories.ready_case(cast)
    draft = made.draft(case)
    comment = made.comment(cast, draft)
    asked = made.question(cast, Transmission.objects.get(case=case), DAY)
    browser = sign_in(getattr(cast, outsider))
    for address in [
        page("cal_note", case.pk), page("cal_note_page", draft.pk), page("cal_note_document", draft.pk),
        page("note_comment", draft.pk), page("note_comment_reply", comment.pk), page("question_answer", asked.pk),
        page("papers", case.pk),
    ]:  # fmt: skip
        assert browser.get(address).status_code == 404, address
    review = browser.post(page("cal_note_review"), {"case": case.pk, "x": "hôpital"})
    assert review.status_code == 404 or "hôpital" not in text(review)


def test_the_psychologist_reads_the_note_and_does_not_write_it(sign_in, nour, note):
    browser = sign_in(nour)
    shown = browser.get(page("cal_note_page", note.pk))
    assert shown.status_code == 200
    assert "Écrire" not in text(shown)
    assert browser.get(page("cal_note", note.case_id)).status_code == 404


def test_a_note_page_costs_the_same_whatever_is_said_on_it(worker, cast, note):
    from tests.test_query_counts import count

    made.comment(cast, note)
    address = page("cal_note_page", note.pk)
    one = count(worker, address)
    for section in ("household", "resources"):
        made.comment(cast, note, section=section)
    assert (one, count(worker, address)) == (NOTE_PAGE, NOTE_PAGE)


NOTE_PAGE = 14
