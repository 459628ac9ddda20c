"""Who reads a committee being prepared, and who reads only what was sent: on the pages, and in the database itself."""

import pytest
from django.db import ProgrammingError, transaction

from allocations.models import Meeting
from reporting.committee_words import check_programme_text, check_situation_text
from reporting.models import (
    Commission,
    Committee,
    CommitteeFile,
    CommitteePaper,
    ContextFigure,
    FigureCorrection,
    PlanVersion,
    Seat,
    Situation,
    SpendingStatement,
    SteeringDecision,
)
from tests.factories import committee as made
from tests.reporting.test_committees import refused
from tests.test_access import PAGES, address

BEING_PREPARED = (
    Commission, Committee, ContextFigure, FigureCorrection, PlanVersion, Seat, Situation, SpendingStatement,
    SteeringDecision,
)  # fmt: skip


@pytest.fixture
def secret(cast, case):
    """Everything the partners write before anything is sent."""
    committee = made.prepared(cast)
    texts = {name: f"SECRET-{name}" for name in Committee.TEXTS}
    committee.write(texts, revision=committee.texts_revision)
    made.situation(cast, committee, case, point="SECRET-point", validated=False)
    made.decided(committee, text="SECRET-décision", owner="SECRET-qui")
    return committee


@pytest.mark.parametrize("model", BEING_PREPARED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("person", ["emile", "camille", "admin"])
def test_the_database_refuses_what_is_being_prepared_to_funders_and_strangers(person, model, cast, as_member):
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(getattr(cast, person)):
        list(model.objects.all())


@pytest.mark.parametrize("person", ["diane", "karim", "nour", "charlie"])
def test_other_roles_of_the_partners_find_no_committee(person, secret, cast, as_member):
    with as_member(getattr(cast, person)):
        assert Committee.objects.count() == 0
        assert SteeringDecision.objects.count() == 0


@pytest.mark.parametrize("person", ["leila", "sophie"])
def test_a_team_reads_what_its_lead_prepares_and_writes_none_of_it(person, secret, cast, as_member):
    with as_member(getattr(cast, person)):
        assert Committee.objects.get().highlights == "SECRET-highlights"
        assert SteeringDecision.objects.count() == 1
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Committee.objects.update(highlights="x")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Situation.objects.update(validated_at=None, validated_by=None)


@pytest.mark.parametrize("person", ["emile", "diane", "karim", "nour", "camille", "admin", "charlie"])
def test_before_it_is_sent_nothing_of_it_shows_on_any_page(person, secret, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    known = [secret.pk, secret.meeting_id, secret.snapshot_id, secret.meeting.situations.get().pk]
    pages = [name for name, _ in PAGES if name.startswith(("copil:", "reporting:", "home"))]
    leaks = [
        name
        for name in pages
        for url in {address(name, one) for one in known}
        if "SECRET" in browser.get(url).content.decode(errors="replace")
    ]

    assert leaks == []


def test_the_leads_themselves_read_it(secret, sign_in, bruno):
    """The search above could not fail if the words were shown nowhere."""
    page = sign_in(bruno).get(f"/copil/{secret.pk}/").content.decode()
    words = [f"SECRET-{name}" for name in (*Committee.TEXTS, "point", "décision")]
    assert [word for word in words if word not in page] == []


def test_funders_read_the_very_words_that_were_sent_and_never_a_later_one(cast, case, sign_in, emile):
    paper = made.sent(cast, case)
    committee = paper.committee
    committee.write({"highlights": "Écrit après l'envoi."}, revision=committee.texts_revision)

    page = sign_in(emile).get(f"/copil/envois/{paper.pk}/").content.decode()

    assert "Deux entrées en septembre." in page
    assert "Écrit après l" not in page
    assert case.household.code in page
    assert "Bernard" not in page


def test_a_paper_sent_is_never_rewritten(cast, as_member, bruno):
    made.sent(cast)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CommitteePaper.objects.update(content={})
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(bruno):
        CommitteePaper.objects.update(content={})


def test_another_agreement_reads_no_paper(cast, sign_in, charlie):
    paper = made.sent(cast)
    assert sign_in(charlie).get(f"/copil/envois/{paper.pk}/").status_code == 404


def test_a_file_belongs_to_who_asked_for_it(cast, sign_in, bruno, paul, as_member):
    paper = made.sent(cast)
    sign_in(bruno).post(f"/copil/envois/{paper.pk}/fichier/synthesis/")
    file = CommitteeFile.objects.get()
    assert sign_in(paul).get(f"/copil/fichiers/{file.pk}/").status_code == 404
    with as_member(paul):
        assert CommitteeFile.objects.count() == 0


def test_the_pages_of_the_pre_cal_do_not_open_a_committee(cast, sign_in, bruno):
    committee = made.planned(cast)
    assert Meeting.objects.get(pk=committee.meeting_id).kind == "steering"
    assert sign_in(bruno).get(f"/attributions/pre-cal/{committee.meeting_id}/").status_code == 404


def test_a_text_names_neither_the_household_nor_anybody(cast, case):
    assert refused(lambda: check_situation_text("Proposer un T3 à Bernard ?", case)) == (
        "« Bernard » est le nom d'une personne suivie : employez le code du ménage."
    )
    assert refused(lambda: check_situation_text("Proposer un T3 à Maryse ?", case)).startswith("« Maryse »")
    assert refused(lambda: check_situation_text("Voir avec Mme Durand du CCAS.", case)).startswith("« Mme Durand »")
    assert refused(lambda: check_programme_text("Mme Durand rejoint l'équipe.", cast.bruno)).startswith(
        "« Mme Durand »"
    )
    assert refused(lambda: check_programme_text("Écrire à x.y@exemple.fr", cast.bruno)).startswith("« x.y@exemple.fr »")
    check_programme_text("Petit retard sur les visites ; la psychologue rejoint l'équipe.", cast.bruno)


def test_a_point_says_nothing_of_health_nor_of_justice(case):
    for text in ("Hospitalisation en cours, garder la place ?", "Incarcération : garder la place ?"):
        assert "A dire" not in refused(lambda told=text: check_situation_text(told, case))


def test_a_writer_does_not_learn_names_of_households_beyond_her_standing(cast):
    from tests import factories

    factories.assessed_case(cast, last_name="Zacharie")
    check_programme_text("Zacharie est une rue.", cast.paul)
    assert refused(lambda: check_programme_text("Zacharie est une rue.", cast.bruno)).startswith("« Zacharie »")
