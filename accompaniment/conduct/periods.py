"""What starts and ends with a measure: its period below the wall, its intensity, its suspension."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from accompaniment.models import Measure, MeasurePeriod, Suspension
from accompaniment.models.measure import running_measure
from households.models import Case, Event, ExitReason, SupportPeriod
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def begin_follow_up(case: Case, *, on: date, by: "Professional", intensity: str = "") -> Measure:
    """Weekly, unless the contract says otherwise."""
    intensity = intensity or MeasurePeriod.Intensity.WEEKLY
    MeasurePeriod.objects.create(case=case, intensity=intensity, starts_on=on, created_by=by)
    return open_measure(case, Measure.Kind.FOLLOW_UP, on=on, by=by)


def open_measure(case: Case, kind: str, *, on: date, by: "Professional", planned_end: date | None = None) -> Measure:
    measure = Measure.objects.create(case=case, kind=kind, starts_on=on, planned_end=planned_end, created_by=by)
    told = SupportPeriod.Kind.PREPARATION if kind == Measure.Kind.PREPARATION else SupportPeriod.Kind.FOLLOW_UP
    SupportPeriod.objects.create(pk=measure.pk, case=case, kind=told, starts_on=on, created_by=by)
    Event.record(measure, f"measure.{kind}_started", by=by, facts={"on": on, "planned_end": planned_end})
    return measure


def end_measure(measure: Measure, *, on: date, reason: str, by: "Professional", note: str = "") -> None:
    measure.ends_on, measure.end_reason, measure.end_note = on, reason, note
    measure.save(update_fields=["ends_on", "end_reason", "end_note"])
    SupportPeriod.objects.filter(pk=measure.pk).update(ends_on=on)
    Event.record(measure, "measure.ended", by=by, facts={"on": on, "reason": reason})


def running(case: Case, on: date, kind: str) -> Measure:
    measure = running_measure(case, on)
    if measure is None or measure.kind != kind:
        raise MoveRefused(f"Aucune mesure « {Measure.Kind(kind).label} » n'est en cours ce jour-là.")
    return measure


def close_periods(case: Case, *, on: date, reason: ExitReason, by: "Professional") -> None:
    """Closing a case ends its measure, its intensity and its suspension (invariant 6)."""
    broken = reason.nature == ExitReason.Nature.BEFORE_HOUSING
    for measure in Measure.objects.filter(case=case, ends_on__isnull=True):
        end_measure(measure, on=on, reason=Measure.EndReason.BROKEN if broken else Measure.EndReason.CLOSED, by=by)
    MeasurePeriod.objects.filter(case=case, starts_on__gt=on).delete()
    MeasurePeriod.objects.filter(case=case).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).update(ends_on=on)
    for suspension in Suspension.objects.filter(case=case, ends_on__isnull=True):
        suspension.ends_on = on
        suspension.save(update_fields=["ends_on"])
        SupportPeriod.objects.filter(pk=suspension.pk).update(ends_on=on)
