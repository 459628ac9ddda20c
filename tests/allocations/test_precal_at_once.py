"""Two people at the same instant, on real threads and connections of PostgreSQL: nothing is lost, nothing taken twice."""

from datetime import date

import pytest
from django.db.transaction import atomic

from accompaniment import conduct
from allocations.agenda import propose_agenda
from allocations.models import AgendaItem, Meeting, PreCalDecision
from allocations.models.entry_decision import WrittenMeanwhile
from allocations.sessions import plan_year
from households.models import Case, assign, places_taken
from households.stages import State
from households.stateful import MoveRefused
from tests import factories
from tests.cast import gather
from tests.factories import precal
from tests.together import committed_world, together

ON = date(2025, 1, 13)


@pytest.fixture
def cast(django_db_setup, django_db_blocker):
    """The cast, committed for the length of one test."""
    with django_db_blocker.unblock(), committed_world():
        with atomic():
            members = gather()
        yield members


def refusals(results, kind=MoveRefused):
    return [one for one in results if isinstance(one, kind)]


def test_two_generating_the_same_year_make_it_once(cast):
    def generate():
        return len(plan_year(cast.agreement, first=date(2025, 1, 7), year=2025))

    results = together((cast.bruno, generate), (cast.paul, generate))

    with atomic():
        assert sorted(results) == [0, 26]
        assert Meeting.objects.count() == 26


def test_two_secretaries_writing_the_same_decision_keep_both_texts(cast):
    with atomic():
        item = precal.inscribed(cast)

    def write(member, conditions):
        mine = AgendaItem.objects.select_related("meeting", "case").get(pk=item.pk)
        content = precal.content(conditions=conditions)
        return PreCalDecision.write(mine, version=0, by=member.professional, at=precal.NOW, **content)

    results = together(
        (cast.bruno, lambda: write(cast.bruno, "Texte de Bruno")),
        (cast.paul, lambda: write(cast.paul, "Texte de Paul")),
    )

    with atomic():
        saved = PreCalDecision.objects.get()
        (told,) = refusals(results, WrittenMeanwhile)
        (kept,) = [one for one in results if isinstance(one, PreCalDecision)]
        assert (saved.version, saved.conditions) == (1, kept.conditions)
        assert told.theirs.conditions == saved.conditions


def test_two_rewriting_the_same_version_one_is_told(cast):
    with atomic():
        decision = precal.written(cast)

    def rewrite(member, conditions):
        item = AgendaItem.objects.select_related("meeting", "case").get(pk=decision.item_id)
        content = precal.content(conditions=conditions)
        return PreCalDecision.write(item, version=1, by=member.professional, at=precal.NOW, **content)

    results = together((cast.bruno, lambda: rewrite(cast.bruno, "A")), (cast.paul, lambda: rewrite(cast.paul, "B")))

    with atomic():
        assert len(refusals(results, WrittenMeanwhile)) == 1
        assert PreCalDecision.objects.get().version == 2


def test_the_same_visa_twice_is_one_visa(cast):
    with atomic():
        decision = precal.written(cast)

    def sign():
        PreCalDecision.objects.get(pk=decision.pk).give_visa(cast.paul, at=precal.NOW)

    results = together((cast.paul, sign), (cast.paul, sign))

    with atomic():
        (told,) = refusals(results)
        assert "déjà donné" in str(told)
        assert PreCalDecision.objects.get().effective_at is None


def test_both_partners_signing_at_once_give_one_effect(cast):
    with atomic():
        decision = precal.written(cast)

    def sign(member):
        PreCalDecision.objects.get(pk=decision.pk).give_visa(member, at=precal.NOW)

    results = together((cast.paul, lambda: sign(cast.paul)), (cast.bruno, lambda: sign(cast.bruno)))

    with atomic():
        assert results == [None, None]
        assert PreCalDecision.objects.get().effective_at == precal.NOW
        assert Case.objects.get().state == State.PRECAL_ACCEPTED


def test_two_sessions_retaining_for_the_last_place_the_second_waits_and_nothing_is_lost(cast):
    with atomic():
        precal.fill_places(cast, 15)
        sessions = [factories.session(cast), precal.later_session(cast, date(2025, 1, 6))]
        decisions = [
            precal.written(cast, precal.inscribed(cast, session, number)) for number, session in enumerate(sessions, 1)
        ]
        for decision in decisions:
            decision.give_visa(cast.paul, at=precal.NOW)

    def retain(decision):
        mine = PreCalDecision.objects.get(pk=decision.pk)
        mine.give_visa(cast.bruno, at=precal.NOW)
        return mine.told

    results = together(*[(cast.bruno, lambda one=one: retain(one)) for one in decisions])

    with atomic():
        assert sorted(results) == ["Retenu", "Retenu, en attente de place (rang 1)"]
        assert Case.objects.filter(state=State.PRECAL_ACCEPTED).count() == 2


def test_two_preparations_for_the_last_place_one_gets_it(cast):
    with atomic():
        precal.fill_places(cast, 15)
        cases = []
        for number in (1, 2):
            decision = precal.signed(cast, precal.written(cast, precal.inscribed(cast, None, number)))
            assign(decision.case, "referent", cast.leila.professional, on=precal.ON, by=cast.bruno.professional)
            cases.append(decision.case_id)

    def start(pk):
        case = Case.objects.select_related("agreement").get(pk=pk)
        conduct.sign_and_begin_preparation(case, signed_on=ON, on=ON, objectives="", by=cast.leila.professional)
        return "commencée"

    results = together(*[(cast.leila, lambda pk=pk: start(pk)) for pk in cases])

    with atomic():
        (told,) = refusals(results)
        assert results.count("commencée") == 1
        assert "Les 16 places" in str(told)
        assert places_taken(cast.agreement, "access") == 16
        assert Case.objects.filter(pk__in=cases, state=State.PRECAL_ACCEPTED).count() == 1


def test_two_proposing_the_same_agenda_inscribe_each_household_once(cast):
    with atomic():
        waiting = [precal.waiting_case(cast, number) for number in (1, 2, 3)]
        session = factories.session(cast)

    def propose():
        mine = Meeting.objects.select_related("agreement").get(pk=session.pk)
        return len(propose_agenda(mine, cast.bruno, on=date(2025, 1, 6)))

    results = together((cast.bruno, propose), (cast.bruno, propose))

    with atomic():
        assert sorted(results) == [0, 3]
        assert list(session.items.order_by("position").values_list("position", flat=True)) == [1, 2, 3]
        assert {item.case_id for item in session.items.all()} == {case.pk for case in waiting}


def test_inscribing_two_households_at_once_gives_two_places_on_the_agenda(cast):
    with atomic():
        cases = [precal.waiting_case(cast, number) for number in (1, 2)]
        session = factories.session(cast)

    def inscribe(pk):
        mine = Meeting.objects.get(pk=session.pk)
        return mine.inscribe(Case.objects.get(pk=pk), on=date(2025, 1, 6), by=cast.leila.professional).position

    results = together(*[(cast.leila, lambda pk=one.pk: inscribe(pk)) for one in cases])

    with atomic():
        assert sorted(results) == [1, 2]
