"""Periods of intensity: set in the past within bounds or ahead, corrected with trace, never overlapping."""

from datetime import date, timedelta

import pytest
from django.db import DataError, IntegrityError, transaction

from accompaniment import conduct
from accompaniment.models import MeasurePeriod
from households.models import Event
from households.stateful import MoveRefused
from lodabord.partners.models import Terms

TODAY = date(2025, 7, 16)


@pytest.fixture
def by(leila):
    return leila.professional


def periods(case):
    return list(MeasurePeriod.objects.filter(case=case).values_list("intensity", "starts_on", "ends_on"))


def change(case, by, intensity, on):
    return conduct.set_intensity(case, intensity, on=on, today=TODAY, by=by)


def test_a_change_for_later_leaves_the_present_one_until_then(case, by):
    change(case, by, "quinzaine", date(2025, 8, 4))
    assert periods(case) == [
        ("hebdomadaire", date(2025, 5, 5), date(2025, 8, 4)),
        ("quinzaine", date(2025, 8, 4), None),
    ]


def test_a_change_before_one_already_written_for_later_stops_where_that_one_starts(case, by):
    change(case, by, "mensuelle", date(2025, 9, 1))
    change(case, by, "quinzaine", date(2025, 7, 1))
    assert periods(case) == [
        ("hebdomadaire", date(2025, 5, 5), date(2025, 7, 1)),
        ("quinzaine", date(2025, 7, 1), date(2025, 9, 1)),
        ("mensuelle", date(2025, 9, 1), None),
    ]


def test_the_same_day_written_again_replaces_and_the_journal_keeps_both(case, by):
    change(case, by, "quinzaine", date(2025, 7, 7))
    change(case, by, "veille", date(2025, 7, 7))
    assert [one[0] for one in periods(case)] == ["hebdomadaire", "veille"]
    assert Event.objects.filter(case=case, action="measure.intensity", facts__was="quinzaine").exists()
    with pytest.raises(MoveRefused, match="déjà"):
        change(case, by, "veille", date(2025, 7, 7))


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TODAY - timedelta(days=32), "au plus tard 31 jours après"),
        (date(2025, 10, 17), "jusqu'au 16/10/2025"),
        (date(2025, 5, 4), "au plus tard"),
    ],
)
def test_the_day_has_bounds(case, by, on, sentence):
    with pytest.raises(MoveRefused, match=sentence):
        change(case, by, "quinzaine", on)


def test_the_bound_is_the_agreements(case, by):
    Terms.objects.filter(agreement=case.agreement).update(suspension_backdating_days=60)
    case = type(case).objects.get(pk=case.pk)
    change(case, by, "quinzaine", TODAY - timedelta(days=60))
    assert periods(case)[-1][0] == "quinzaine"


def test_before_the_keys_there_is_no_intensity(cast, by):
    from tests import factories

    case = factories.ready_case(cast)
    with pytest.raises(MoveRefused, match="Accompagnement"):
        conduct.set_intensity(case, "quinzaine", on=date(2025, 4, 20), by=by)


def test_a_mistake_is_corrected_and_the_neighbour_follows(case, by):
    wrong = change(case, by, "mensuelle", date(2025, 7, 7))
    conduct.correct_period(wrong, intensity="quinzaine", on=date(2025, 7, 14), today=TODAY, by=by, is_head=False)
    assert periods(case) == [
        ("hebdomadaire", date(2025, 5, 5), date(2025, 7, 14)),
        ("quinzaine", date(2025, 7, 14), None),
    ]
    conduct.correct_period(wrong, intensity="quinzaine", on=date(2025, 7, 1), today=TODAY, by=by, is_head=False)
    assert periods(case)[0][2] == date(2025, 7, 1)
    trace = Event.objects.filter(case=case, action="measure.intensity_corrected").order_by("at").first()
    assert trace.facts == {"was_on": "2025-07-07", "was": "mensuelle", "on": "2025-07-14", "intensity": "quinzaine"}


def test_a_correction_stays_between_its_neighbours(case, by):
    first = MeasurePeriod.objects.get(case=case)
    second = change(case, by, "quinzaine", date(2025, 7, 7))
    change(case, by, "mensuelle", date(2025, 8, 4))

    def correct(period, on):
        period.refresh_from_db()
        conduct.correct_period(period, intensity="veille", on=on, today=TODAY, by=by, is_head=True)

    for period, on, sentence in [
        (first, date(2025, 5, 6), "commence avec l'accompagnement"),
        (second, date(2025, 5, 5), "La période d'avant commence le 05/05/2025"),
        (second, date(2025, 8, 4), "La période suivante commence le 04/08/2025"),
    ]:
        with pytest.raises(MoveRefused, match=sentence):
            correct(period, on)


def test_long_after_the_head_answers_for_a_correction(case, by, bruno):
    first = MeasurePeriod.objects.get(case=case)
    told = {"intensity": "renforcee", "on": first.starts_on, "today": TODAY}
    with pytest.raises(MoveRefused, match="revient à la cheffe de service"):
        conduct.correct_period(first, by=by, is_head=False, **told)
    conduct.correct_period(first, by=bruno.professional, is_head=True, **told)
    assert periods(case) == [("renforcee", date(2025, 5, 5), None)]


def test_a_period_taken_back_lets_the_one_before_go_on(case, by):
    wrong = change(case, by, "mensuelle", date(2025, 7, 7))
    change(case, by, "veille", date(2025, 8, 4))
    wrong.refresh_from_db()
    conduct.take_back_period(wrong, today=TODAY, by=by, is_head=False)
    assert periods(case) == [
        ("hebdomadaire", date(2025, 5, 5), date(2025, 8, 4)),
        ("veille", date(2025, 8, 4), None),
    ]
    assert Event.objects.filter(case=case, action="measure.intensity_removed").exists()
    with pytest.raises(MoveRefused, match="corrigez-la plutôt"):
        conduct.take_back_period(MeasurePeriod.objects.earliest("starts_on"), today=TODAY, by=by, is_head=True)


def test_periods_never_overlap_nor_run_backwards(case):
    for start, end, name in [
        (date(2025, 7, 1), None, "measure_period_one_at_a_time"),
        (date(2025, 4, 2), date(2025, 4, 1), "range lower bound|measure_period_ends_after_it_starts"),
    ]:
        with pytest.raises((IntegrityError, DataError), match=name), transaction.atomic():
            MeasurePeriod.objects.create(case=case, starts_on=start, ends_on=end)


def test_the_end_drops_what_was_written_for_later(cast, case, by):
    from tests.factories import modular as made

    change(case, by, "mensuelle", date(2025, 9, 15))
    made.ended(cast, case, date(2025, 7, 31))
    assert periods(case) == [("hebdomadaire", date(2025, 5, 5), date(2025, 7, 31))]
