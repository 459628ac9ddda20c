"""The shared list of an entry: opened by the offer, its days recomputed, done or not, never why."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accompaniment import conduct
from allocations.models import MoveIn, MoveInStep, MoveInStepTerms
from households.models import Case, Event, RefusalReason
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests.factories import lease as make


def codes(entry):
    return list(entry.steps.order_by("kind__position").values_list("kind_id", flat=True))


def step(case, code):
    return MoveInStep.objects.select_related("kind", "move_in", "case").get(case=case, kind=code)


def due(case):
    return dict(MoveInStep.objects.filter(case=case).values_list("kind_id", "due_on"))


def breaks(told, act):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert told in sentence(refused.value)


def test_the_visit_of_the_dwelling_exists_before_the_reply(cast):
    offer = make.offered_case(cast)
    entry = MoveIn.objects.get(case=offer.case)

    assert codes(entry) == ["visit"]
    assert entry.steps.get().due_on == date(2025, 4, 25)  # the working day before Monday 28


def test_accepted_the_rest_of_the_list_is_there_and_waits_for_its_days(cast):
    case = make.accepted_case(cast)

    assert len(due(case)) == 14
    assert {code for code, day in due(case).items() if day} == {"visit"}


def test_a_household_without_children_has_no_school_to_find(cast):
    offer = make.offered_case(cast)
    offer.case.household.dependants = 0
    offer.case.household.save()
    offer.accept(on=date(2025, 4, 22), by=cast.diane.professional)

    assert "school" not in due(offer.case)


def test_every_step_follows_the_days_the_partners_agree_on_and_follows_again(cast):
    case = make.accepted_case(cast)
    entry, by = MoveIn.objects.get(case=case), cast.leila.professional
    entry.plan(signature_on=date(2025, 5, 2), keys_on=date(2025, 5, 5), by=by)
    first = due(case)
    entry.plan(signature_on=date(2025, 5, 5), keys_on=date(2025, 5, 30), by=by)

    assert (first["fsl"], first["keys"], first["housing_benefit"]) == (
        date(2025, 4, 30), date(2025, 5, 5), date(2025, 5, 31))  # fmt: skip
    assert (due(case)["fsl"], due(case)["keys"], due(case)["mailbox"]) == (
        date(2025, 5, 2), date(2025, 5, 30), date(2025, 6, 2))  # fmt: skip
    assert due(case)["visit"] == date(2025, 4, 25)


def test_keys_are_not_planned_before_the_signature(cast):
    entry = MoveIn.objects.get(case=make.accepted_case(cast))

    breaks("au plus tôt à la signature", lambda: entry.plan(
        signature_on=date(2025, 5, 5), keys_on=date(2025, 5, 4), by=cast.leila.professional))  # fmt: skip


def test_the_lease_ticks_its_signature_and_the_move_in_its_keys(case):
    done = dict(MoveInStep.objects.filter(case=case, state="done").values_list("kind_id", "done_on"))

    assert done == {"signature": date(2025, 5, 2), "keys": date(2025, 5, 5)}


def test_no_keys_before_the_lease_whatever_else_is_out_of_order(cast):
    case = make.accepted_case(cast)
    by = cast.diane.professional
    with pytest.raises(MoveRefused, match="Signature du bail"):
        step(case, "keys").do(on=date(2025, 5, 5), by=by)
    step(case, "signature").do(on=date(2025, 5, 2), by=by)
    with pytest.raises(MoveRefused, match="pas avant ce jour"):
        step(case, "keys").do(on=date(2025, 5, 1), by=by)

    step(case, "keys").do(on=date(2025, 5, 5), by=by)

    assert step(case, "keys").out_of_order() == ["Assurance habitation", "État des lieux d'entrée"]


def test_a_step_is_done_by_somebody_on_a_day_or_without_object_or_taken_back(cast):
    case, by = make.accepted_case(cast), cast.leila.professional
    fsl = step(case, "fsl")
    fsl.leave_out(on=date(2025, 4, 23), by=by)
    fsl.take_back(on=date(2025, 4, 23), by=by)
    fsl.do(on=date(2025, 4, 24), by=by)

    assert (fsl.state, fsl.done_on, fsl.done_by) == ("done", date(2025, 4, 24), by)
    actions = Event.objects.filter(record_id=fsl.pk).order_by("at").values_list("action", flat=True)
    assert list(actions) == ["moveinstep.na", "moveinstep.todo", "moveinstep.done"]
    with pytest.raises(MoveRefused, match="déjà"):
        fsl.leave_out(on=date(2025, 4, 25), by=by)


def test_the_second_of_two_people_who_tick_gets_a_sentence(cast):
    case = make.accepted_case(cast)
    mine, hers = step(case, "insurance"), step(case, "insurance")
    mine.do(on=date(2025, 4, 24), by=cast.leila.professional)

    with pytest.raises(MoveRefused, match="Un collègue"):
        hers.do(on=date(2025, 4, 25), by=cast.diane.professional)


def test_what_an_act_of_the_file_told_is_not_taken_back_on_the_list(case, cast):
    for code, words in (("signature", "Le bail est enregistré"), ("keys", "L'entrée est notée")):
        with pytest.raises(MoveRefused, match=words):
            step(case, code).take_back(on=date(2025, 5, 6), by=cast.diane.professional)
        with pytest.raises(MoveRefused):
            step(case, code).leave_out(on=date(2025, 5, 6), by=cast.diane.professional)


def test_once_signed_the_lease_alone_moves_the_keys(case, cast):
    with pytest.raises(MoveRefused, match="Le bail est signé"):
        MoveIn.objects.get(case=case).plan(signature_on=None, keys_on=None, by=cast.leila.professional)


def test_the_list_closes_with_its_last_step_and_opens_again_when_one_is_taken_back(case, cast):
    by = cast.leila.professional
    for one in MoveInStep.objects.filter(case=case, state="todo").select_related("kind", "move_in", "case"):
        one.do(on=date(2025, 5, 20), by=by)
    assert MoveIn.objects.get(case=case).closed_on == date(2025, 5, 20)

    step(case, "furniture").take_back(on=date(2025, 5, 21), by=by)

    assert MoveIn.objects.get(case=case).closed_on is None


def test_an_offer_refused_leaves_no_list_to_follow_and_the_next_opens_its_own(cast):
    offer = make.offered_case(cast)
    reason = RefusalReason.objects.filter(kind="offer").first()
    offer.refuse(on=date(2025, 4, 22), reason=reason, by=cast.diane.professional)
    assert not MoveIn.objects.current().exists()

    case = Case.objects.get(pk=offer.case_id)
    case.schedule_cal(by=cast.diane.professional)
    case.award(on=date(2025, 5, 15), by=cast.diane.professional)
    MoveIn._open(case, by=None, on=date(2025, 5, 16), offered_on=date(2025, 5, 16), reply_by=date(2025, 5, 26))

    assert MoveIn.objects.current().get().offered_on == date(2025, 5, 16)
    assert MoveIn.objects.filter(case=case).count() == 2


def test_a_case_has_one_open_list(case):
    breaks("déjà en préparation", lambda: MoveIn.objects.create(case=case))
    first = MoveIn.objects.get(case=case).steps.first()
    breaks("déjà dans la liste", lambda: MoveInStep.objects.create(
        case=case, move_in=first.move_in, kind=first.kind, offset_days=0))  # fmt: skip
    breaks("porte sa date", lambda: MoveInStep.objects.filter(pk=first.pk).update(state="done", done_on=None))


def test_an_agreement_has_its_own_delays_amounts_and_steps(cast):
    kinds = [("fsl", {"offset_days": -10}), ("deposit", {"amount": "320.00"}), ("guarantee", {"left_out": True})]
    for code, told in kinds:
        MoveInStepTerms.objects.create(agreement=cast.agreement, kind_id=code, **told)
    case = make.accepted_case(cast)
    MoveIn.objects.get(case=case).plan(
        signature_on=date(2025, 5, 12), keys_on=date(2025, 5, 12), by=cast.leila.professional
    )

    assert due(case)["fsl"] == date(2025, 5, 2)
    assert step(case, "deposit").amount == 320
    assert "guarantee" not in due(case)
    breaks("pas négatif", lambda: MoveInStepTerms.objects.update(amount=-1))
    breaks("déjà réglée", lambda: MoveInStepTerms.objects.create(agreement=cast.agreement, kind_id="fsl"))


def test_the_record_that_the_landlord_reads_has_no_text(cast):
    from django.db import models

    texts = [
        field.name
        for field in MoveInStep._meta.fields
        if isinstance(field, models.CharField | models.TextField) and field.name != "state"
    ]

    assert texts == []


def test_moving_in_another_day_than_planned_moves_what_follows(cast):
    case = make.accepted_case(cast)
    make.sign(cast, case)
    conduct.move_in(case, on=date(2025, 5, 7), by=cast.leila.professional)

    assert step(case, "keys").done_on == date(2025, 5, 7)
    assert due(case)["mailbox"] == date(2025, 5, 12)
