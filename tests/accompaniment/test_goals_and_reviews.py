"""Goals in the person's words, and the quarterly review: due by dates alone, filled with facts, frozen once validated."""

import itertools
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accompaniment import conduct, reviews
from accompaniment.models import Goal, GoalChange, QuarterReview
from accompaniment.review_dates import call_days, next_review, period_of, review_days
from accompaniment.review_facts import facts_between
from households.models import Consent, Transmission
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from lodabord.partners.models import Terms
from tests import factories
from tests.factories import modular as made

FIRST, SECOND = made.FIRST_REVIEW, date(2025, 11, 5)


@pytest.fixture
def by(leila):
    return leila.professional


# --- goals ----------------------------------------------------------------------------------------


def test_a_goal_goes_from_state_to_state_each_dated(cast, case, by):
    goal = made.goal(cast, case)
    goal.move_to("en_cours", on=date(2025, 6, 2), by=by)
    goal.move_to("atteint", on=date(2025, 9, 1), note="Trois mois sans rappel", by=by)
    goal.refresh_from_db()
    assert (goal.state, goal.state_since) == ("atteint", date(2025, 9, 1))
    assert [(one.before, one.after, one.on) for one in goal.changes.all()] == [
        ("a_faire", "en_cours", date(2025, 6, 2)),
        ("en_cours", "atteint", date(2025, 9, 1)),
    ]


def test_a_goal_refuses_what_makes_no_sense(cast, case, by):
    goal = made.goal(cast, case, on=date(2025, 6, 2))
    with pytest.raises(MoveRefused, match="déjà « à faire »"):
        goal.move_to("a_faire", on=date(2025, 6, 3), by=by)
    with pytest.raises(MoveRefused, match="depuis le 02/06/2025"):
        goal.move_to("atteint", on=date(2025, 6, 1), by=by)
    with pytest.raises(MoveRefused, match="précède l'orientation"):
        made.goal(cast, case, on=date(2024, 12, 1))
    stale = Goal.objects.get(pk=goal.pk)
    goal.move_to("en_cours", on=date(2025, 6, 3), by=by)
    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.move_to("atteint", on=date(2025, 6, 4), by=by)
    assert GoalChange.objects.filter(goal=goal).count() == 1
    with pytest.raises(IntegrityError, match="goal_has_words"), transaction.atomic():
        Goal.objects.create(case=case, theme="budget", words="", set_on=FIRST, state_since=FIRST)


# --- when reviews fall ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "every", "until", "days"),
    [
        (date(2025, 5, 5), 3, date(2025, 11, 4), [FIRST]),
        (date(2025, 5, 5), 3, date(2025, 11, 5), [FIRST, SECOND]),
        (date(2025, 5, 5), 6, date(2025, 11, 5), [SECOND]),
        (date(2024, 11, 30), 3, date(2025, 6, 1), [date(2025, 2, 28), date(2025, 5, 30)]),
        (date(2025, 5, 5), 3, date(2025, 5, 5), []),
    ],
)
def test_reviews_fall_on_calendar_months_from_the_first_day(start, every, until, days):
    assert list(review_days(start, every, until)) == days


dates = st.dates(date(2020, 1, 1), date(2028, 12, 31))


@given(dates, st.integers(1, 12), dates)
def test_the_next_review_is_the_first_one_after(start, every, day):
    following = next_review(start, every, day)
    assert following > day
    assert [one for one in review_days(start, every, following) if one > day] == [following]


@given(dates, st.integers(1, 12), st.integers(0, 2000))
def test_the_periods_of_reviews_follow_one_another_without_a_hole(start, every, days):
    found = [period_of(start, every, day) for day in review_days(start, every, start + timedelta(days=days))]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(found))
    assert not found or found[0][0] == start


def test_calls_fall_six_and_twelve_months_after_the_end():
    assert call_days(date(2025, 8, 31)) == {6: date(2026, 2, 28), 12: date(2026, 8, 31)}


def due(case, today):
    return [(one.due_on, one.review is not None) for one in reviews.deadlines([case.pk], today)]


def test_a_review_is_announced_two_weeks_before_and_waits_until_it_is_validated(cast, case):
    assert due(case, FIRST - timedelta(days=15)) == []
    assert due(case, FIRST - timedelta(days=14)) == [(FIRST, False)]
    review = made.written_review(cast, case)
    assert due(case, FIRST) == [(FIRST, True)]
    review.validate(on=FIRST, by=cast.bruno.professional)
    assert due(case, FIRST) == []
    assert due(case, SECOND) == [(SECOND, False)]


def test_a_suspension_does_not_shift_it_and_the_end_stops_it(cast, case):
    made.paused(cast, case, date(2025, 7, 1))
    assert due(case, FIRST) == [(FIRST, False)]
    made.resumed(cast, case, date(2025, 8, 20))
    made.ended(cast, case, date(2025, 9, 1))
    assert due(case, SECOND) == []


def test_the_rhythm_of_reviews_is_the_agreements(case):
    Terms.objects.filter(agreement=case.agreement).update(review_every_months=2)
    assert due(case, date(2025, 7, 5)) == [(date(2025, 7, 5), False)]


# --- what it holds ----------------------------------------------------------------------------------


def test_the_facts_are_those_of_the_records(cast, case, by):
    factories.visit(cast, case, on=date(2025, 5, 7), themes=["budget"])
    factories.visit(cast, case, on=date(2025, 5, 14), status="porte_close")
    factories.visit(cast, case, on=date(2025, 5, 21), themes=["budget", "logement"])
    conduct.set_intensity(case, "quinzaine", on=date(2025, 5, 26), by=by)
    factories.visit(cast, case, on=date(2025, 6, 4))
    made.paused(cast, case, date(2025, 6, 9))
    made.goal(cast, case, words="Tenir mon budget")
    call = factories.request(cast, case, at=datetime(2025, 5, 12, 9, tzinfo=factories.PARIS))
    call.answer_by("appel", at=datetime(2025, 5, 12, 11, tzinfo=factories.PARIS), by=by)

    told = facts_between(case, date(2025, 5, 5), date(2025, 6, 30))

    assert (told["visits_asked"], told["visits_made"]) == (4, 3)
    assert (told["weeks_due"], told["weeks_visited"], told["causes"]) == (3, 2, [["porte close", 1]])
    assert told["weeks_suspended"] == 3
    assert told["themes"] == [["budget", "Gestion budgétaire", 2], ["logement", "Logement, équipement", 1]]
    assert told["requests"] == {"received": 1, "in_halfday": 1, "in_day": 1, "later": 0, "open": 0}
    assert [one["words"] for one in told["intensities"]] == ["une visite par semaine", "une visite par quinzaine"]
    assert told["suspensions"] == [{"on": date(2025, 6, 9), "until": None, "reason": "Absence"}]
    assert told["goals"][0]["words"] == "Tenir mon budget"
    assert told["tenancy"]["status"]


def test_a_dwelling_kept_secret_stays_so_in_the_facts(cast, case, as_member):
    type(case).objects.filter(pk=case.pk).update(reinforced=True)
    with as_member(cast.ines):
        assert facts_between(case, date(2025, 5, 5), FIRST)["tenancy"]["status"] == ""
    with as_member(cast.leila):
        assert facts_between(case, date(2025, 5, 5), FIRST)["tenancy"]["status"]


def test_a_review_once_validated_is_frozen_by_the_database(cast, case, by, bruno, as_member, sql):
    review = made.validated_review(cast, case)
    with pytest.raises(MoveRefused, match="ne change plus"):
        review.write(today=FIRST, by=by, next_steps="x")
    with pytest.raises(MoveRefused):
        review.validate(on=FIRST, by=bruno.professional)
    for statement in (
        "UPDATE accompaniment_quarterreview SET person_says = 'x'",
        "UPDATE accompaniment_quarterreview SET state = 'draft', validated_on = NULL",
        "DELETE FROM accompaniment_quarterreview",
    ):
        with pytest.raises(IntegrityError) as refused, as_member(bruno):
            sql(statement)
        assert "ne change plus" in str(refused.value)
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        QuarterReview.objects.filter(pk=review.pk).update(relays="x")
    assert sentence(told.value) == "Ce bilan est validé : il ne change plus."


def test_the_head_validates_a_whole_review_only(cast, case, by, bruno):
    review = made.review(cast, case)
    with pytest.raises(MoveRefused, match=r"le jour où il a été fait .* la perspective"):
        review.validate(on=FIRST, by=bruno.professional)
    review.write(today=FIRST, by=by, held_on=FIRST, with_person=False, perspective="continuer")
    with pytest.raises(MoveRefused, match="pourquoi il a été fait sans elle"):
        review.validate(on=FIRST, by=bruno.professional)
    with pytest.raises(IntegrityError, match="review_validated_is_whole"), transaction.atomic():
        QuarterReview.objects.filter(pk=review.pk).update(state="validated", validated_on=FIRST)
    review.write(today=FIRST, by=by, why_without="Absente")
    review.validate(on=FIRST, by=bruno.professional)


def test_one_review_for_one_deadline_and_no_review_in_advance(cast, case, by):
    review = made.review(cast, case)
    with pytest.raises(IntegrityError, match="review_once_per_deadline"), transaction.atomic():
        made.review(cast, case)
    with pytest.raises(IntegrityError, match="review_looks_back"), transaction.atomic():
        QuarterReview.objects.filter(pk=review.pk).update(starts_on=FIRST)
    for held in (FIRST + timedelta(days=1), date(2025, 5, 4)):
        with pytest.raises(MoveRefused, match="vérifiez la date"):
            review.write(today=FIRST, by=by, held_on=held)


def test_an_extract_leaves_by_itself_on_the_persons_agreement(cast, case, by, as_member):
    review = made.validated_review(cast, case)
    told = {"shown_on": FIRST, "on": FIRST, "by": by}
    with pytest.raises(MoveRefused, match="accord de la personne"):
        review.send_extract("Le loyer est payé.", **told)
    Consent.objects.create(case=case, purpose="share_situation", given_on=FIRST, mode="oral")
    with pytest.raises(MoveRefused, match="montré à la personne avant"):
        review.send_extract("Le loyer est payé.", shown_on=FIRST + timedelta(days=1), on=FIRST, by=by)
    review.send_extract("Le loyer est payé.", **told)
    with as_member(cast.paul):
        seen = Transmission.objects.get(case=case, kind="situation")
    assert seen.content["text"] == "Le loyer est payé."
    assert "CANARI" not in str(seen.content)


def test_a_draft_has_no_extract(cast, case, by):
    with pytest.raises(MoveRefused, match="une fois le bilan validé"):
        made.review(cast, case).send_extract("x", shown_on=FIRST, on=FIRST, by=by)


def test_goal_changes_are_never_rewritten(cast, case, by, leila, as_member, sql):
    made.goal(cast, case).move_to("atteint", on=FIRST, by=by)
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(leila):
        sql("UPDATE accompaniment_goalchange SET note = 'x'")
