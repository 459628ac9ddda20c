"""What needs the association's people now: visits, calls, notes, what ends soon."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accompaniment.caseload import Line, mine, week_of
from accompaniment.models import CalNote, Measure, Request, Suspension
from accompaniment.weeks import Outcome
from households.models import Case
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION, Role
from lodabord.templatetags.lodabord import hour, relative_day, short_date

SOON = timedelta(days=14)
TOO_LONG = timedelta(days=14)
"""Without any visit for that long, the head and the psychologist are told."""


def sections(request: HttpRequest, today: date) -> list[Section]:
    """The worker's own households; the head's and the psychologist's are the team's."""
    member: Any = request.membership  # type: ignore[attr-defined]
    if member.role not in ASSOCIATION:
        return []
    own = mine(member) if member.role == Role.ASSO_WORKER else Case.objects.visible_to(member)
    lines = week_of(own, today)
    late = _late(lines, today) if member.role == Role.ASSO_WORKER else _unvisited(lines, today)
    found = [_requests(request), late, _this_week(lines), _ends_soon(own, today)]
    if member.role == Role.ASSO_HEAD:
        found += [_notes_to_validate(request), _without_referent(request)]
    return [section for section in found if section is not None]


def _who(case: Case) -> str:
    return f"{case.household.code} · {case.household.known_as}"


def _requests(request: HttpRequest) -> Section:
    waiting = Request.objects.visible_to(request.membership).open().select_related("case__household")  # type: ignore[attr-defined]
    now = timezone.now()
    rows = []
    for one in waiting.prefetch_related("case__household__persons").order_by("halfday_deadline"):
        late = one.day_deadline < now
        when = "hors délai" if late else f"à traiter avant {hour(one.halfday_deadline)}"
        if one.halfday_deadline < now <= one.day_deadline:
            when = f"dans la journée, avant {hour(one.day_deadline)}"
        rows.append(
            Row(
                who=_who(one.case),
                what=one.subject or one.get_channel_display(),
                url=one.case.get_absolute_url(),
                when=when,
                tone="late" if late else "soon",
                action_label="Répondre",
                action_url=reverse("accompaniment:request_answer", args=[one.pk]),
            )
        )
    new = reverse("accompaniment:new_request")
    return Section("Appels et demandes", 1, rows, "Aucune demande n'attend.", new, "Noter un appel", private=True)


def _visit_row(line: Line, what: str, when: str, tone: str) -> Row:
    planned = line.planned[0] if line.planned else None
    url = (
        reverse("accompaniment:visit", args=[planned.pk])
        if planned
        else reverse("accompaniment:new_visit", args=[line.case.pk])
    )
    return Row(_who(line.case), what, line.case.get_absolute_url(), when, tone, "Noter", url)


def _late(lines: list[Line], today: date) -> Section | None:
    rows = []
    for line in lines:
        if line.is_late:
            last = f"dernière visite {relative_day(line.last_done, today)}" if line.last_done else "aucune visite faite"
            weeks = line.missed_in_a_row
            rows.append(_visit_row(line, last, f"{weeks} semaine{'s' if weeks > 1 else ''} sans visite", "late"))
    return Section("Visites en retard", 2, rows, private=True) if rows else None


def _unvisited(lines: list[Line], today: date) -> Section | None:
    """For those who answer for the team: households due a visit whom nobody visited for fourteen days."""
    rows = []
    for line in lines:
        waits_since = today - line.last_done > TOO_LONG if line.last_done else line.missed_in_a_row > 1
        if line.this_week == Outcome.TO_DO and waits_since:
            last = f"dernière visite {relative_day(line.last_done, today)}" if line.last_done else "aucune visite faite"
            referent = str(line.case.referent) if line.case.referent else "sans référent"
            rows.append(_visit_row(line, f"{last}, {referent}", "plus de 14 jours", "late"))
    return Section("Sans visite depuis plus de 14 jours", 2, rows, private=True) if rows else None


def _this_week(lines: list[Line]) -> Section:
    rows = []
    for line in lines:
        if line.this_week == Outcome.TO_DO and not line.is_late:
            planned = line.planned[0] if line.planned else None
            at = f" à {hour(planned.at)}" if planned and planned.at else ""
            what = f"prévue {relative_day(planned.on)}{at}" if planned else "à planifier"
            rows.append(_visit_row(line, what, "cette semaine", "soon" if planned is None else ""))
    url = reverse("accompaniment:week")
    return Section(
        "Visites de cette semaine",
        3,
        rows,
        "Toutes les visites dues cette semaine sont notées.",
        url,
        "Ma semaine",
        private=True,
    )


def _ends_soon(cases: Any, today: date) -> Section | None:
    limit = today + SOON
    rows = []
    running = Measure.objects.filter(case__in=cases, kind=Measure.Kind.PREPARATION, ends_on__isnull=True)
    for measure in running.select_related("case__household").prefetch_related("extensions", "case__household__persons"):
        end = measure.expected_end
        if end and end <= limit:
            rows.append(_ending(measure.case, "fin de préparation", end, today))
    for pause in (
        Suspension.objects.filter(case__in=cases, ends_on__isnull=True, review_on__lte=limit)
        .select_related("case__household")
        .prefetch_related("case__household__persons")
    ):
        assert pause.review_on is not None
        rows.append(_ending(pause.case, "suspension à revoir", pause.review_on, today))
    expiring = cases.filter(
        household__housing_request__expires_on__lte=today + timedelta(days=60), closed_on__isnull=True
    )
    for case in (
        expiring.filter(moved_in_on=None)
        .select_related("household__housing_request")
        .prefetch_related("household__persons")
    ):
        rows.append(_ending(case, "demande de logement à renouveler", case.household.housing_request.expires_on, today))
    return Section("Bientôt", 35, rows, private=True) if rows else None


def _ending(case: Case, what: str, on: date, today: date) -> Row:
    tone = "late" if on < today else "soon"
    url = case.get_absolute_url()
    return Row(_who(case), f"{what} le {short_date(on)}", url, relative_day(on, today), tone, "Ouvrir", url)


def _notes_to_validate(request: HttpRequest) -> Section | None:
    drafts = CalNote.objects.visible_to(request.membership).filter(state=CalNote.State.DRAFT)  # type: ignore[attr-defined]
    drafts = drafts.select_related("case__household").prefetch_related("case__household__persons")
    rows = [
        Row(_who(one.case), "note pour la CAL à valider", one.case.get_absolute_url(), action_label="Relire",
            action_url=reverse("accompaniment:cal_note_page", args=[one.pk]))
        for one in drafts if not one.missing
    ]  # fmt: skip
    return Section("Notes à valider", 12, rows, private=True) if rows else None


def _without_referent(request: HttpRequest) -> Section | None:
    stages = [State.PRECAL_ACCEPTED, State.JOINT_MEETING, State.PREPARATION, State.FOLLOW_UP]
    cases = Case.objects.visible_to(request.membership).filter(referent=None, state__in=stages)  # type: ignore[attr-defined]
    rows = [
        Row(_who(case), case.get_state_display(), case.get_absolute_url(), action_label="Confier",
            action_url=reverse("households:assignment", args=[case.pk]))
        for case in cases.select_related("household").prefetch_related("household__persons")
    ]  # fmt: skip
    return Section("Dossiers sans référent", 13, rows) if rows else None
