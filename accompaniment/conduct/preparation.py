"""The preparation: signed, extended, achieved, or broken off (R-18)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.ending import end_accompaniment
from accompaniment.conduct.periods import end_measure, open_measure, running
from accompaniment.models import CalNote, Contract, Exit, Extension, GroupAttendance, Measure, PrepAttendance
from households.deadlines import months_later
from households.models import Case, Event, ExitReason
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def sign_and_begin_preparation(
    case: Case, *, signed_on: date, on: date, objectives: str, by: "Professional"
) -> Measure:
    """The contract is signed; three calendar months of preparation start (R-18)."""
    with transaction.atomic():
        planned_end = months_later(on, case.agreement.terms_on(on).prep_months)
        case.begin_preparation(contract_signed_on=signed_on, on=on, planned_end=planned_end, by=by)
        Contract.signed_at_start(case, on=signed_on, objectives=objectives, by=by)
        return open_measure(case, Measure.Kind.PREPARATION, on=on, by=by, planned_end=planned_end)


def extend_preparation(case: Case, *, until: date, reason: str, on: date, by: "Professional") -> Extension:
    """Beyond the planned end, with a reason; the planned end itself stays (invariant 2).

    As many times as it takes: each adds its line. Of two heads at once, the second sees what the first decided.
    """
    if not reason.strip():
        raise MoveRefused("Une prolongation indique son motif.")
    if until <= on:
        raise MoveRefused("Une prolongation court jusqu'à une date à venir.")
    with transaction.atomic():
        measure = Measure.objects.select_for_update().get(pk=running(case, on, Measure.Kind.PREPARATION).pk)
        if measure.ends_on:
            raise MoveRefused("Cette préparation est terminée : elle ne se prolonge plus.")
        if measure.expected_end and until <= measure.expected_end:
            raise MoveRefused(f"La préparation court déjà jusqu'au {measure.expected_end:%d/%m/%Y}.")
        extension = Extension.objects.create(
            case=case, measure=measure, until=until, reason=reason, decided_on=on, created_by=by
        )
        Event.record(measure, "measure.extended", by=by, facts={"until": until})
        return extension


def complete_preparation(case: Case, *, on: date, early_because: str, by: "Professional") -> None:
    """Preparation done, note validated: the household is ready for the CAL."""
    measure = running(case, on, Measure.Kind.PREPARATION)
    early = measure.planned_end is not None and on < measure.planned_end
    if early and not early_because.strip():
        raise MoveRefused("La fin prévue n'est pas atteinte : indiquez pourquoi la préparation s'achève plus tôt.")
    if not CalNote.objects.filter(case=case).exclude(state=CalNote.State.DRAFT).exists():
        raise MoveRefused("La note d'accompagnement doit d'abord être validée par la cheffe de service.")
    with transaction.atomic():
        reason = Measure.EndReason.EARLY if early else Measure.EndReason.COMPLETED
        end_measure(measure, on=on, reason=reason, note=early_because, by=by)
        case.complete_preparation(on=on, by=by)


def break_preparation(
    case: Case, *, on: date, reason: ExitReason, initiative: str, handover: str, by: "Professional"
) -> Exit:
    """Stopped before the keys, by the person or by the service: the exit that every end is, and nobody expected any more."""
    running(case, on, Measure.Kind.PREPARATION)
    if reason.nature != ExitReason.Nature.BEFORE_HOUSING:
        raise MoveRefused("Ce motif concerne un ménage logé : choisissez un motif d'avant le logement.")
    with transaction.atomic():
        ended = end_accompaniment(
            case, on=on, reason=reason, destination="", initiative=initiative, handover=handover, by=by
        )
        for model in (PrepAttendance, GroupAttendance):
            for row in model.objects.filter(case=case, present__isnull=True):
                row.tell("withdrawn", by=by)
                row.delete()
        return ended
