"""The grid: proposed by the head, agreed by the pilot, frozen; a file keeps its version; R-52 keeps the door."""

from copy import deepcopy
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from allocations.grid import FIRST_CRITERIA, first_grid
from allocations.grid_changes import changes, new_code
from allocations.grid_drafts import apply, known_codes
from allocations.grid_rules import forbidden, reasons_against
from allocations.models import GridVersion, PreDiagnosis
from households.models import RefusalReason
from households.stateful import MoveRefused
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.violations import sentence
from tests import factories
from tests.factories.needs import grid
from tests.together import committed, together  # noqa: F401 - a fixture

ON = date(2025, 6, 2)


def block(name, *lines):
    return {"block": name, "criteria": [{"code": code, "label": label} for code, label in lines]}


ONE = [
    block("Pouvoir louer", ("identity", "Pièces d'identité"), ("tax", "Avis d'imposition")),
    block("Budget", ("bank", "Compte")),
]
TWO = [
    block("Pouvoir louer", ("tax", "Avis d'imposition"), ("identity", "Identité")),
    block("Savoir louer", ("bank", "Compte"), ("rent", "Connaît le loyer")),
]


def draft(cast, *, criteria=None):
    made = GridVersion.draft(cast.agreement)
    if criteria is not None:
        made.rewrite(criteria, revision=made.revision)
    return made


def changed(cast):
    """A draft that may be submitted."""
    criteria = [block("Pouvoir louer", ("identity", "Pièces d'identité"), ("insurance", "Assurance habitation"))]
    return draft(cast, criteria=criteria)


# --- what changed, in words -------------------------------------------------------------------------


def test_every_difference_between_two_versions_is_said():
    assert [one.sentence for one in changes(ONE, TWO)] == [
        "Le bloc « Budget » s'appelle désormais « Savoir louer ».",
        "« Pièces d'identité » devient « Identité ».",
        "Critère ajouté dans « Savoir louer » : « Connaît le loyer ».",
        "L'ordre des critères change dans « Pouvoir louer ».",
    ]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ([ONE[0]], ["Le bloc « Budget » est retiré.", "Critère retiré de « Budget » : « Compte »."]),
        ([*ONE, block("Neuf", ("x", "X"))], ["Nouveau bloc « Neuf ».", "Critère ajouté dans « Neuf » : « X »."]),
        (
            [block("Pouvoir louer", *[(c["code"], c["label"]) for c in ONE[0]["criteria"]], ("bank", "Compte"))],
            ["Le bloc « Budget » est retiré.", "« Compte » passe de « Budget » à « Pouvoir louer »."],
        ),
        (ONE[::-1], ["L'ordre des blocs change."]),
        (deepcopy(ONE), []),
    ],
)
def test_a_difference_alone(after, told):
    assert [one.sentence for one in changes(ONE, after)] == told


def test_a_code_never_means_two_things_and_comes_back_with_its_wording():
    known = {"identity": "Pièces d'identité", "pet": "Animal"}

    assert new_code("Animal", known) == "pet"
    assert new_code("PIÈCES D'IDENTITÉ", known) == "identity"
    assert new_code("Identity", known) == "identity_2"
    assert new_code("Énergie : gestes", known) == "energie_gestes"


# --- R-52 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("Score d'autonomie", "ni de score"), ("Cotation du dossier", "ni de score"), ("Motivation sur 10", "ni de score"),
        ("Pas prêt pour un logement", "étape préalable"), ("Est prête", "étape préalable"),
        ("Démarche d'insertion engagée", "étape préalable"), ("Suivi médical en place", "santé"),
        ("Santé", "santé"), ("Addictions stabilisées", "santé"), ("Diagnostic psychiatrique", "santé"),
        ("En emploi", "l'activité"), ("Casier judiciaire", "infractions"), ("Nationalité", "origine"),
    ],
)  # fmt: skip
def test_what_r_52_forbids_is_explained(label, why):
    assert why in forbidden(label)


@pytest.mark.parametrize("label", [label for block, lines in FIRST_CRITERIA for _, label in lines] + [
    "Assurance habitation prête", "Points d'attention", "Énergie : gestes et contrats",
])  # fmt: skip
def test_the_ordinary_questions_of_the_job_are_allowed(label):
    assert forbidden(label) is None


@pytest.mark.parametrize(
    ("criteria", "told"),
    [
        ([], "vide"),
        ([block("A")], "vide"),
        ([block("A", ("x", "X")), block("B")], "n'a plus de critère"),
        ([block("A", ("x", " "))], "n'a pas de libellé"),
        ([block("A", ("x", "Même"), ("y", "même"))], "deux fois"),
        ([block("A", ("x", "X")), block("a", ("y", "Y"))], "Deux blocs"),
        ([block("A", ("x", "X"), ("y", "Score"))], "ni de score"),
        ([block("Santé", ("x", "X"))], "santé"),
        ([block("A", *((str(n), f"Critère {n}") for n in range(81)))], "80 critères"),
    ],
)
def test_what_stops_a_version_from_being_submitted(criteria, told):
    assert any(told in one for one in reasons_against(criteria))


def test_a_forbidden_criterion_is_not_submitted_even_past_the_page(cast):
    grid(cast)
    version = draft(cast, criteria=[block("Pouvoir louer", ("identity", "Pièces d'identité"), ("ready", "Pas prêt"))])

    with pytest.raises(MoveRefused, match="étape préalable"):
        version.submit(why="", on=ON, by=cast.bruno.professional)

    assert version.status == GridVersion.Status.DRAFT


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["not_ready", "health", "no_activity"])
@pytest.mark.parametrize("kind", ["precal", "cal", "offer"])
def test_the_refusal_reasons_that_r_52_forbids_cannot_exist(code, kind, sql):
    assert not RefusalReason.objects.filter(code=code).exists()
    with pytest.raises(IntegrityError, match="refusal_reason_never_a_prerequisite"), transaction.atomic():
        sql(
            "INSERT INTO households_refusalreason (kind, code, label, valid_from, position)"
            " VALUES (%s, %s, 'x', current_date, 0)",
            [kind, code],
        )


# --- the life of a version --------------------------------------------------------------------------


def test_proposed_then_agreed_it_is_in_force_and_the_record_tells_who_and_when(cast):
    first, version = grid(cast), changed(cast)
    version.submit(why="Assurance oubliée", on=ON, by=cast.bruno.professional)
    assert GridVersion.objects.in_force(cast.agreement) == first
    version.agree(on=date(2025, 6, 9), by=cast.paul.professional)

    kept = GridVersion.objects.in_force(cast.agreement)
    assert (kept.number, kept.proposed_by, kept.proposed_on) == (2, cast.bruno.professional, ON)
    assert (kept.agreed_by, kept.agreed_on) == (cast.paul.professional, date(2025, 6, 9))


def test_sent_back_with_a_sentence_it_is_changed_and_proposed_again(cast):
    grid(cast)
    version = changed(cast)
    version.submit(why="", on=ON, by=cast.bruno.professional)
    version.send_back(because="Plutôt dans « Savoir louer ».", on=ON, by=cast.paul.professional)
    assert (version.status, version.is_editable) == (GridVersion.Status.SENT_BACK, True)
    version.rewrite(TWO, revision=version.revision)
    version.submit(why="", on=date(2025, 6, 9), by=cast.bruno.professional)

    assert version.status == GridVersion.Status.SUBMITTED
    assert version.sent_back_because == "Plutôt dans « Savoir louer »."


def test_one_open_proposal_at_a_time(cast):
    grid(cast)
    changed(cast)

    with pytest.raises(MoveRefused, match="déjà ouverte"):
        GridVersion.draft(cast.agreement)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        grid(cast, number=9, agreed=False)
    assert "déjà ouverte" in sentence(refused.value)


def test_abandoned_it_leaves_room_for_another_under_a_new_number(cast):
    grid(cast)
    changed(cast).abandon(on=ON)

    assert GridVersion.draft(cast.agreement).number == 3


@pytest.mark.parametrize("act", ["agree", "send_back", "submit_twice", "rewrite", "abandon"])
def test_acts_out_of_their_time_are_refused(act, cast):
    first, by = grid(cast), cast.bruno.professional
    version = changed(cast)
    verbs = {
        "agree": lambda: version.agree(on=ON, by=by),
        "send_back": lambda: version.send_back(because="x", on=ON, by=by),
        "submit_twice": lambda: [version.submit(why="", on=ON, by=by) for _ in range(2)],
        "rewrite": lambda: first.rewrite([], revision=0),
        "abandon": lambda: first.abandon(on=ON),
    }

    with pytest.raises(MoveRefused, match="Cette version est"):
        verbs[act]()


def test_a_version_in_which_nothing_changes_is_not_proposed(cast):
    grid(cast)

    with pytest.raises(MoveRefused, match="Rien ne change"):
        draft(cast).submit(why="", on=ON, by=cast.bruno.professional)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE allocations_gridversion SET criteria = '[]'",
        "UPDATE allocations_gridversion SET agreed_on = NULL",
        "DELETE FROM allocations_gridversion",
    ],
)
def test_an_agreed_version_is_frozen_by_the_database_even_for_the_programme(statement, cast, sql):
    grid(cast)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        sql(statement)

    assert "ne se modifie plus" in sentence(refused.value)


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ("SET agreed_on = proposed_on - 1", "grid_version_agreed_after_proposed"),
        ("SET proposed_on = NULL, agreed_on = current_date", "grid_version_agreed_after_proposed"),
        ("SET sent_back_on = current_date", "grid_version_sent_back_says_why"),
        ("SET agreed_on = '2030-01-01', abandoned_on = current_date", "grid_version_agreed_or_abandoned"),
    ],
)
def test_the_database_refuses_an_incoherent_version(update, told, cast, sql):
    grid(cast)
    changed(cast).submit(why="", on=ON, by=cast.bruno.professional)

    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        sql(f"UPDATE allocations_gridversion {update} WHERE agreed_on IS NULL")


def test_two_people_writing_the_draft_at_once_leave_one_text(cast):
    grid(cast)
    version = changed(cast)
    stale = GridVersion.objects.get(pk=version.pk)
    version.rewrite(TWO, revision=version.revision)

    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.rewrite(ONE, revision=stale.revision)

    assert GridVersion.objects.get(pk=version.pk).criteria == TWO


def test_agreed_and_sent_back_at_the_same_instant_only_one_holds(committed):  # noqa: F811
    def tell(cast):
        grid(cast)
        version = changed(cast)
        version.submit(why="", on=ON, by=cast.bruno.professional)
        return cast, version.pk

    cast, pk = committed(tell)
    by = cast.paul.professional

    told = together(
        (cast.paul, lambda: GridVersion.objects.get(pk=pk).agree(on=ON, by=by)),
        (cast.paul, lambda: GridVersion.objects.get(pk=pk).send_back(because="Non.", on=ON, by=by)),
    )

    assert [isinstance(one, MoveRefused | IntegrityError) for one in told].count(True) == 1
    with acting_as(SYSTEM), transaction.atomic():
        version = GridVersion.objects.get(pk=pk)
        assert (version.agreed_on is None) is (version.sent_back_on is not None)


def test_a_file_keeps_the_version_it_was_assessed_with(cast, sql):
    case = factories.assessed_case(cast)
    assessment = case.prediagnosiss.get()
    version = changed(cast)
    version.submit(why="", on=ON, by=cast.bruno.professional)
    version.agree(on=ON, by=cast.paul.professional)

    assessment.refresh_from_db()
    assert assessment.grid.number == 1
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        sql("UPDATE allocations_prediagnosis SET grid_id = %s", [version.pk])
    assert "garde la version" in sentence(refused.value)


def test_an_agreement_starts_with_a_grid_that_obeys_its_own_rules(cast):
    assert reasons_against(first_grid(cast.agreement, ON).criteria) == []


# --- who may ----------------------------------------------------------------------------------------


def test_a_draft_is_unknown_to_the_landlord_until_it_is_submitted(cast, as_member, sql):
    grid(cast)
    version = changed(cast)
    count = "SELECT count(*) FROM allocations_gridversion"

    with as_member(cast.paul):
        assert sql(count) == [(1,)]
        assert GridVersion.objects.visible_to(cast.paul).count() == 1
    version.submit(why="", on=ON, by=cast.bruno.professional)
    with as_member(cast.paul):
        assert sql(count) == [(2,)]
        assert GridVersion.objects.visible_to(cast.paul).count() == 2
    with as_member(cast.charlie):
        assert sql(count) == [(0,)]


@pytest.mark.parametrize("person", ["leila", "nour", "sophie", "diane", "karim"])
def test_only_the_head_and_the_pilot_write_the_grid(person, cast, as_member):
    grid(cast)
    changed(cast).submit(why="", on=ON, by=cast.bruno.professional)

    with pytest.raises(ProgrammingError, match="row-level security"), as_member(getattr(cast, person)):
        GridVersion.objects.open().update(why="forcé")


def test_the_pilot_proposes_nothing_and_nobody_deletes(cast, as_member, sql):
    grid(cast)
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.paul):
        GridVersion.draft(cast.agreement)
    for member in (cast.bruno, cast.paul):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            sql("DELETE FROM allocations_gridversion")


# --- the editor -------------------------------------------------------------------------------------


def press(criteria, **posted):
    return apply(criteria, {name.replace("__", "-"): value for name, value in posted.items()}, {})


@pytest.mark.parametrize(
    ("posted", "codes"),
    [
        ({"down": "identity"}, [["tax", "identity"], ["bank"]]),
        ({"up": "tax"}, [["tax", "identity"], ["bank"]]),
        ({"up": "identity"}, [["identity", "tax"], ["bank"]]),
        ({"down": "tax"}, [["identity"], ["tax", "bank"]]),
        ({"up": "bank"}, [["identity", "tax", "bank"], []]),
        ({"down": "bank"}, [["identity", "tax"], ["bank"]]),
        ({"remove": "tax"}, [["identity"], ["bank"]]),
        ({"block__down": "0"}, [["bank"], ["identity", "tax"]]),
        ({"block__up": "1"}, [["bank"], ["identity", "tax"]]),
        ({"block__up": "0"}, [["identity", "tax"], ["bank"]]),
        ({"block__remove": "1"}, [["identity", "tax"]]),
        ({"new__1": "Gère son courrier"}, [["identity", "tax"], ["bank", "gere_son_courrier"]]),
        ({"new__block": "Adhésion"}, [["identity", "tax"], ["bank"], []]),
        ({"up": "unknown"}, [["identity", "tax"], ["bank"]]),
        ({"block__remove": "9"}, [["identity", "tax"], ["bank"]]),
        ({"block__remove": "x"}, [["identity", "tax"], ["bank"]]),
        ({}, [["identity", "tax"], ["bank"]]),
    ],
)
def test_each_button_does_its_act_and_nothing_else(posted, codes):
    kept = deepcopy(ONE)
    told, _, _ = press(ONE, **posted)

    assert [[one["code"] for one in block["criteria"]] for block in told] == codes
    assert kept == ONE


def test_whatever_the_button_the_wordings_typed_are_kept():
    told, _, _ = apply(ONE, {"label-identity": "  Identité ", "block-1": "Savoir louer", "up": "tax"}, {})

    assert told[0]["criteria"][1] == {"code": "identity", "label": "Identité"}
    assert told[1]["block"] == "Savoir louer"


def test_a_forbidden_or_a_double_criterion_is_not_added_and_it_is_said():
    criteria, _, told = apply(ONE, {"new-0": "Score", "new-1": "compte"}, {"bank": "Compte"})

    assert criteria == ONE
    assert "ni de score" in told[0]
    assert "figure déjà" in told[1]


def test_a_removed_criterion_comes_back_with_its_code(cast):
    grid(cast, ("identity", "Pièces d'identité"), ("pet", "Animal"))
    version = draft(cast, criteria=[block("Pouvoir louer", ("identity", "Pièces d'identité"))])
    version.submit(why="", on=ON, by=cast.bruno.professional)
    version.agree(on=ON, by=cast.paul.professional)

    told, _, _ = apply(version.criteria, {"new-0": "Animal"}, known_codes(cast.agreement))

    assert [one["code"] for one in told[0]["criteria"]] == ["identity", "pet"]


def test_the_head_proposes_and_the_pilot_answers_from_the_pages(cast, sign_in):
    grid(cast)
    bruno, paul = sign_in(cast.bruno), sign_in(cast.paul)
    bruno.post(reverse("allocations:grid_draft"))
    version = GridVersion.objects.get(number=2)
    edition = reverse("allocations:grid_edition", args=[version.pk])
    assert "Rien ne change" in bruno.get(edition).content.decode()
    assert paul.get(version.get_absolute_url()).status_code == 404
    response = bruno.post(edition, {"revision": "0", "new-0": "Assurance habitation", "submit": "1"})
    assert response["Location"] == reverse("allocations:grid_submission", args=[version.pk])
    assert "Critère ajouté" in bruno.get(response["Location"]).content.decode()
    bruno.post(response["Location"], {"why": "Oubliée"})

    assert "Grille de pré-diagnostic à convenir" in paul.get(reverse("home")).content.decode()
    assert paul.post(reverse("allocations:grid_return", args=[version.pk]), {"because": ""}).status_code == 422
    paul.post(reverse("allocations:grid_return", args=[version.pk]), {"because": "Précisez."})
    assert "Grille de pré-diagnostic renvoyée" in bruno.get(reverse("home")).content.decode()
    bruno.post(edition, {"revision": "1", "label-assurance_habitation": "Assurance : devis"})
    bruno.post(reverse("allocations:grid_submission", args=[version.pk]), {"why": ""})
    paul.post(reverse("allocations:grid_agreement", args=[version.pk]))

    page = sign_in(cast.sophie).get(reverse("allocations:grids")).content.decode()
    assert "version 2 en vigueur" in page
    assert "Critère ajouté dans « Pouvoir louer » : « Assurance : devis »." in page


def test_a_stale_page_of_the_editor_writes_nothing_and_says_so(cast, sign_in):
    grid(cast)
    version = changed(cast)

    response = sign_in(cast.bruno).post(
        reverse("allocations:grid_edition", args=[version.pk]), {"revision": "0", "label-identity": "Perdu ?"}
    )

    assert response.status_code == 422
    assert "Un collègue" in response.content.decode()
    assert "Perdu ?" in response.content.decode()
    assert "Perdu ?" not in str(GridVersion.objects.get(pk=version.pk).criteria)


@pytest.mark.parametrize("person", ["leila", "paul", "sophie"])
def test_others_than_the_head_have_no_editor(person, cast, sign_in):
    grid(cast)
    version = changed(cast)

    assert sign_in(getattr(cast, person)).get(reverse("allocations:grid_edition", args=[version.pk])).status_code == 404
    assert sign_in(getattr(cast, person)).post(reverse("allocations:grid_draft")).status_code == 404
    assert PreDiagnosis.objects.count() == 0
