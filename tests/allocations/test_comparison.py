"""A second pré-diagnostic, beside the first: by criterion, in words, never the notes, never a total."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from accompaniment.models import Note
from allocations.comparison import ABSENT, Side, compare
from allocations.models import PreDiagnosis
from households.models import Case
from households.stages import State
from households.stateful import MoveRefused
from tests import factories
from tests.factories.needs import grid

OLD = [{"block": "A", "criteria": [{"code": "x", "label": "X"}, {"code": "gone", "label": "Parti"}]}]
NEW = [
    {"block": "A", "criteria": [{"code": "x", "label": "X neuf"}]},
    {"block": "B", "criteria": [{"code": "y", "label": "Y"}]},
]


def again(cast, case, *, answers=None, version=None, conclusion="favourable", on=date(2025, 3, 3)):
    version = version or grid(cast, ("identity", "Identité"), ("insurance", "Assurance"), number=2)
    made = PreDiagnosis.objects.create(case=case, grid=version, evaluator=cast.leila.professional)
    made.answer(answers or {"identity": "1", "insurance": "0"}, to_prepare="L'assurance.")
    made.conclude(conclusion, on=on, by=cast.leila.professional)
    return made


@pytest.mark.parametrize(
    ("before", "after", "sign", "word"),
    [
        ("0", "1", "up", "avance"), ("1", "2", "up", "avance"), ("2", "1", "down", "à reprendre"),
        ("1", "1", "same", "inchangé"), ("nr", "nr", "same", "inchangé"), ("nr", "0", "other", "renseigné depuis"),
        ("2", "nr", "other", "n'est plus renseigné"),
    ],
)  # fmt: skip
def test_from_one_level_to_another_in_words(before, after, sign, word):
    ((_, (line, *_)),) = compare(Side({"x": before}, OLD[:1]), Side({"x": after}, OLD[:1]))

    assert (line.sign, line.word) == (sign, word)


def test_across_versions_what_one_does_not_ask_is_said():
    told = dict(compare(Side({"x": "0", "gone": "2"}, OLD), Side({"x": "1", "y": "1"}, NEW)))

    assert [(one.label, one.before, one.after, one.word) for one in told["A"]] == [
        ("X neuf", "À construire", "En cours", "avance"),
        ("Parti", "Acquis", ABSENT, "critère retiré depuis"),
    ]
    assert [(one.before, one.after, one.word) for one in told["B"]] == [(ABSENT, "En cours", "critère ajouté depuis")]
    assert told["A"][0].renamed_from == "X"


def test_one_taken_over_without_a_grid_compares_with_nothing_lost():
    ((_, lines),) = compare(Side({}, []), Side({"x": "1"}, OLD[:1]))

    assert {line.word for line in lines} == {"critère ajouté depuis"}


@pytest.mark.parametrize("maker", [factories.preparing_case, factories.housed_case])
def test_a_second_one_is_made_later_and_moves_nothing(maker, cast):
    case = maker(cast)
    before = Case.objects.get(pk=case.pk)

    again(cast, case)

    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.prediagnosed_on, after.stage_since) == (
        before.state,
        before.prediagnosed_on,
        before.stage_since,
    )


def test_even_a_redirection_the_second_time_closes_nothing(cast):
    case = factories.preparing_case(cast)

    again(cast, case, conclusion="redirect")

    assert Case.objects.get(pk=case.pk).state == State.PREPARATION


def test_concluded_it_is_not_answered_again(cast):
    made = again(cast, factories.preparing_case(cast))

    with pytest.raises(MoveRefused, match="déjà conclu"):
        made.answer({}, to_prepare="")
    with pytest.raises(MoveRefused, match="déjà conclu"):
        made.conclude("favourable", on=date(2025, 3, 4), by=cast.leila.professional)


def test_none_is_made_before_it_is_time_nor_once_closed(cast):
    waiting = factories.referred_case(cast)
    closed = factories.assessed_case(cast, last_name="Clos")
    closed.classify(on=date(2025, 1, 9), reason="desistement", by=cast.leila.professional)

    version = grid(cast, number=5)
    for case in (waiting, closed, factories.reported_case(cast)):
        with pytest.raises(MoveRefused, match="cette étape"):
            again(cast, case, version=version)


def test_while_under_way_the_landlord_does_not_read_over_the_shoulder(cast, as_member, sql):
    case = factories.preparing_case(cast)
    under_way = PreDiagnosis.objects.create(
        case=case, grid=case.agreement.grids.get(), evaluator=cast.leila.professional
    )
    count = "SELECT count(*) FROM allocations_prediagnosis"

    for member, seen in [
        (cast.paul, 1),
        (cast.sophie, 1),
        (cast.leila, 2),
        (cast.nour, 2),
        (cast.diane, 0),
        (cast.karim, 0),
    ]:
        with as_member(member):
            assert sql(count) == [(seen,)], member
            assert PreDiagnosis.objects.visible_to(member).count() == seen, member
    under_way.answer({"identity": "2"}, to_prepare="")
    under_way.conclude("favourable", on=date(2025, 3, 3), by=cast.leila.professional)
    with as_member(cast.paul):
        assert sql(count) == [(2,)]


@pytest.mark.parametrize("person", ["leila", "sophie", "paul"])
def test_both_partners_compare_by_criterion_and_no_note_crosses(person, cast, sign_in):
    case = factories.preparing_case(cast)
    made = again(cast, case)

    page = sign_in(getattr(cast, person)).get(reverse("allocations:prediagnosis_comparison", args=[made.pk]))

    text = html.unescape(page.content.decode())
    assert "auparavant « Pièces d'identité »" in text
    assert "à reprendre" in text
    assert "critère ajouté depuis" in text
    assert "L'assurance." in text
    assert "Le budget." in text
    assert "CANARI-note-prediagnostic" not in text


def test_no_figure_on_the_page_could_pass_for_a_score(cast, sign_in):
    made = again(cast, factories.preparing_case(cast))

    page = sign_in(cast.sophie).get(reverse("allocations:prediagnosis_comparison", args=[made.pk]))
    text = html.unescape(page.content.decode())
    shown = re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")])

    assert re.findall(r"\d+", re.sub(r"AC-\d+-\d+|\d\d/\d\d/\d{4}|version \d", "", shown)) == []


@pytest.mark.parametrize("person", ["diane", "karim", "emile", "camille", "admin", "charlie"])
def test_the_others_have_no_such_page(person, cast, sign_in):
    made = again(cast, factories.preparing_case(cast))

    assert (
        sign_in(getattr(cast, person)).get(reverse("allocations:prediagnosis_comparison", args=[made.pk])).status_code
        == 404
    )


def test_alone_it_says_what_will_be_there(cast, sign_in):
    made = factories.preparing_case(cast).prediagnosiss.get()

    page = sign_in(cast.leila).get(reverse("allocations:prediagnosis_comparison", args=[made.pk]))

    assert "Un second pré-diagnostic" in page.content.decode()


def test_the_worker_makes_the_second_one_on_the_grid_in_force_with_notes_of_its_own(cast, sign_in):
    case = factories.preparing_case(cast)
    grid(cast, ("identity", "Identité"), ("insurance", "Assurance"), number=2)
    browser, url = sign_in(cast.leila), reverse("accompaniment:prediagnosis", args=[case.pk])
    assert "Nouveau pré-diagnostic" in browser.get(case.get_absolute_url()).content.decode()
    assert "CANARI-note-prediagnostic" not in browser.get(url).content.decode()

    answers = {"c_identity": "1", "c_insurance": "2", "to_prepare": "Rien", "on": "2025-03-03"}
    browser.post(url, answers | {"notes": "Première version", "conclusion": ""})
    assert "Première version" in browser.get(url).content.decode()
    browser.post(url, answers | {"notes": "Des notes à part", "conclusion": "favourable"})

    assert [one.grid.number for one in case.prediagnosiss.order_by("created_at")] == [1, 2]
    texts = set(Note.objects.filter(case=case, kind="prediagnosis").values_list("text", flat=True))
    assert texts == {"CANARI-note-prediagnostic", "Des notes à part"}
    assert "Comparer au précédent" in sign_in(cast.paul).get(case.get_absolute_url()).content.decode()
