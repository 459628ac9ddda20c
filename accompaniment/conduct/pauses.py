"""An accompaniment suspended, then active again (R-40)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.periods import running
from accompaniment.models import Measure, Suspension
from allocations.models import RentalPoint
from households.models import Case, Event, SupportPeriod
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


EARLIEST_BACKDATING = timedelta(days=31)


def suspend(case: Case, *, on: date, review_on: date, reason: str, today: date, by: "Professional") -> Suspension:
    """No contact due; the place is kept, and a day is set to look at it again."""
    if on < today - EARLIEST_BACKDATING:
        raise MoveRefused("Une suspension se note au plus un mois après son début.")
    if on > today:
        raise MoveRefused("Cette suspension est à venir : notez-la le jour où elle commence.")
    if review_on <= on:
        raise MoveRefused("La date de revue suit le début de la suspension.")
    running(case, on, Measure.Kind.FOLLOW_UP)
    with transaction.atomic():
        case.suspend(by=by)
        suspension = Suspension.objects.create(
            case=case, starts_on=on, review_on=review_on, reason=reason, created_by=by
        )
        SupportPeriod.objects.create(
            pk=suspension.pk, case=case, kind=SupportPeriod.Kind.SUSPENSION, starts_on=on, created_by=by
        )
        Event.record(suspension, "suspension.started", by=by, facts={"on": on, "review_on": review_on})
        return suspension


def reactivate(case: Case, *, on: date, asked_by: str, by: "Professional") -> None:
    """Active again from that day on, whoever asked: the household, the landlord, the referent (R-40)."""
    suspension = Suspension.objects.filter(case=case, ends_on__isnull=True).first()
    if suspension is None:
        raise MoveRefused("Cet accompagnement n'est pas suspendu.")
    with transaction.atomic():
        suspension.ends_on, suspension.resumed_at_request_of = on, asked_by
        suspension.save(update_fields=["ends_on", "resumed_at_request_of"])
        SupportPeriod.objects.filter(pk=suspension.pk).update(ends_on=on)
        case.resume(by=by)
        for point in RentalPoint.objects.open().filter(case=case, kind=RentalPoint.Kind.REACTIVATION):
            point.deal_with(on=max(on, point.raised_on), by=by)
        Event.record(suspension, "suspension.ended", by=by, facts={"on": on, "asked_by": asked_by})
