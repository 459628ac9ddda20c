"""Texts written again: both shown when two people wrote, what they said before kept, hers alone for the psychologist."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from accompaniment.models import EarlierPsychologistText, EarlierText, Note, PsychologistNote, Visit
from households.stateful import MoveRefused, Outdated
from tests import factories

ON = date(2026, 3, 4)


@pytest.fixture
def note(case, leila):
    return Note.objects.create(case=case, written_on=ON, text="Le bail est signé.", created_by=leila.professional)


@pytest.fixture
def visit(cast, case):
    return factories.visit(cast, case, on=ON, report="Factures classées.")


def complete(visit, by, report, revision):
    fresh = Visit.objects.get(pk=visit.pk)
    fresh.log("realisee", today=ON, by=by.professional, revision=revision, report=report, person_says="")
    fresh.refresh_from_db()
    return fresh


def typed(report, revision):
    told = {"status": "realisee", "on": "2026-03-04", "kind": "visite_domicile", "report": report}
    return {**told, "lo_revision": revision}


def test_a_note_written_again_keeps_what_it_said(note, leila):
    note.rewrite(text="Le bail est signé et relu.", written_on=ON, by=leila.professional, revision=1)

    earlier = EarlierText.objects.get(note=note)
    assert (note.revision, earlier.revision, earlier.texts) == (2, 1, {"Note": "Le bail est signé."})
    assert earlier.created_by == leila.professional


def test_a_note_is_rewritten_by_its_author_alone(note, ines, sign_in):
    with pytest.raises(MoveRefused, match="Seule la personne"):
        note.rewrite(text="Autre", written_on=ON, by=ines.professional, revision=1)

    assert sign_in(ines).get(reverse("accompaniment:note_edit", args=[note.pk])).status_code == 404


def test_a_report_completed_by_two_shows_both_texts(visit, leila, ines, sign_in):
    page = reverse("accompaniment:visit", args=[visit.pk])
    seen = visit.revision
    complete(visit, ines, "Factures classées, assurance à refaire.", seen)

    answer = sign_in(leila).post(page, typed("Factures classées. Voisins rencontrés.", seen))

    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Factures classées. Voisins rencontrés." in body
    assert "Factures classées, assurance à refaire." in body
    assert f"{ines.professional} a modifié ce texte" in body
    assert Visit.objects.get(pk=visit.pk).report == "Factures classées, assurance à refaire."


def test_sent_again_after_reading_both_it_is_written(visit, leila, ines, sign_in):
    page, seen = reverse("accompaniment:visit", args=[visit.pk]), visit.revision
    fresh = complete(visit, ines, "Assurance à refaire.", seen)
    browser = sign_in(leila)
    refused = browser.post(page, typed("Voisins rencontrés.", seen))

    browser.post(page, typed("Assurance à refaire. Voisins rencontrés.", refused.context["form"].revision))

    now = Visit.objects.get(pk=visit.pk)
    assert refused.context["form"].revision == fresh.revision
    assert now.report == "Assurance à refaire. Voisins rencontrés."
    assert [one.texts["Compte rendu"] for one in now.earlier()] == ["Assurance à refaire.", "Factures classées."]


def test_a_first_report_has_no_earlier_version(cast, case, leila):
    visit = Visit.plan(case, on=ON, author=leila.professional)
    visit.log("realisee", today=ON, by=leila.professional)

    complete(visit, leila, "Premier texte.", visit.revision)

    assert list(visit.earlier()) == []


def test_my_own_other_tab_is_named_as_mine(visit, leila):
    seen = visit.revision
    complete(visit, leila, "Un.", seen)

    with pytest.raises(Outdated, match=r"^Vous avez modifié ce texte"):
        complete(visit, leila, "Deux.", seen)


def test_the_versions_are_read_by_the_team_and_nobody_outside(visit, leila, ines, paul, diane, sign_in):
    complete(visit, leila, "Deux.", visit.revision)
    page = reverse("accompaniment:visit_versions", args=[visit.pk])

    assert "Factures classées." in sign_in(ines).get(page).content.decode()
    assert [sign_in(one).get(page).status_code for one in (paul, diane)] == [404, 404]


def test_an_earlier_version_is_never_rewritten(visit, leila, as_member):
    complete(visit, leila, "Deux.", visit.revision)

    with pytest.raises(Exception, match="permission denied"), as_member(leila), connection.cursor() as cursor:
        cursor.execute("UPDATE accompaniment_earliertext SET texts = '{}'")


@pytest.fixture
def reshaped(case, nour):
    """A psychologist's note rewritten, then shared."""
    note = PsychologistNote.objects.create(case=case, on=ON, text="Pour moi.", created_by=nour.professional)
    note.rewrite(by=nour.professional, revision=1, text="Pour l'équipe.", shared_with_team=True)
    return note


@pytest.mark.parametrize("who", ["leila", "bruno", "ines"])
def test_what_a_psychologist_took_out_before_sharing_stays_hers(reshaped, as_member, request, who):
    with as_member(request.getfixturevalue(who)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accompaniment_earlierpsychologisttext")
        assert cursor.fetchone() == (0,)


def test_the_landlord_has_no_right_at_all_on_her_versions(reshaped, paul, as_member):
    with pytest.raises(Exception, match="permission denied"), as_member(paul), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accompaniment_earlierpsychologisttext")


def test_the_psychologist_reads_her_own_versions(case, nour, leila, sign_in):
    written = PsychologistNote.objects.create(case=case, on=ON, text="Pour moi.", created_by=nour.professional)
    address = reverse("accompaniment:psychologist_note_edit", args=[written.pk])

    told = {"on": "2026-03-04", "text": "Pour l'équipe.", "shared_with_team": "on", "lo_revision": 1}
    assert sign_in(nour).post(address, told).status_code == 302

    page = reverse("accompaniment:psychologist_versions", args=[written.pk])
    assert EarlierPsychologistText.objects.get().texts == {"Note": "Pour moi."}
    assert "Pour moi." in sign_in(nour).get(page).content.decode()
    assert sign_in(leila).get(page).status_code == 404
