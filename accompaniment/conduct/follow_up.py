"""The follow-up: begun with the keys or with the household's agreement, more or less intense (R-31, R-33)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.periods import begin_follow_up, running
from accompaniment.models import Contract, Measure, MeasurePeriod
from allocations.models import JointMeeting, MoveIn
from households.models import Case, Event
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def move_in(case: Case, *, on: date, by: "Professional") -> Measure:
    """Keys in hand: the follow-up starts, weekly by default (R-31, R-33)."""
    lease = case.tenancies.order_by("-starts_on").first()
    if lease is None:
        raise MoveRefused("Le bailleur n'a pas encore noté la signature du bail.")
    with transaction.atomic():
        case.move_in(lease_signed_on=lease.lease_signed_on, on=on, by=by)
        MoveIn.entered(case, on=on, by=by)
        return begin_follow_up(case, on=on, by=by)


def sign_and_begin_follow_up(case: Case, *, signed_on: date, on: date, objectives: str, by: "Professional") -> Measure:
    """Retention: the household agreed and signed; no measure without it."""
    with transaction.atomic():
        adhesion_on = JointMeeting.objects.adhesion_of(case)
        case.begin_follow_up(contract_signed_on=signed_on, adhesion_on=adhesion_on, on=on, by=by)
        Contract.objects.create(case=case, signed_on=signed_on, objectives=objectives, created_by=by)
        return begin_follow_up(case, on=on, by=by)


def set_intensity(case: Case, intensity: str, *, on: date, by: "Professional") -> MeasurePeriod:
    """More or less intense from that day on; « veille » is an intensity, not a suspension."""
    running(case, on, Measure.Kind.FOLLOW_UP)
    with transaction.atomic():
        MeasurePeriod.objects.filter(case=case, starts_on=on).delete()
        MeasurePeriod.objects.filter(case=case, ends_on__isnull=True).update(ends_on=on)
        period = MeasurePeriod.objects.create(case=case, intensity=intensity, starts_on=on, created_by=by)
        Event.record(period, "measure.intensity", by=by, facts={"on": on, "intensity": intensity})
        return period
