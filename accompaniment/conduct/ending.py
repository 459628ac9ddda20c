"""The end of an accompaniment, and its reactivation within twelve months."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.periods import begin_follow_up, close_periods
from accompaniment.contacts import before_exit
from accompaniment.models import Exit, Measure
from households.models import Case, Event, ExitReason
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def end_accompaniment(
    case: Case, *, on: date, reason: ExitReason, destination: str, initiative: str, handover: str, by: "Professional"
) -> Exit:
    """The head closes: why, to where. Outside the association only the neutral label is told."""
    if not case.started_on:
        raise MoveRefused("Ce ménage n'a pas encore été accompagné : classez plutôt sa candidature.")
    before_exit(case, on=on, reason=reason)
    with transaction.atomic():
        close_periods(case, on=on, reason=reason, by=by)
        ended = Exit.objects.create(
            case=case,
            closed_on=on,
            reason=reason,
            left_dwelling=reason.leaves_dwelling,
            destination=destination,
            initiative=initiative,
            handover=handover,
            created_by=by,
        )
        case.close(on=on, label=reason.outside_label, by=by)
        Event.record(ended, "exit.recorded", by=by, facts={"on": on, "reason": reason.code})
        return ended


def reopen(case: Case, *, on: date, by: "Professional") -> Measure:
    """Within twelve months the same case goes on, with a new measure."""
    with transaction.atomic():
        case.reopen(on=on, by=by)
        Exit.objects.filter(case=case, reopened_on__isnull=True).update(reopened_on=on)
        return begin_follow_up(case, on=on, by=by)
