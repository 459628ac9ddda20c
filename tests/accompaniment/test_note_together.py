"""Two people at the same instant, on two real connections: one act is done, the other is told."""

from datetime import date

import pytest
from django.db import transaction

from accompaniment.models import CalNote, Paper
from accompaniment.models.cal_note import EditedMeanwhile
from households.models import NoteQuestion, Transmission, TransmittedPaper
from households.stateful import MoveRefused
from lodabord.kernel import uploads
from tests import factories
from tests.cast import gather
from tests.factories import note as made
from tests.together import committed_world
from tests.together import together as at_once

DAY = date(2025, 4, 15)


@pytest.fixture
def together(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_world():
        yield lambda *acts: at_once(*[(None, act) for act in acts])


def outcome(told):
    """How many were done, and the kind of each refusal."""
    refused = [type(one) for one in told if isinstance(one, Exception)]
    return len(told) - len(refused), refused


@pytest.fixture
def told(together):
    """The same world for each: a household ready for the CAL, its note transmitted."""
    with transaction.atomic():
        cast = gather()
        return cast, factories.ready_case(cast), cast.leila.professional


def test_of_two_savings_of_a_draft_one_is_kept(together, told):
    _, case, leila = told
    with transaction.atomic():
        draft = made.draft(case)
        one, other = CalNote.objects.get(pk=draft.pk), CalNote.objects.get(pk=draft.pk)

    done = together(lambda: one.write({"household": "A"}, by=leila), lambda: other.write({"household": "B"}, by=leila))

    assert outcome(done) == (1, [EditedMeanwhile])


def test_of_two_answers_one_crosses(together, told):
    cast, case, leila = told
    with transaction.atomic():
        asked = made.question(cast, Transmission.objects.get(case=case), DAY)
        one, other = (NoteQuestion.objects.select_related("case__agreement").get(pk=asked.pk) for _ in range(2))

    done = together(
        lambda: one.reply("Oui.", on=DAY, by=leila), lambda: other.reply("Non.", on=DAY, by=cast.bruno.professional)
    )

    assert outcome(done) == (1, [MoveRefused])
    with transaction.atomic():
        assert Transmission.objects.filter(kind="note_answer").count() == 1


def test_a_paper_is_transmitted_once_whoever_clicks(together, told):
    cast, case, leila = told
    with transaction.atomic():
        paper = made.paper(cast, case, DAY)
        made.agree_to_papers(case, DAY)
        one, other = (Paper.objects.select_related("case__agreement").get(pk=paper.pk) for _ in range(2))

    done = together(lambda: one.transmit(on=DAY, by=leila), lambda: other.transmit(on=DAY, by=leila))

    assert outcome(done) == (1, [MoveRefused])
    with transaction.atomic():
        assert TransmittedPaper.objects.count() == 1


def test_the_last_place_for_a_paper_is_taken_once(together, told, monkeypatch):
    cast, case, leila = told
    monkeypatch.setattr("accompaniment.models.paper.MOST_PAPERS", 2)
    with transaction.atomic():
        made.paper(cast, case, DAY)
        case = type(case).objects.get(pk=case.pk)
    files = [uploads.decode(made.jpeg((20, side))) for side in (31, 32)]

    done = together(
        *[lambda file=file: Paper.add(case, file, kind="autre", detail="", on=DAY, by=leila) for file in files]
    )

    assert outcome(done) == (1, [MoveRefused])
    with transaction.atomic():
        assert Paper.objects.kept().count() == 2
