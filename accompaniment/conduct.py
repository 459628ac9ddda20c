"""The acts of an accompaniment, each moving the case, the measure and what lies below the wall together."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.models import CalNote, Contract, Exit, Extension, Measure, MeasurePeriod, Suspension
from accompaniment.models.measure import running_measure
from allocations.models import JointMeeting, MoveIn, RentalPoint
from households.deadlines import months_later
from households.models import Case, Event, ExitReason, SupportPeriod
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

EARLIEST_BACKDATING = timedelta(days=31)
"""How far back a suspension or its end may be dated by hand."""


def sign_and_begin_preparation(
    case: Case, *, signed_on: date, on: date, objectives: str, by: "Professional"
) -> Measure:
    """The contract is signed; three calendar months of preparation start (R-18)."""
    with transaction.atomic():
        planned_end = months_later(on, case.agreement.terms_on(on).prep_months)
        case.begin_preparation(contract_signed_on=signed_on, on=on, planned_end=planned_end, by=by)
        Contract.objects.create(case=case, signed_on=signed_on, objectives=objectives, created_by=by)
        return _open(case, Measure.Kind.PREPARATION, on=on, by=by, planned_end=planned_end)


def extend_preparation(case: Case, *, until: date, reason: str, on: date, by: "Professional") -> Extension:
    """Beyond the planned end, with a reason; the planned end itself stays (invariant 2)."""
    measure = _running(case, on, Measure.Kind.PREPARATION)
    if measure.expected_end and until <= measure.expected_end:
        raise MoveRefused(f"La préparation court déjà jusqu'au {measure.expected_end:%d/%m/%Y}.")
    extension = Extension.objects.create(
        case=case, measure=measure, until=until, reason=reason, decided_on=on, created_by=by
    )
    Event.record(measure, "measure.extended", by=by, facts={"until": until})
    return extension


def complete_preparation(case: Case, *, on: date, early_because: str, by: "Professional") -> None:
    """Preparation done, note validated: the household is ready for the CAL."""
    measure = _running(case, on, Measure.Kind.PREPARATION)
    early = measure.planned_end is not None and on < measure.planned_end
    if early and not early_because.strip():
        raise MoveRefused("La fin prévue n'est pas atteinte : indiquez pourquoi la préparation s'achève plus tôt.")
    if not CalNote.objects.filter(case=case).exclude(state=CalNote.State.DRAFT).exists():
        raise MoveRefused("La note d'accompagnement doit d'abord être validée par la cheffe de service.")
    with transaction.atomic():
        reason = Measure.EndReason.EARLY if early else Measure.EndReason.COMPLETED
        _end(measure, on=on, reason=reason, note=early_because, by=by)
        case.complete_preparation(on=on, by=by)


def move_in(case: Case, *, on: date, by: "Professional") -> Measure:
    """Keys in hand: the follow-up starts, weekly by default (R-31, R-33)."""
    lease = case.tenancies.order_by("-starts_on").first()
    if lease is None:
        raise MoveRefused("Le bailleur n'a pas encore noté la signature du bail.")
    with transaction.atomic():
        case.move_in(lease_signed_on=lease.lease_signed_on, on=on, by=by)
        MoveIn.entered(case, on=on, by=by)
        return _begin_follow_up(case, on=on, by=by)


def sign_and_begin_follow_up(case: Case, *, signed_on: date, on: date, objectives: str, by: "Professional") -> Measure:
    """Retention: the household agreed and signed; no measure without it."""
    with transaction.atomic():
        adhesion_on = JointMeeting.objects.adhesion_of(case)
        case.begin_follow_up(contract_signed_on=signed_on, adhesion_on=adhesion_on, on=on, by=by)
        Contract.objects.create(case=case, signed_on=signed_on, objectives=objectives, created_by=by)
        return _begin_follow_up(case, on=on, by=by)


def set_intensity(case: Case, intensity: str, *, on: date, by: "Professional") -> MeasurePeriod:
    """More or less intense from that day on; « veille » is an intensity, not a suspension."""
    _running(case, on, Measure.Kind.FOLLOW_UP)
    with transaction.atomic():
        MeasurePeriod.objects.filter(case=case, starts_on=on).delete()
        MeasurePeriod.objects.filter(case=case, ends_on__isnull=True).update(ends_on=on)
        period = MeasurePeriod.objects.create(case=case, intensity=intensity, starts_on=on, created_by=by)
        Event.record(period, "measure.intensity", by=by, facts={"on": on, "intensity": intensity})
        return period


def suspend(case: Case, *, on: date, review_on: date, reason: str, today: date, by: "Professional") -> Suspension:
    """No contact due; the place is kept, and a day is set to look at it again."""
    if on < today - EARLIEST_BACKDATING:
        raise MoveRefused("Une suspension se note au plus un mois après son début.")
    if on > today:
        raise MoveRefused("Cette suspension est à venir : notez-la le jour où elle commence.")
    if review_on <= on:
        raise MoveRefused("La date de revue suit le début de la suspension.")
    _running(case, on, Measure.Kind.FOLLOW_UP)
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


def end_accompaniment(
    case: Case, *, on: date, reason: ExitReason, destination: str, initiative: str, handover: str, by: "Professional"
) -> Exit:
    """The head closes: why, to where. Outside the association only the neutral label is told."""
    if not case.started_on:
        raise MoveRefused("Ce ménage n'a pas encore été accompagné : classez plutôt sa candidature.")
    with transaction.atomic():
        _close_periods(case, on=on, reason=reason, by=by)
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
        return _begin_follow_up(case, on=on, by=by)


def _begin_follow_up(case: Case, *, on: date, by: "Professional") -> Measure:
    MeasurePeriod.objects.create(case=case, starts_on=on, created_by=by)
    return _open(case, Measure.Kind.FOLLOW_UP, on=on, by=by)


def _open(case: Case, kind: str, *, on: date, by: "Professional", planned_end: date | None = None) -> Measure:
    measure = Measure.objects.create(case=case, kind=kind, starts_on=on, planned_end=planned_end, created_by=by)
    told = SupportPeriod.Kind.PREPARATION if kind == Measure.Kind.PREPARATION else SupportPeriod.Kind.FOLLOW_UP
    SupportPeriod.objects.create(pk=measure.pk, case=case, kind=told, starts_on=on, created_by=by)
    Event.record(measure, f"measure.{kind}_started", by=by, facts={"on": on, "planned_end": planned_end})
    return measure


def _end(measure: Measure, *, on: date, reason: str, by: "Professional", note: str = "") -> None:
    measure.ends_on, measure.end_reason, measure.end_note = on, reason, note
    measure.save(update_fields=["ends_on", "end_reason", "end_note"])
    SupportPeriod.objects.filter(pk=measure.pk).update(ends_on=on)
    Event.record(measure, "measure.ended", by=by, facts={"on": on, "reason": reason})


def _running(case: Case, on: date, kind: str) -> Measure:
    measure = running_measure(case, on)
    if measure is None or measure.kind != kind:
        raise MoveRefused(f"Aucune mesure « {Measure.Kind(kind).label} » n'est en cours ce jour-là.")
    return measure


def _close_periods(case: Case, *, on: date, reason: ExitReason, by: "Professional") -> None:
    """Closing a case ends its measure, its intensity and its suspension (invariant 6)."""
    broken = reason.nature == ExitReason.Nature.BEFORE_HOUSING
    for measure in Measure.objects.filter(case=case, ends_on__isnull=True):
        _end(measure, on=on, reason=Measure.EndReason.BROKEN if broken else Measure.EndReason.CLOSED, by=by)
    MeasurePeriod.objects.filter(case=case, ends_on__isnull=True).update(ends_on=on)
    for suspension in Suspension.objects.filter(case=case, ends_on__isnull=True):
        suspension.ends_on = on
        suspension.save(update_fields=["ends_on"])
        SupportPeriod.objects.filter(pk=suspension.pk).update(ends_on=on)
