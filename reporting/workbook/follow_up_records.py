"""From a story to its follow-up: measures, rhythm, referents, suspensions, contacts, requests, ends."""

from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from accompaniment.models import (
    Exit,
    HealthRelayRequest,
    Measure,
    MeasurePeriod,
    RelayRequest,
    Request,
    Suspension,
    Visit,
)
from accompaniment.models.visit import CONTACT_OF, PAST_OUTCOMES
from households.models import Assignment, Case, SupportPeriod, VisitFact
from lodabord.kernel import working_days
from reporting.workbook.batch import Batch
from reporting.workbook.course import Course, Part
from reporting.workbook.household_records import planned_end
from reporting.workbook.kinds import plain
from reporting.workbook.setting import Setting

OTHER_RELAY = "autre"
NO_HEALTH_RELAY = "relais de santé non repris : la convention ne permet pas les données de santé"
UNKNOWN_REFERENT = "référent inconnu de l'association : à désigner sur chaque dossier"


def tell_follow_up(course: Course, case: Case, setting: Setting, batch: Batch) -> None:
    """In the order of life."""
    _measures(course, case, setting, batch)
    _referents(course, case, setting, batch)
    for pause in course.suspensions:
        kept = batch.add(
            Suspension(
                case=case, starts_on=pause.start, ends_on=pause.end, reason=pause.row["motif"] or "", **setting.made
            )
        )
        _tell_outside(kept.pk, case, SupportPeriod.Kind.SUSPENSION, pause.start, pause.end, setting, batch)
    for row in course.story.of("visites"):
        _contact(row, case, setting, batch)
    for row in course.story.of("sollicitations"):
        _request(row, case, setting, batch)
    for row in course.story.of("relais"):
        _relay(row, case, setting, batch)
    for leaving in course.exits:
        reason = setting.exits[leaving.row["motif"]]
        batch.add(
            Exit(
                case=case, closed_on=leaving.on, reason=reason, left_dwelling=reason.leaves_dwelling,
                destination=leaving.row["destination"] or "", reopened_on=leaving.reopened_on, **setting.made,
            )
        )  # fmt: skip


def _measures(course: Course, case: Case, setting: Setting, batch: Batch) -> None:
    for told in course.measures:
        preparation = told.kind == Measure.Kind.PREPARATION
        measure = batch.add(
            Measure(
                case=case, kind=told.kind, starts_on=told.start, ends_on=told.end, end_reason=told.reason,
                planned_end=planned_end(told.start, setting) if preparation else None, **setting.made,
            )
        )  # fmt: skip
        kind = SupportPeriod.Kind.PREPARATION if preparation else SupportPeriod.Kind.FOLLOW_UP
        _tell_outside(measure.pk, case, kind, told.start, told.end, setting, batch)
        if preparation:
            continue
        for intensity, parts in groupby(told.parts, key=lambda part: part.intensity):
            here = list(parts)
            batch.add(
                MeasurePeriod(
                    case=case, intensity=intensity, starts_on=here[0].start, ends_on=here[-1].end, **setting.made
                )
            )


def _tell_outside(
    pk: Any, case: Case, kind: str, start: date, end: date | None, setting: Setting, batch: Batch
) -> None:
    """The small fact that the landlord may know, under the same identifier."""
    batch.add(SupportPeriod(pk=pk, case=case, kind=kind, starts_on=start, ends_on=end, **setting.made))


def _referents(course: Course, case: Case, setting: Setting, batch: Batch) -> None:
    """Each answers for the household until the next one named; the last one until the end."""
    parts: list[Part] = [part for measure in course.measures for part in measure.parts if part.referent]
    named = [(key, next(iter(found))) for key, found in groupby(parts, key=lambda part: plain(part.referent))]
    for place, (_, part) in enumerate(named):
        person = setting.referents.get(part.referent.casefold()) or setting.referents.get(plain(part.referent))
        if person is None:
            setting.notice(UNKNOWN_REFERENT)
            continue
        following = named[place + 1][1].start if place + 1 < len(named) else None
        batch.add(
            Assignment(
                case=case, capacity=Assignment.Capacity.REFERENT, professional=person, starts_on=part.start,
                ends_on=following, **setting.made,
            )
        )  # fmt: skip
        case.referent = person


def _contact(row: Any, case: Case, setting: Setting, batch: Batch) -> None:
    status, home = row["statut"], row["nature"] == Visit.Kind.HOME
    visit = batch.add(
        Visit(
            case=case, kind=row["nature"], status=status, on=row["date"], duration_minutes=row["duree_minutes"],
            themes=list(row["themes"] or ()), contact_made=CONTACT_OF.get(status), noted_on=setting.today,
            **setting.made,
        )
    )  # fmt: skip
    if home and status in PAST_OUTCOMES:
        done = status == Visit.Status.DONE
        batch.add(VisitFact(pk=visit.pk, case=case, visited_on=row["date"], done=done, **setting.made))


def _request(row: Any, case: Case, setting: Setting, batch: Batch) -> None:
    received, answered = row["recue_a"], row["intervention_a"]
    request = Request(
        case=case,
        received_at=received,
        channel=row["canal"] or Request.Channel.OTHER,
        counts_for_target=not row["hors_objectif"],
        **setting.made,
    )
    request.set_clock()
    if answered:
        hours = setting.agreement.terms_on(timezone.localdate(received)).opening_hours
        request.intervened_at = answered
        request.answer = Request.Answer.CALL
        request.delay_minutes = working_days.working_minutes(received, answered, hours)
        request.answered_entered_at = setting.at
    batch.add(request)


def _relay(row: Any, case: Case, setting: Setting, batch: Batch) -> None:
    """Under the rights of health when its type tells of it; a type out of the list keeps its words."""
    told = plain(row["type"])
    kind = setting.relays.get(told)
    if kind is None and told.startswith("sante"):
        kind = next((one for one in setting.relays.values() if one.health), None)
    if kind is not None and kind.health and not setting.health:
        setting.notice(NO_HEALTH_RELAY)
        return
    model: Any = HealthRelayRequest if kind is not None and kind.health else RelayRequest
    batch.add(
        model(
            case=case,
            kind=kind or setting.relays[OTHER_RELAY],
            service="" if kind else row["type"],
            asked_on=row["demande_le"],
            effective_on=row["effectif_le"],
            state=model.State.OBTAINED if row["effectif_le"] else model.State.ASKED,
            **setting.made,
        )
    )
