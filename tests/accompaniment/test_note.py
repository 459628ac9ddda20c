"""The note for the CAL: written by several, commented, read again for its words, validated, read, sent, sent again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accompaniment.models import AlertWord, CalNote, NoteComment
from accompaniment.models.cal_note import EditedMeanwhile
from accompaniment.note_document import pages_of
from accompaniment.note_sections import SECTIONS
from accompaniment.word_alerts import Reader
from households.models import Consent, Event, Transmission
from households.stateful import MoveRefused
from tests import factories
from tests.factories import note as made

DAY = date(2025, 6, 4)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def preparing(cast):
    return factories.preparing_case(cast)


@pytest.fixture
def note(preparing):
    return made.draft(preparing)


@pytest.fixture
def head(bruno):
    return bruno.professional


@pytest.fixture
def author(leila):
    return leila.professional


# --- two people write ---------------------------------------------------------------------------------


def test_of_two_who_save_the_second_is_told_and_the_first_text_stays(note, author, ines):
    hers = CalNote.objects.get(pk=note.pk)
    note.write({"household": "De Leïla"}, since=0, by=author)

    with pytest.raises(EditedMeanwhile):
        hers.write({"household": "D'Inès"}, since=0, by=ines.professional)

    note.refresh_from_db()
    assert (note.sections, note.revision, note.written_by) == ({"household": "De Leïla"}, 1, author)


def test_a_page_opened_on_an_older_saving_is_told_too(note, author):
    note.write({"household": "Un"}, since=0, by=author)
    with pytest.raises(EditedMeanwhile):
        note.write({"household": "Deux"}, since=0, by=author)


def test_one_note_under_way_per_household(note, preparing):
    with pytest.raises(IntegrityError, match="cal_note_one_under_way"), transaction.atomic():
        made.draft(preparing)


# --- comments -----------------------------------------------------------------------------------------


def test_a_comment_is_opened_dealt_with_and_closed(cast, note, author, head):
    comment = made.comment(cast, note)
    comment.deal_with("C'est changé.", by=author)
    assert (comment.state, comment.reply, comment.dealt_by) == ("dealt", "C'est changé.", author)

    comment.reopen(by=head)
    comment.deal_with("", by=author)
    comment.close(by=head)

    assert not NoteComment.objects.pending().exists()
    assert [event.facts for event in Event.objects.filter(action="notecomment.dealt")] == [
        {"from": "open", "dealt_by": str(author.pk)}
    ] * 2


def test_a_comment_is_not_closed_before_it_is_dealt_with(cast, note, head):
    with pytest.raises(MoveRefused, match="déjà « À traiter »"):
        made.comment(cast, note).close(by=head)


def test_a_note_is_not_validated_while_comments_wait(cast, note, author, head):
    first, second = made.comment(cast, note), made.comment(cast, note, section="resources")
    second.deal_with("", by=author)

    with pytest.raises(MoveRefused, match=r"1 à traiter par l'auteur, 1 à clore par la cheffe"):
        note.validate(on=DAY, by=head)
    first.deal_with("", by=author)
    for one in (first, second):
        one.close(by=head)
    note.validate(on=DAY, by=head)

    assert note.state == "validated"


def test_only_a_draft_is_commented(cast, note, head):
    note.validate(on=DAY, by=head)
    with pytest.raises(MoveRefused, match="On commente un brouillon"):
        made.comment(cast, note)


def test_an_empty_comment_is_refused_by_the_database(cast, note):
    with pytest.raises(IntegrityError, match="note_comment_says_something"), transaction.atomic():
        made.comment(cast, note, text="")


def test_a_comment_is_refused_to_the_landlord_by_the_database_itself(cast, note, as_member, sql):
    made.comment(cast, note)
    for person in (cast.paul, cast.diane, cast.sophie, cast.karim):
        for statement in (
            "SELECT text FROM accompaniment_notecomment",
            "SELECT sections FROM accompaniment_calnote",
            "UPDATE accompaniment_calnote SET state = 'transmitted'",
            "SELECT content FROM accompaniment_paper",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), as_member(person):
                sql(statement)


def test_another_association_sees_neither_the_draft_nor_its_comments(cast, note, as_member):
    made.comment(cast, note)
    with as_member(cast.charlie):
        assert CalNote.objects.count() == 0
        assert NoteComment.objects.count() == 0
    with as_member(cast.leila):
        assert NoteComment.objects.get().text == "CANARI-remarque"


# --- words --------------------------------------------------------------------------------------------


def found(reader, text):
    return [(one.found, one.kind) for one in reader.alerts(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Après une hospitalisation.", [("hospitalisation", "Santé")]),
        ("APRÈS SON HÔPITAL", [("HÔPITAL", "Santé")]),
        ("Sortie de prison, sous bracelet électronique", [("prison", "Infraction, justice"),
                                                          ("bracelet électronique", "Infraction, justice")]),
        ("Personne fragile.", [("fragile", "Jugement")]),
        ("De nationalité inconnue", [("nationalité", "Origine")]),
        ("près de la mosquée", [("mosquée", "Religion")]),
        ("avec Mme Durand, sa voisine", [("Mme Durand", "Autre personne"), ("sa voisine", "Autre personne")]),
        ("avec M. D., un ami", []),
        ("Mme Bernard souhaite un T2", []),
        ("Monsieur Leila répond", []),
        ("Détenteur d'un compte, personne assidue, bon voisinage, à la Clinclin", []),
        ("Hébergement d'urgence depuis plus de six mois, sans incident.", []),
    ],
)  # fmt: skip
def test_words_that_have_no_place_are_pointed_out_and_no_other(preparing, text, told):
    assert found(Reader.for_case(preparing), text) == told


def test_each_alert_says_why_and_what_to_say_instead(preparing):
    [alert] = Reader.for_case(preparing).alerts("Personne dépressive")
    assert "santé" in alert.reason
    assert alert.better
    assert all(word.reason for word in AlertWord.objects.all())


def test_the_list_is_a_parameter(preparing):
    AlertWord.objects.filter(word="fragile*").update(active=False)
    AlertWord.objects.create(word="zébulon", kind="judgement", reason="Essai.")
    assert found(Reader.for_case(preparing), "fragile Zébulon") == [("Zébulon", "Jugement")]
    with pytest.raises(IntegrityError, match="alert_word_is_not_a_star"), transaction.atomic():
        AlertWord.objects.create(word="*", kind="health", reason="x")


def test_words_never_block_the_writing_and_the_head_confirms_those_kept(note, author, head):
    note.write({**note.sections, "wishes": "Un logement calme, après l'hôpital."}, by=author)

    with pytest.raises(MoveRefused, match="confirmez que vous les gardez"):
        note.validate(on=DAY, by=head)
    note.validate(on=DAY, by=head, alerts_confirmed=True)

    assert note.alerts_kept == 1
    assert "hôpital" not in str(Event.objects.get(action="calnote.validated").facts)


# --- pages ----------------------------------------------------------------------------------------------


def test_the_pages_are_those_of_the_real_pdf(note):
    assert pages_of(note) == 1
    note.sections = dict.fromkeys(SECTIONS, "Une phrase qui compte, et une autre. " * 22)
    assert pages_of(note) == 2
    note.measure(2)
    assert CalNote.objects.get(pk=note.pk).is_too_long


# --- read with the person -------------------------------------------------------------------------------


def test_reading_with_the_person_notes_the_agreement_that_was_missing(note, preparing, author, head):
    note.validate(on=DAY, by=head)
    note.read_with_person(on=DAY, mode="written", by=author)

    given = Consent.objects.get(case=preparing, purpose="share_cal_note")
    assert (given.given_on, given.mode, given.recipients) == (DAY, "written", "Bailleur Démo")
    assert (note.state, note.read_mode) == ("read", "written")
    assert Event.objects.filter(action="consent.given", record_id=given.pk).exists()


def test_an_agreement_already_given_is_not_written_twice(note, preparing, author, head):
    Consent.objects.create(case=preparing, purpose="share_cal_note", given_on=DAY, mode="written")
    note.validate(on=DAY, by=head)
    note.read_with_person(on=DAY, by=author)
    assert Consent.objects.filter(case=preparing, purpose="share_cal_note").count() == 1


def test_a_person_who_does_not_agree_sends_it_back_to_draft(note, preparing, author, head):
    note.validate(on=DAY, by=head)
    note.declined_by_person(on=DAY, by=author)

    assert note.state == "draft"
    assert not Consent.objects.filter(case=preparing, purpose="share_cal_note").exists()
    assert Event.objects.filter(action="calnote.declined").exists()
    with pytest.raises(MoveRefused):
        note.send(on=DAY, by=author)


def test_it_is_read_after_the_visa_and_sent_after_the_reading(note, author, head):
    note.validate(on=NEXT, by=head)
    with pytest.raises(IntegrityError, match="cal_note_read_after_validated"), transaction.atomic():
        note.read_with_person(on=DAY, by=author)
    note.refresh_from_db()
    note.read_with_person(on=NEXT, by=author)
    with pytest.raises(MoveRefused, match="elle part ensuite"):
        note.send(on=DAY, by=author)


# --- sent, and sent again -------------------------------------------------------------------------------


def test_what_leaves_is_the_text_and_nothing_else_of_the_note(cast, preparing):
    note = factories.sent_note(cast, preparing, DAY)
    sent = note.transmission
    assert set(sent.content) == {"sections", "read_with_person_on", "validated_by", "why", "why_detail"}
    assert [one["code"] for one in sent.content["sections"]] == list(SECTIONS)


def test_a_later_version_says_why_and_leaves_the_former_untouched(cast, preparing, author, head):
    first = factories.sent_note(cast, preparing, DAY)
    silent = made.draft(preparing)
    with pytest.raises(MoveRefused, match="pourquoi il y en a une autre"):
        silent.validate(on=NEXT, by=head)
    silent.write(silent.sections, by=author, why="erreur", detail="montant repris")
    silent.validate(on=NEXT, by=head)
    silent.read_with_person(on=NEXT, by=author)
    second = silent.send(on=NEXT, by=author)

    assert (second.version, second.content["why"]) == (2, "Une erreur est corrigée")
    former = Transmission.objects.get(pk=first.transmission_id)
    assert (former.version, former.content["sections"][0]["text"]) == (1, "Texte transmis.")


def test_a_draft_of_a_later_version_does_not_undo_the_first_visa(cast, preparing, head):
    from accompaniment import conduct

    factories.sent_note(cast, preparing, date(2025, 4, 10))
    made.draft(preparing)
    conduct.complete_preparation(preparing, on=date(2025, 4, 13), early_because="", by=head)
    assert preparing.state == "cal_ready"


def test_a_passage_keeps_the_version_it_was_scheduled_with(cast):
    passage = factories.presented_case(cast)
    made.new_version(cast, passage.case, NEXT, wishes="Tout secteur.")
    passage.refresh_from_db()
    assert passage.note.version == 1
