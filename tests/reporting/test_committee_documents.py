"""A committee's documents: the same frozen figures, two pages, twelve slides, and to funders only what is theirs."""

import io
import re

import pytest
from pptx import Presentation
from pypdf import PdfReader

from reporting import committee_files
from reporting.editions import Edition
from reporting.models import CommitteeFile, Situation
from reporting.tasks import write_committee_files
from tests.factories import committee as made

LONG = (
    "Un fait marquant qui tient toute sa ligne, sans rien dire de personne, écrit pour remplir la page jusqu'au bout."
)


def pages(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def slides(content):
    return list(Presentation(io.BytesIO(content)).slides)


def words_of(slide):
    """Everything a slide says, its notes and alternative texts included."""
    told = [slide.notes_slide.notes_text_frame.text]
    for shape in slide.shapes:
        told.append(shape._element.xpath(".//p:cNvPr")[0].get("descr", ""))
        if shape.has_text_frame:
            told.append(shape.text_frame.text)
        if shape.has_table:
            told += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(told)


def asked(committee, document, edition, by, paper=None):
    return CommitteeFile.objects.create(
        agreement=committee.agreement, committee=committee, paper=paper, document=document, edition=edition,
        meets_on=committee.meeting.on, requested_by=by, requested_at=made.AT,
    )  # fmt: skip


@pytest.fixture
def committee(cast, case):
    """Prepared, full: five long lines, a validated and an unvalidated situation."""
    committee = made.prepared(cast)
    committee.write(
        {
            "highlights": "\n".join([LONG] * 5),
            "difficulties": "\n".join([LONG] * 3),
            "expected": "\n".join([LONG] * 3),
            "agenda": "Chiffres\nBudget",
        },
        revision=committee.texts_revision,
    )
    made.situation(cast, committee, case)
    return committee


def test_the_synthesis_holds_on_two_pages_even_when_it_is_full(committee, bruno):
    for edition in (Edition.FUNDER, Edition.INTERNAL):
        told = pages(committee_files.make(asked(committee, "synthesis", edition, bruno.professional)))
        assert len(told) == 2
        assert made.POINT in " ".join(told[1].split())


def test_each_sheet_says_for_whom_it_is(committee, bruno, paul):
    for edition, word in ((Edition.FUNDER, "version financeurs"), (Edition.PARTNER, "version interne")):
        file = asked(committee, "synthesis", edition, paul.professional)
        assert all(word in page for page in pages(committee_files.make(file)))
        deck = asked(committee, "deck", edition, paul.professional)
        assert all(word in words_of(slide) for slide in slides(committee_files.make(deck)))


def test_the_deck_has_twelve_titled_slides_with_editable_charts_and_tables(committee, bruno):
    told = slides(committee_files.make(asked(committee, "deck", Edition.FUNDER, bruno.professional)))

    assert len(told) == 12
    assert all(slide.shapes.title.text_frame.text for slide in told)
    charts = [shape for slide in told for shape in slide.shapes if shape.has_chart]
    tables = [shape for slide in told for shape in slide.shapes if shape.has_table]
    assert len(charts) >= 4
    assert len(tables) >= 7
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in charts + tables)


def test_the_deck_draws_the_figures_that_the_snapshot_froze(committee, bruno):
    told = slides(committee_files.make(asked(committee, "deck", Edition.INTERNAL, bruno.professional)))
    places = next(shape.chart for shape in told[1].shapes if shape.has_chart)
    frozen = committee.snapshot.told(Edition.INTERNAL)["indicators"]["A8"]

    drawn = [list(series.values) for series in places.plots[0].series]

    taken = [frozen[track]["quarter"]["part"] for track in ("access", "retention")]
    free = [frozen[track]["quarter"]["whole"] - frozen[track]["quarter"]["part"] for track in ("access", "retention")]
    assert drawn == [taken, free]


def test_the_funders_version_leaves_out_what_the_other_partner_has_not_validated(committee, cast, bruno):
    Situation.objects.update(validated_at=None, validated_by=None)
    inside = asked(committee, "deck", Edition.INTERNAL, bruno.professional)
    outside = asked(committee, "deck", Edition.FUNDER, bruno.professional)

    assert made.POINT in words_of(slides(committee_files.make(inside))[8])
    assert made.POINT not in "".join(words_of(slide) for slide in slides(committee_files.make(outside)))


def test_no_document_names_the_household(committee, case, bruno):
    told = "".join(pages(committee_files.make(asked(committee, "synthesis", Edition.INTERNAL, bruno.professional))))
    told += "".join(
        words_of(slide)
        for slide in slides(committee_files.make(asked(committee, "deck", Edition.INTERNAL, bruno.professional)))
    )
    assert case.household.code in told
    assert not re.search(r"Bernard|Maryse", told)


def test_the_minutes_say_who_came_and_what_was_decided(cast, bruno):
    committee = made.held(cast)
    told = " ".join(
        " ".join(pages(committee_files.make(asked(committee, "minutes", Edition.FUNDER, bruno.professional)))).split()
    )
    assert "Présents : Bailleur Démo, Pilote ; Métropole Démo, Chargée de mission logement" in told
    assert "Ouvrir trois logements au sud" in told


@pytest.mark.parametrize("document", ["synthesis", "deck"])
def test_figures_that_a_workbook_did_not_carry_are_said_unknown(document, committee, bruno, monkeypatch):
    """Every figure unknown at once: nothing is drawn, nothing breaks."""
    told = committee.snapshot.told(Edition.INTERNAL)
    for indicator in told["indicators"].values():
        for track in ("access", "retention", "all"):
            indicator[track] = dict.fromkeys(indicator[track])
    monkeypatch.setattr(type(committee.snapshot), "told", lambda self, edition: told)

    made_of_nothing = committee_files.make(asked(committee, document, Edition.INTERNAL, bruno.professional))

    if document == "deck":
        assert "Places occupées : non renseigné" in words_of(slides(made_of_nothing)[1])
        assert [shape for slide in slides(made_of_nothing) for shape in slide.shapes if shape.has_chart] == []
    else:
        assert "non renseigné orientations reçues" not in " ".join(pages(made_of_nothing))


def test_a_funder_takes_the_synthesis_that_was_sent(cast, case, sign_in, emile):
    paper = made.sent(cast, case)
    browser = sign_in(emile)
    waiting = browser.post(f"/copil/envois/{paper.pk}/fichier/synthesis/").url
    assert "se prépare" in browser.get(waiting).content.decode()

    assert write_committee_files() == 1

    file = CommitteeFile.objects.get()
    answer = browser.get(f"/copil/fichiers/{file.pk}/telecharger/")
    assert (answer["Content-Type"], file.edition) == ("application/pdf", "funder")
    assert answer["Content-Disposition"] == 'attachment; filename="synthese-copil-demo-2025-10-09-financeurs.pdf"'
    assert "version financeurs — envoyé le 01/10/2025" in pages(answer.content)[0]


def test_a_funder_asks_for_no_document_of_what_is_being_prepared(committee, sign_in, emile):
    assert sign_in(emile).post(f"/copil/{committee.pk}/fichier/deck/").status_code == 404


def test_minutes_are_not_made_before_the_committee(committee, sign_in, bruno):
    answer = sign_in(bruno).post(f"/copil/{committee.pk}/fichier/minutes/", follow=True)
    assert "le relevé se fait une fois le COPIL tenu" in answer.content.decode()
    assert CommitteeFile.objects.count() == 0


def test_what_cannot_be_written_is_told_and_not_tried_for_ever(committee, bruno, monkeypatch):
    def broken(file):
        raise RuntimeError

    monkeypatch.setattr(committee_files, "make", broken)
    asked(committee, "deck", Edition.FUNDER, bruno.professional)
    assert write_committee_files() == 1
    file = CommitteeFile.objects.get()
    assert (file.state, file.problem) == ("failed", "Le fichier n'a pas pu être écrit. Réessayez.")
    assert write_committee_files() == 0
