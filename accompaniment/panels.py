"""What this room shows on the household's file: everything here carries the band « Réservé à l'association »."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.caseload import SHOWN_WEEKS, follow_ups
from accompaniment.models import (
    CalNote,
    Contract,
    Exit,
    HealthNeed,
    Measure,
    MeasurePeriod,
    Note,
    NoteComment,
    Paper,
    PrepAttendance,
    PrepModule,
    PsychologistNote,
    Request,
    Suspension,
    Visit,
)
from accompaniment.weeks import LABELS, weeks_between
from households import panels
from households.confidentiality import READERS, DataClass
from households.models import Case, NoteQuestion, Transmission
from lodabord.partners.roles import Role

WORKERS = {Role.ASSO_WORKER, Role.ASSO_HEAD}
LAST = 6


def _visits(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    visits = list(Visit.objects.visible_to(member).filter(case=case).select_related("author")[:40])
    today = timezone.localdate()
    told = [(one.on, one.status) for one in visits if one.is_home_visit]
    weeks = weeks_between(follow_ups([case.pk])[case.pk], today - SHOWN_WEEKS, today, told, today)
    return {
        "case": case,
        "visits": [one for one in visits if one.on <= today][:LAST],
        "coming": sorted((one for one in visits if one.on > today), key=lambda one: one.on)[:3],
        "weeks": [(monday, outcome, LABELS[outcome]) for monday, outcome in weeks] if case.housed_from else [],
        "wide": True,
    }


def _measure(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    measures = list(Measure.objects.visible_to(member).filter(case=case).prefetch_related("extensions"))
    if not measures:
        return None
    return {
        "case": case,
        "measures": measures,
        "period": MeasurePeriod.objects.visible_to(member).filter(case=case).on(timezone.localdate()).first(),
        "suspensions": list(Suspension.objects.visible_to(member).filter(case=case)),
        "contract": Contract.objects.visible_to(member).filter(case=case).first(),
        "exit": Exit.objects.visible_to(member).filter(case=case, reopened_on=None).select_related("reason").first(),
    }


def _preparation(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if case.prep_started_on is None:
        return None
    member: Any = request.membership  # type: ignore[attr-defined]
    attended = PrepAttendance.objects.visible_to(member).filter(case=case).select_related("module")
    by_module = {one.module_id: one for one in attended}
    modules = [(module, by_module.get(module.pk)) for module in PrepModule.objects.all()]
    return {"case": case, "modules": modules, "running": case.state == Case.State.PREPARATION}


def _cal_note(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if case.prep_started_on is None:
        return None
    member: Any = request.membership  # type: ignore[attr-defined]
    notes = (
        CalNote.objects.visible_to(member).filter(case=case).select_related("validated_by", "transmission__recipient")
    )
    note = notes.first()
    wanted = case.agreement.terms_on(timezone.localdate()).attachments_enabled
    return {
        "case": case,
        "note": note,
        "pending": NoteComment.objects.filter(note=note).pending().count() if note else 0,
        "questions": NoteQuestion.objects.filter(case=case).waiting().count(),
        "papers": Paper.objects.filter(case=case).kept().count() if wanted else None,
        "may_write": member.role in WORKERS,
        "may_validate": member.role == Role.ASSO_HEAD,
    }


def _requests(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    seen = Request.objects.visible_to(member).filter(case=case)[:LAST]
    may_ask = member.role in WORKERS and case.landlord_from is not None and case.housed_from is not None
    return {"case": case, "requests": list(seen), "may_ask": may_ask}


def _notes(request: HttpRequest, case: Case) -> dict[str, Any]:
    member: Any = request.membership  # type: ignore[attr-defined]
    need = HealthNeed.objects.visible_to(member).filter(case=case).first()
    return {
        "case": case,
        "notes": list(Note.objects.visible_to(member).filter(case=case).select_related("created_by")[:LAST]),
        "psychologist": list(PsychologistNote.objects.visible_to(member).filter(case=case)[:LAST]),
        "need": need,
        "health": case.agreement.terms_on(timezone.localdate()).health_data_enabled,
        "is_psychologist": member.role == Role.ASSO_PSY,
    }


def _ccapex(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    sent = Transmission.objects.visible_to(request.membership).filter(case=case, kind=Transmission.Kind.CCAPEX)  # type: ignore[attr-defined]
    told = list(sent.select_related("recipient", "created_by"))
    return {"sent": told} if told else None


def register() -> None:
    """Called when the app is ready."""
    team = READERS[DataClass.SOCIAL]
    for title, name, order, context in [
        ("Visites et contacts", "visits", 12, _visits),
        ("Appels et demandes", "requests", 14, _requests),
        ("Préparation", "preparation", 15, _preparation),
        ("Note pour la CAL", "cal_note", 16, _cal_note),
        ("Mesure", "measure", 18, _measure),
        ("Notes", "notes", 70, _notes),
        ("Transmis à la CCAPEX", "ccapex", 72, _ccapex),
    ]:
        panels.register(panels.Panel(title, f"accompaniment/panels/{name}.html", order, team, context, private=True))
