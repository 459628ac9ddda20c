"""« Reprendre un dossier en cours »: a case opened at the stage where it stands, with its past dates.

A programme starts with households under way. What was not kept then is not asked for now; the
record says that it was taken over.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accompaniment.models import Measure, MeasurePeriod
from allocations.models import PreDiagnosis
from households.deadlines import months_later
from households.models import Case, Event, Household, Person, Referral, SupportPeriod
from households.models.household import register_household
from households.stages import State, Track, progress_of
from households.stateful import MoveRefused
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

S = State
STAGES = {
    Track.ACCESS: [S.ORIENTATION_RECEIVED, S.PRECAL_QUEUE, S.PRECAL_ACCEPTED, S.PREPARATION, S.CAL_READY, S.FOLLOW_UP],
    Track.RETENTION: [S.ARBITRATION, S.ACCEPTED_WAITING, S.FOLLOW_UP],
}
NEEDED = {
    (Track.ACCESS, S.PRECAL_QUEUE): "prediagnosed_on",
    (Track.ACCESS, S.PRECAL_ACCEPTED): "precal_accepted_on",
    (Track.ACCESS, S.PREPARATION): "prep_started_on",
    (Track.ACCESS, S.CAL_READY): "prep_ended_on",
    (Track.ACCESS, S.FOLLOW_UP): "moved_in_on",
    (Track.RETENTION, S.ACCEPTED_WAITING): "precal_accepted_on",
    (Track.RETENTION, S.FOLLOW_UP): "moved_in_on",
}
"""The date without which the stage means nothing."""


def take_over(agreement: Agreement, *, track: str, stage: str, holder: dict[str, Any], dependants: int,
              dates: dict[str, date | None], order_exception: str, by: "Professional") -> Case:  # fmt: skip
    """Open the case at its stage; it occupies its place if it is in measure."""
    if stage not in STAGES[Track(track)]:
        raise MoveRefused("Cette étape n'est pas de ce volet.")
    needed = NEEDED.get((Track(track), S(stage)))
    if needed and not dates.get(needed):
        raise MoveRefused("Il manque la date qui ouvre cette étape.")
    opened_on = dates["opened_on"]
    assert opened_on is not None
    with transaction.atomic():
        composition = Household.Composition.SINGLE_PARENT if dependants else Household.Composition.SINGLE
        household = register_household(
            track=track, on_year=opened_on.year, by=by, composition=composition, dependants=dependants
        )
        case = Case.objects.create(
            household=household,
            agreement=agreement,
            track=track,
            state=stage,
            opened_on=opened_on,
            stage_since=max(day for day in dates.values() if day),
            taken_over=True,
            order_exception=order_exception,
            progress=progress_of(stage),
            **_clocks(track, stage, dates),
        )
        Person.objects.create(household=household, role=Person.Role.HOLDER, **holder)
        _past_records(case, dates, by)
        Event.record(case, "case.taken_over", by=by, facts={"stage": stage, "on": opened_on})
        return case


def _clocks(track: str, stage: str, dates: dict[str, date | None]) -> dict[str, Any]:
    """The case's clocks and openings, from the dates of the form."""
    accepted, moved_in = dates.get("precal_accepted_on"), dates.get("moved_in_on")
    if track == Track.RETENTION:
        return {
            "arbitrated_on": accepted, "accepted_on": accepted, "decided_on": accepted, "measure_started_on": moved_in,
            "landlord_from": dates["opened_on"],
        }  # fmt: skip
    started = dates.get("prep_started_on")
    return {
        "prediagnosed_on": dates.get("prediagnosed_on"), "precal_accepted_on": accepted, "decided_on": accepted,
        "prep_started_on": started or moved_in, "prep_planned_end": months_later(started, 3) if started else None,
        "prep_ended_on": dates.get("prep_ended_on"), "cal_ready_on": dates.get("prep_ended_on"),
        "lease_signed_on": dates.get("lease_signed_on"), "moved_in_on": moved_in,
        "landlord_from": accepted or (dates["opened_on"] if started or moved_in else None),
        "allocation_from": dates.get("prep_ended_on") or moved_in,
    }  # fmt: skip


def _past_records(case: Case, dates: dict[str, date | None], by: "Professional") -> None:
    made: dict[str, Any] = {"case": case, "created_by": by, "taken_over": True}
    if case.is_access:
        Referral.objects.create(referred_on=case.opened_on, channel=Referral.Channel.MEETING, **made)
    if case.prediagnosed_on:
        PreDiagnosis.objects.create(
            assessed_on=case.prediagnosed_on, conclusion=PreDiagnosis.Conclusion.FAVOURABLE, **made
        )
    if case.prep_started_on and dates.get("prep_started_on"):
        _measure(case, Measure.Kind.PREPARATION, case.prep_started_on, case.prep_ended_on or case.moved_in_on, made)
    if case.housed_from:
        _measure(case, Measure.Kind.FOLLOW_UP, case.housed_from, None, made)
        MeasurePeriod.objects.create(starts_on=case.housed_from, **made)


def _measure(case: Case, kind: str, start: date, end: date | None, made: dict[str, Any]) -> None:
    reason = Measure.EndReason.COMPLETED if end else ""
    planned = case.prep_planned_end if kind == Measure.Kind.PREPARATION else None
    measure = Measure.objects.create(
        kind=kind, starts_on=start, ends_on=end, end_reason=reason, planned_end=planned, **made
    )
    told = SupportPeriod.Kind.PREPARATION if kind == Measure.Kind.PREPARATION else SupportPeriod.Kind.FOLLOW_UP
    SupportPeriod.objects.create(pk=measure.pk, kind=told, starts_on=start, ends_on=end, **made)
