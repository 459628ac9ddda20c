"""From a story to what was decided: arrival, pré-diagnostic, pré-CAL, arbitration, commission, offer, lease."""

from datetime import date, timedelta
from typing import Any

from allocations.deadlines import offer_deadline
from allocations.models import (
    AgendaItem,
    ArbitrationDecision,
    ArrearsSnapshot,
    CalPresentation,
    Disturbance,
    Dwelling,
    Meeting,
    Offer,
    PreCalDecision,
    PreDiagnosis,
    StatusPeriod,
    Tenancy,
)
from allocations.models.tenancy_lists import told_or_other
from households.models import Case, Referral, RefusalReason, Report
from reporting.workbook.batch import Batch
from reporting.workbook.course import Course, effect_of
from reporting.workbook.kinds import plain
from reporting.workbook.rows import Row
from reporting.workbook.setting import Setting

UNKNOWN_MOTIVE = "motif de refus hors de la liste convenue : non repris"
UNKNOWN_PRESCRIBER = "type de prescripteur inconnu de ce site : non repris"


def tell_decisions(course: Course, case: Case, sessions: dict[date, Meeting], setting: Setting, batch: Batch) -> None:
    """In the order of life."""
    _arrival(course, case, setting, batch)
    for row in course.rows("prediagnostics", "date"):
        batch.add(PreDiagnosis(case=case, assessed_on=row["date"], conclusion=row["conclusion"], **setting.made))
    for rank, row in enumerate(course.rows("pre_cal", "date")):
        _examination(row, case, sessions[row["date"]], rank > 0, setting, batch)
    for row in course.rows("arbitrages", "date"):
        _arbitration(row, case, setting, batch)
    passages = [_passage(row, case, setting, batch) for row in course.rows("cal", "date")]
    _offers(course, case, passages, setting, batch)
    for row in course.rows("baux", "entree_le"):
        _lease(row, case, setting, batch)
    _tenancy_facts(course, case, setting, batch)


def _arrival(course: Course, case: Case, setting: Setting, batch: Batch) -> None:
    row = course.story.orientation
    assert row is not None
    if not case.is_access:
        batch.add(Report(case=case, reported_on=row["date"], motives=list(row["motifs"] or ()), **setting.made))
        return
    kind = row["prescripteur_type"]
    if kind and kind not in setting.prescribers:
        setting.notice(UNKNOWN_PRESCRIBER)
        kind = None
    batch.add(
        Referral(
            case=case,
            referred_on=row["date"],
            prescriber_type_id=kind,
            channel=Referral.Channel.MEETING,
            **setting.made,
        )
    )


def _reason(row: Row, setting: Setting) -> tuple[RefusalReason | None, str]:
    """The motive of the agreed list, and the words that are not in it."""
    told = row["motif"] or ""
    reason = setting.refusals.get(plain(told)) if told and row["decision"] == "non_retenu" else None
    return reason, "" if reason else told


def _examination(row: Row, case: Case, meeting: Meeting, again: bool, setting: Setting, batch: Batch) -> None:
    reason, words = _reason(row, setting)
    item = batch.add(
        AgendaItem(
            case=case, meeting=meeting, state=AgendaItem.State.DECIDED, reexamination=again,
            position=_next_position(meeting), **setting.made,
        )
    )  # fmt: skip
    away = row["decision"] == "reoriente"
    batch.add(
        PreCalDecision(
            case=case, item=item, outcome=row["decision"], reason=reason,
            reason_detail="" if away else words, destination=words if away else "", locked_at=setting.at,
            **setting.made,
        )
    )  # fmt: skip


def _next_position(meeting: Meeting) -> int:
    """After the last one of this session, kept on the session while the import is prepared."""
    told = int(getattr(meeting, "last_position", 0)) + 1
    meeting.last_position = told  # type: ignore[attr-defined]
    return told


def _arbitration(row: Row, case: Case, setting: Setting, batch: Batch) -> None:
    reason, words = _reason(row, setting)
    away, waits = row["decision"] == "reoriente", row["decision"] == "attente"
    if words and not away and not waits:
        setting.notice(UNKNOWN_MOTIVE)
    batch.add(
        ArbitrationDecision(
            case=case, outcome=row["decision"], decided_on=row["date"], reason=reason,
            destination=words if away else "", missing_element=words if waits else "", **setting.made,
        )
    )  # fmt: skip


def _dwelling(row: Row, setting: Setting) -> Dwelling | None:
    return setting.dwellings.get(row["logement"].casefold()) if row["logement"] else None


def _passage(row: Row, case: Case, setting: Setting, batch: Batch) -> Any:
    effect, dwelling = effect_of(row), _dwelling(row, setting)
    return batch.add(
        CalPresentation(
            case=case,
            state=CalPresentation.State.DECIDED,
            cal_on=row["date"],
            decision=row["decision"],
            rank=row["rang"],
            effect=effect,
            effective_on=row["date"] if effect == CalPresentation.Effect.EFFECTIVE else None,
            dwelling=dwelling,
            dwelling_reference="" if dwelling else row["logement"] or "",
            **_later(setting, len(batch.of(CalPresentation))),
        )
    )


def _later(setting: Setting, rank: int) -> dict[str, Any]:
    """Two passages of one day keep their order: they are sorted by when they were written."""
    return {**setting.made, "created_at": setting.at + timedelta(microseconds=rank)}


def _offers(course: Course, case: Case, passages: list[Any], setting: Setting, batch: Batch) -> None:
    free = [one for one in passages if one.effect == CalPresentation.Effect.EFFECTIVE]
    for row in course.rows("offres", "notifiee_le"):
        days = setting.agreement.terms_on(row["notifiee_le"]).offer_reply_days
        before = [one for one in free if one.cal_on <= row["notifiee_le"]]
        passage = before[-1] if before else None
        if passage is not None:
            free.remove(passage)
        batch.add(
            Offer(
                case=case,
                presentation=passage,
                state=row["reponse"] or Offer.State.OPEN,
                notified_on=row["notifiee_le"],
                reply_deadline=offer_deadline(row["notifiee_le"], days),
                replied_on=row["repondue_le"],
                **setting.made,
            )
        )


def _lease(row: Row, case: Case, setting: Setting, batch: Batch) -> None:
    reason, note = told_or_other(row["motif_fin"], "") if row["motif_fin"] else ("", "")
    tenancy = batch.add(
        Tenancy(
            case=case, dwelling=_dwelling(row, setting), status=row["statut"], lease_signed_on=row["signe_le"],
            starts_on=row["entree_le"], ends_on=row["fin"], end_reason=reason, end_note=note, **setting.made,
        )
    )  # fmt: skip
    batch.add(
        StatusPeriod(
            case=case, tenancy=tenancy, status=row["statut"], starts_on=row["entree_le"],
            lease_signed_on=row["signe_le"], **setting.made,
        )
    )  # fmt: skip


def _tenancy_facts(course: Course, case: Case, setting: Setting, batch: Batch) -> None:
    for row in course.rows("impayes", "date"):
        batch.add(
            ArrearsSnapshot(
                case=case, on=row["date"], debt=row["dette"], net_rent=row["loyer_net"],
                stage=row["stade"] or ArrearsSnapshot.Stage.NONE, plan_respected=row["plan_respecte"], **setting.made,
            )
        )  # fmt: skip
    for row in course.rows("troubles", "date"):
        batch.add(
            Disturbance(
                case=case, on=row["date"], kind=row["nature"] or Disturbance.Kind.OTHER, ceased_on=row["cesse_le"],
                **setting.made,
            )
        )  # fmt: skip
