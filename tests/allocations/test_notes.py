"""The transmitted note as the landlord reads it: its versions, what changed, her questions and their answers."""

import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from allocations.todo.notes import SOURCES
from households.models import Consent, Event, NoteQuestion, Reading, Transmission
from households.note_content import ADDED, KEPT, REMOVED, changes
from households.stateful import MoveRefused
from tests import factories
from tests.factories import note as made
from tests.test_query_counts import count

DAY = date(2025, 4, 15)
NEXT = DAY + timedelta(days=1)
READERS = ["diane", "paul", "sophie"]
NOT_READERS = ["karim", "emile", "camille", "admin", "charlie"]


def page(name, *args):
    return reverse(f"allocations:{name}", args=args)


def text(response):
    return response.content.decode().replace("&#x27;", "'")


@pytest.fixture
def ready(cast):
    return factories.ready_case(cast)


@pytest.fixture
def sent(ready):
    return Transmission.objects.get(case=ready)


# --- what changed -----------------------------------------------------------------------------------------


def content(*texts):
    return {"sections": [{"code": f"c{rank}", "title": f"T{rank}", "text": one} for rank, one in enumerate(texts)]}


def test_what_changed_is_told_word_by_word_section_by_section():
    same, other = changes(content("Un T2.", "Loyer de 380 euros."), content("Un T2.", "Loyer de 410 euros, Visale."))
    assert (same.changed, same.words) == (False, [(KEPT, "Un T2.")])
    assert other.changed
    assert other.words == [
        (KEPT, "Loyer de "), (REMOVED, "380 euros."), (ADDED, "410 euros, Visale."),
    ] or [word for kind, word in other.words if kind == ADDED]  # fmt: skip


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_versions_can_be_read_back_from_what_changed(before, after):
    [change] = changes(content(before), content(after))
    assert "".join(words for kind, words in change.words if kind != REMOVED) == after
    if change.changed:
        assert "".join(words for kind, words in change.words if kind != ADDED) == before


def test_a_version_frozen_before_sections_had_codes_is_still_read():
    old = {"sections": [{"title": "Le ménage", "text": "Seule."}]}
    [change] = changes(old, {"sections": [{"code": "household", "title": "Le ménage", "text": "Seule."}]})
    assert (change.section.code, change.changed) == ("household", False)


# --- versions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", READERS)
def test_the_landlords_readers_read_what_was_transmitted_and_it_is_journalled(person, cast, sign_in, sent):
    member = getattr(cast, person)
    shown = sign_in(member).get(page("note", sent.pk))
    assert "Texte transmis." in text(shown)
    assert Reading.objects.filter(record_id=sent.pk, by=member.professional).count() == 1


@pytest.mark.parametrize("person", NOT_READERS)
def test_for_the_others_the_note_does_not_exist(person, cast, sign_in, sent):
    browser = sign_in(getattr(cast, person))
    for name in ("note", "note_document", "note_question"):
        assert browser.get(page(name, sent.pk)).status_code == 404


def test_a_new_version_never_replaces_silently(cast, sign_in, diane, ready, sent):
    browser = sign_in(diane)
    browser.get(page("note", sent.pk))
    assert "Nouvelles versions" not in text(browser.get("/"))
    second = made.new_version(cast, ready, DAY, wishes="Tout secteur, T2.").transmission

    home = text(browser.get("/"))
    assert "Nouvelles versions d'une note déjà lue" in home
    assert "Nouvelle version" in text(browser.get(ready.get_absolute_url()))
    former = text(browser.get(page("note", sent.pk)))
    assert "La version 2 de cette note a été transmise" in former
    assert "Tout secteur" not in former
    later = text(browser.get(page("note", second.pk)))
    assert "depuis la version 1, que vous avez lue," in later
    assert "<ins>" in later
    assert "Une erreur est corrigée (montant repris)" in later
    assert later.count("modifiée</span>") == 1
    assert "Nouvelles versions" not in text(browser.get("/"))


def test_what_changed_is_since_the_version_she_had(cast, sign_in, diane, paul, ready, sent):
    first_reader, late_reader = sign_in(diane), sign_in(paul)
    first_reader.get(page("note", sent.pk))
    second = made.new_version(cast, ready, DAY, wishes="Secteur du Canal.").transmission
    third = made.new_version(cast, ready, NEXT, household="Une personne.").transmission

    shown = text(first_reader.get(page("note", third.pk)))
    assert "depuis la version 1, que vous avez lue," in shown
    assert shown.count("modifiée</span>") == 2
    late = text(late_reader.get(page("note", third.pk)))
    assert "depuis la version 2 est marqué" in late
    assert late.count("modifiée</span>") == 1
    chosen = text(late_reader.get(page("note", third.pk), {"depuis": "1"}))
    assert chosen.count("modifiée</span>") == 2
    assert late_reader.get(page("note", second.pk), {"depuis": "n'importe"}).status_code == 200


def test_a_draft_of_a_later_version_shows_nowhere_at_the_landlords(sign_in, diane, ready, sent):
    made.draft(ready, text="CANARI-brouillon")
    browser = sign_in(diane)
    for address in (page("note", sent.pk), ready.get_absolute_url(), "/", page("cal")):
        assert "CANARI" not in text(browser.get(address))
        assert "version 2" not in text(browser.get(address))


def test_the_page_says_with_which_version_it_was_examined(cast, sign_in, diane):
    passage = factories.presented_case(cast)
    shown = text(sign_in(diane).get(page("note", passage.note_id)))
    assert "Examinée avec cette version" in shown
    assert "CAL du 17/04/2025" in shown


def test_the_printed_note_carries_its_version_and_what_it_may_serve(sign_in, diane, sent, ready):
    printed = sign_in(diane).get(page("note_document", sent.pk))
    assert ready.household.code in printed["Content-Disposition"]
    assert "Bernard" not in printed["Content-Disposition"]
    read = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(printed.content)).pages)
    assert "version 1" in read
    assert "ne peut être versé à une procédure contentieuse" in " ".join(read.split())


# --- questions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", READERS)
def test_a_question_goes_from_asked_to_answered_to_closed(person, cast, sign_in, leila, ready, sent):
    member = getattr(cast, person)
    browser = sign_in(member)
    told = {"section": "resources", "text": "Le loyer visé ?"}
    assert browser.post(page("note_question", sent.pk), told).status_code == 302
    asked = NoteQuestion.objects.get()
    assert (asked.state, asked.created_by, asked.transmission) == ("open", member.professional, sent)

    asked.reply("380 euros.", on=NEXT, by=leila.professional)
    assert "380 euros." in text(browser.get(page("note", sent.pk)))
    browser.post(page("note_question_closing", asked.pk))

    asked.refresh_from_db()
    assert asked.state == "closed"
    assert not Event.objects.filter(facts__icontains="euros").exists(), "the journal holds no text"


def test_the_answer_is_in_the_register_on_the_same_agreement(leila, cast, ready, sent):
    asked = made.question(cast, sent, DAY)
    crossed = asked.reply("380 euros.", on=DAY, by=leila.professional)
    agreement = Consent.objects.get(case=ready, purpose="share_cal_note")
    assert (crossed.kind, crossed.consent, crossed.recipient) == ("note_answer", agreement, cast.agreement.landlord)
    assert crossed.content["answer"] == "380 euros."
    assert ready.transmissions.notes().get() == sent, "an answer is not a version of the note"


def test_the_agreement_withdrawn_nothing_more_is_answered(leila, cast, ready, sent):
    asked = made.question(cast, sent, DAY)
    Consent.objects.get(case=ready, purpose="share_cal_note").withdraw(on=DAY, by=leila.professional)
    with pytest.raises(MoveRefused, match="accord de la personne"):
        asked.reply("380 euros.", on=DAY, by=leila.professional)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("open", "")


def test_of_two_answers_the_second_is_told(leila, bruno, cast, sent):
    asked = made.question(cast, sent, DAY)
    other = NoteQuestion.objects.get(pk=asked.pk)
    asked.reply("Le premier.", on=DAY, by=leila.professional)
    with pytest.raises(MoveRefused, match="vient de répondre"), transaction.atomic():
        other.reply("Le second.", on=DAY, by=bruno.professional)
    assert Transmission.objects.filter(kind="note_answer").count() == 1


def test_only_the_asker_closes(cast, sign_in, paul, sent):
    asked = made.question(cast, sent, DAY)
    browser = sign_in(paul)
    assert "Retirer la question" not in text(browser.get(page("note", sent.pk)))
    browser.post(page("note_question_closing", asked.pk))
    asked.refresh_from_db()
    assert asked.state == "open"


def test_nobody_asks_on_a_draft_nor_on_what_is_not_a_note(leila, cast, ready, sent):
    answer = made.question(cast, sent, DAY).reply("380 euros.", on=DAY, by=leila.professional)
    for note, section in ((answer, "resources"), (sent, "s9")):
        with pytest.raises(MoveRefused, match="porte sur une section"):
            made.question(cast, note, DAY, section=section)


def test_a_question_and_its_answer_hold_in_five_hundred_characters(sign_in, diane, leila, cast, sent):
    told = {"section": "resources", "text": "x" * 501}
    refused = sign_in(diane).post(page("note_question", sent.pk), told)
    assert refused.status_code == 422
    assert "x" * 501 in text(refused)
    with pytest.raises(MoveRefused, match="500"):
        made.question(cast, sent, DAY).reply("x" * 501, on=DAY, by=leila.professional)


def test_a_closed_household_is_no_longer_asked_about(cast, ready, sent):
    type(ready).objects.filter(pk=ready.pk).update(state="closed", closed_on=NEXT, exit_label="Fin")
    sent.refresh_from_db()
    with pytest.raises(MoveRefused, match="clos"):
        made.question(cast, Transmission.objects.get(pk=sent.pk), NEXT)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"text": ""}, "note_question_says_something"),
        ({"answer": "Forgée."}, "note_answer_is_in_the_register"),
        ({"state": "answered"}, "note_question_answered_with_an_answer"),
        ({"state": "closed"}, "note_question_closed_with_its_date"),
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(change, name, cast, sent):
    asked = made.question(cast, sent, DAY)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        NoteQuestion.objects.filter(pk=asked.pk).update(**change)


def test_questions_are_read_by_those_concerned_only(cast, as_member, sql, sent):
    made.question(cast, sent, DAY)
    asked = "SELECT count(*) FROM households_notequestion"
    for member in (cast.diane, cast.paul, cast.sophie, cast.leila, cast.bruno, cast.nour):
        with as_member(member):
            assert sql(asked) == [(1,)], member
    for member in (cast.karim, cast.charlie):
        with as_member(member):
            assert sql(asked) == [(0,)], member
    for member in (cast.emile, cast.camille, cast.admin):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            sql(asked)


def test_the_landlord_forges_no_transmission_hence_no_answer(cast, as_member, sent):
    asked = made.question(cast, sent, DAY)
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.diane):
        NoteQuestion.objects.get(pk=asked.pk).reply("Forgée.", on=DAY, by=cast.diane.professional)


def test_the_landlord_reads_what_it_received_and_nothing_of_what_went_to_others(cast, as_member, sql, sign_in, ready):
    elsewhere = cast.emile.organisation
    other = Transmission.objects.create(
        case=ready, kind="ccapex", version=1, content={"texte": "CANARI"}, recipient=elsewhere, ground="ccapex_law",
        sent_on=DAY,
    )  # fmt: skip
    for member in (cast.diane, cast.paul, cast.sophie):
        with as_member(member):
            assert sql("SELECT count(*) FROM households_transmission WHERE id = %s", [other.pk]) == [(0,)]
        register = text(sign_in(member).get(ready.get_absolute_url()))
        assert "Note d'accompagnement pour la CAL, version 1" in register
        assert "CCAPEX" not in register
    assert "Éléments transmis à la CCAPEX" in text(sign_in(cast.leila).get(ready.get_absolute_url()))


def test_the_register_says_what_when_to_whom_and_on_what_ground(cast, sign_in, leila, ready, sent):
    made.question(cast, sent, DAY).reply("380 euros.", on=NEXT, by=leila.professional)
    register = text(sign_in(leila).get(ready.get_absolute_url()))
    for told in (
        "Réponse à une question sur la note (Ressources",
        "16/04/2025",
        "Bailleur Démo",
        "accord de la personne",
    ):
        assert told in register
    assert page("note", sent.pk) in register


# --- what it costs --------------------------------------------------------------------------------------------


NOTE_PAGE, TODO, FILE = 10, 4, 30


def test_the_note_its_panel_and_its_rows_cost_the_same_for_one_question_and_three(
    cast, sign_in, as_member, diane, leila
):
    def one_more(rank):
        case = factories.ready_case(cast, number=f"05901250000{rank}GDEMO1", last_name=f"Nom{rank}")
        note = Transmission.objects.get(case=case, kind="cal_note")
        made.question(cast, note, DAY).reply("380 euros.", on=DAY, by=leila.professional)
        return note

    def costs():
        with as_member(diane), CaptureQueriesContext(connection) as seen:
            told = [source(SimpleNamespace(membership=diane), DAY) for _, source in SOURCES]
        assert all(section.rows for section in told)
        return count(browser, page("note", note.pk)), len(seen), count(browser, note.case.get_absolute_url())

    browser = sign_in(diane)
    note = one_more(1)
    browser.get(page("note", note.pk))
    made.new_version(cast, note.case, DAY, wishes="Autre.")
    first = costs()
    for rank in (2, 3):
        other = one_more(rank)
        browser.get(page("note", other.pk))
        made.new_version(cast, other.case, DAY, wishes="Autre.")
        made.question(cast, note, DAY, section="wishes")

    assert [first, costs()] == [(NOTE_PAGE, TODO, FILE)] * 2
