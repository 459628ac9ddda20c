"""The preparation: signed, extended, achieved (R-18)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.periods import end_measure, open_measure, running
from accompaniment.models import CalNote, Contract, Extension, Measure
from households.deadlines import months_later
from households.models import Case, Event
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
    """Beyond the planned end, with a reason; the planned end itself stays (invariant 2)."""
    measure = running(case, on, Measure.Kind.PREPARATION)
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
