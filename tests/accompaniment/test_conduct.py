"""The acts of an accompaniment and what they refuse, each with its sentence."""

from datetime import date

import pytest

from accompaniment import conduct
from accompaniment.models import CalNote, Exit, Measure, MeasurePeriod, Suspension
from accompaniment.models.cal_note import SECTIONS
from households.models import Case, Consent, ExitReason, SupportPeriod, VisitFact
from households.stateful import MoveRefused
from tests import factories

DAY = date(2025, 6, 4)


@pytest.fixture
def by(leila):
    return leila.professional


def suspended(case, by, on=DAY):
    return conduct.suspend(case, on=on, review_on=date(2025, 7, 2), reason="hospitalisation", today=on, by=by)


def test_preparation_lasts_three_months_and_the_planned_end_is_never_rewritten(cast, by):
    case = factories.preparing_case(cast)
    conduct.extend_preparation(case, until=date(2025, 5, 13), reason="Papiers en attente", on=date(2025, 4, 1), by=by)

    measure = Measure.objects.get(case=case)
    assert (measure.planned_end, measure.expected_end) == (date(2025, 4, 13), date(2025, 5, 13))
    with pytest.raises(MoveRefused, match="court déjà jusqu'au 13/05/2025"):
        conduct.extend_preparation(case, until=date(2025, 5, 1), reason="Encore", on=date(2025, 4, 2), by=by)


def test_an_early_end_says_why_and_the_note_comes_first(cast, by):
    case = factories.preparing_case(cast)
    with pytest.raises(MoveRefused, match="indiquez pourquoi"):
        conduct.complete_preparation(case, on=date(2025, 3, 1), early_because=" ", by=by)
    with pytest.raises(MoveRefused, match="validée par la cheffe de service"):
        conduct.complete_preparation(case, on=date(2025, 4, 13), early_because="", by=by)


def test_the_keys_wait_for_the_lease(cast, by):
    case = factories.ready_case(cast)
    with pytest.raises(MoveRefused, match="signature du bail"):
        conduct.move_in(case, on=date(2025, 5, 5), by=by)


def test_moving_in_starts_weekly_visits(case):
    assert MeasurePeriod.objects.get(case=case).intensity == "hebdomadaire"
    assert Measure.objects.get(case=case, kind="suivi").starts_on == date(2025, 5, 5)
    assert SupportPeriod.objects.filter(case=case, kind=SupportPeriod.Kind.FOLLOW_UP, ends_on=None).exists()


def test_a_new_intensity_closes_the_former_one(case, by):
    conduct.set_intensity(case, "veille", on=DAY, by=by)
    former, current = MeasurePeriod.objects.filter(case=case)
    assert (former.ends_on, current.starts_on, current.ends_on) == (DAY, DAY, None)


def test_suspending_keeps_the_reason_above_the_wall(case, by):
    pause = suspended(case, by)
    assert case.state == Case.State.SUSPENDED
    told = SupportPeriod.objects.get(pk=pause.pk)
    assert (told.starts_on, told.ends_on) == (DAY, None)
    assert not any(field.name == "reason" for field in SupportPeriod._meta.get_fields())


def test_a_suspension_is_not_written_long_after(case, by):
    with pytest.raises(MoveRefused, match="au plus tard 31 jours"):
        conduct.suspend(case, on=DAY, review_on=date(2025, 7, 2), reason="absence", today=date(2025, 8, 1), by=by)


def test_reactivation_ends_the_suspension_on_both_sides(case, by):
    pause = suspended(case, by)
    conduct.reactivate(case, on=date(2025, 6, 20), asked_by="household", by=by)
    assert case.state == Case.State.FOLLOW_UP
    assert Suspension.objects.get(pk=pause.pk).ends_on == date(2025, 6, 20)
    assert SupportPeriod.objects.get(pk=pause.pk).ends_on == date(2025, 6, 20)


def test_no_home_visit_is_done_while_suspended(cast, case, by):
    """Invariant 7."""
    suspended(case, by)
    with pytest.raises(MoveRefused, match="suspendu ce jour-là"):
        factories.visit(cast, case, on=date(2025, 6, 11))


def test_no_home_visit_is_done_outside_a_measure_nor_ahead_of_time(cast, case, by):
    """Invariant 7."""
    with pytest.raises(MoveRefused, match="Aucune mesure"):
        factories.visit(cast, case, on=date(2025, 4, 20))
    planned = factories.visit(cast, case, on=DAY, status="porte_close")
    with pytest.raises(MoveRefused, match="à venir"):
        planned.log("realisee", today=date(2025, 6, 3), by=by)


def test_below_the_wall_a_visit_is_done_or_not_and_nothing_more(cast, case):
    done = factories.visit(cast, case, on=DAY)
    missed = factories.visit(cast, case, on=date(2025, 6, 11), status="porte_close")
    assert VisitFact.objects.get(pk=done.pk).done
    assert not VisitFact.objects.get(pk=missed.pk).done


def test_a_visit_said_again_is_told_once(cast, case, by):
    one = factories.visit(cast, case, on=DAY, status="porte_close")
    one.log("realisee", today=DAY, by=by)
    assert list(VisitFact.objects.filter(case=case).values_list("done", flat=True)) == [True]


def test_the_end_closes_measure_intensity_and_suspension(case, by, bruno):
    """Invariant 6."""
    suspended(case, by)
    reason = ExitReason.objects.filter(leaves_dwelling=False).exclude(nature=ExitReason.Nature.BEFORE_HOUSING).first()
    end = date(2025, 6, 30)
    conduct.end_accompaniment(
        case, on=end, reason=reason, destination="", initiative="household", handover="", by=bruno.professional
    )
    assert case.state == Case.State.CLOSED
    for model in (Measure, MeasurePeriod, Suspension, SupportPeriod):
        assert not model.objects.filter(case=case, ends_on=None).exists()


def test_reopening_goes_on_with_the_same_case(case, bruno):
    reason = ExitReason.objects.filter(leaves_dwelling=False).exclude(nature=ExitReason.Nature.BEFORE_HOUSING).first()
    ended = conduct.end_accompaniment(
        case, on=DAY, reason=reason, destination="", initiative="household", handover="", by=bruno.professional
    )
    conduct.reopen(case, on=date(2025, 9, 1), by=bruno.professional)
    assert case.state == Case.State.FOLLOW_UP
    assert Exit.objects.get(pk=ended.pk).reopened_on == date(2025, 9, 1)
    assert Measure.objects.get(case=case, ends_on=None).starts_on == date(2025, 9, 1)


def test_the_note_goes_through_each_stage(cast, by, bruno):
    case = factories.preparing_case(cast)
    note = CalNote.objects.create(case=case, sections={})
    with pytest.raises(MoveRefused, match="Sections à compléter"):
        note.validate(on=DAY, by=bruno.professional)
    note.write(dict.fromkeys(SECTIONS, "Un fait."))
    note.validate(on=DAY, by=bruno.professional)
    with pytest.raises(MoveRefused, match="reprenez-la en brouillon"):
        note.write({})
    with pytest.raises(MoveRefused, match="lue avec la personne"):
        note.send(on=DAY, by=by)
    note.read_with_person(on=DAY, by=by)
    note.take_back(by=by)
    assert (note.state, note.validated_by, note.read_on) == ("draft", None, None)


def test_the_note_leaves_only_with_the_persons_agreement(cast, by, bruno):
    case = factories.preparing_case(cast)
    note = CalNote.objects.create(case=case, sections=dict.fromkeys(SECTIONS, "Un fait."))
    note.validate(on=DAY, by=bruno.professional)
    note.read_with_person(on=DAY, by=by)
    Consent.objects.get(case=case, purpose="share_cal_note").withdraw(on=DAY, by=by)
    with pytest.raises(MoveRefused, match="accord"):
        note.send(on=DAY, by=by)


def test_a_transmitted_note_is_frozen(cast, by):
    note = factories.sent_note(cast, factories.preparing_case(cast), DAY)
    with pytest.raises(MoveRefused):
        note.take_back(by=by)
    with pytest.raises(MoveRefused):
        note.write({})
