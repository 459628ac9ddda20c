"""What waits for the head of service: notes to validate, households that nobody follows."""

from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse

from accompaniment.away import Away, away_of
from accompaniment.models import CalNote, QuarterReview
from accompaniment.todo.who import who
from households.models import Case
from households.stages import State
from households.todo import Row, Section
from households.visas import held_today
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import day

SOON = timedelta(days=14)
"""How far ahead an absence is hers to settle."""


def to_validate(request: HttpRequest, today: date) -> Section | None:
    drafts = CalNote.objects.visible_to(request.membership).filter(state=CalNote.State.DRAFT)  # type: ignore[attr-defined]
    drafts = drafts.select_related("case__household").prefetch_related("case__household__persons")
    rows = [
        Row(who(one.case), "note pour la CAL à valider", one.case.get_absolute_url(), action_label="Relire",
            action_url=reverse("accompaniment:cal_note_page", args=[one.pk]))
        for one in drafts if not one.missing
    ]  # fmt: skip
    return Section("Notes à valider", 12, rows, private=True) if rows else None


def to_validate_by_delegation(request: HttpRequest, today: date) -> Section | None:
    """Another's visas given in the head's name today: the notes and the reviews that somebody else wrote."""
    if not held_today(request):
        return None
    me = request.membership.professional_id  # type: ignore[attr-defined]
    notes = CalNote.objects.visible_to(request.membership).filter(state=CalNote.State.DRAFT).exclude(written_by=me)  # type: ignore[attr-defined]
    reviews = QuarterReview.objects.visible_to(request.membership).filter(state=QuarterReview.State.DRAFT)  # type: ignore[attr-defined]
    named = ("case__household__persons",)
    rows = [
        Row(who(one.case), "note pour la CAL à valider", one.case.get_absolute_url(), action_label="Relire",
            action_url=reverse("accompaniment:cal_note_page", args=[one.pk]))
        for one in notes.select_related("case__household").prefetch_related(*named) if not one.missing
    ] + [
        Row(who(one.case), f"bilan du {one.due_on:%d/%m/%Y} à valider", one.case.get_absolute_url(), action_label="Relire",
            action_url=reverse("accompaniment:review", args=[one.pk]))
        for one in reviews.exclude(created_by=me).select_related("case__household").prefetch_related(*named)
        if not one.missing
    ]  # fmt: skip
    return Section("À valider par délégation", 12, rows, private=True) if rows else None


def without_referent(request: HttpRequest, today: date) -> Section | None:
    stages = [State.PRECAL_ACCEPTED, State.JOINT_MEETING, State.PREPARATION, State.FOLLOW_UP]
    cases = Case.objects.visible_to(request.membership).filter(referent=None, state__in=stages)  # type: ignore[attr-defined]
    rows = [
        Row(who(case), case.get_state_display(), case.get_absolute_url(), action_label="Confier",
            action_url=reverse("households:assignment", args=[case.pk]))
        for case in cases.select_related("household").prefetch_related("household__persons")
    ]  # fmt: skip
    return Section("Dossiers sans référent", 13, rows) if rows else None


def left_by_absences(request: HttpRequest, today: date) -> Section | None:
    """Those away within a fortnight whose households nobody covers: one line for each."""
    page = reverse("accompaniment:absences")
    rows = [
        Row(str(one.absence.professional), _left(one), page, action_label="Les absences", action_url=page)
        for one in away_of(request.membership, today)  # type: ignore[attr-defined]
        if one.uncovered and one.absence.starts_on <= today + SOON
    ]
    return Section("Absences à couvrir", 12, rows, private=True) if rows else None


def _left(one: Away) -> str:
    households, visits = len(one.uncovered), len(one.visits)
    told = f"du {day(one.absence.starts_on)} au {day(one.absence.ends_on)} : {households} "
    told += "ménages sans remplaçant" if households > 1 else "ménage sans remplaçant"
    if visits:
        told += f", {visits} {'visites' if visits > 1 else 'visite'} à replanifier ou à confier"
    return told


SOURCES = [({Role.ASSO_WORKER}, to_validate_by_delegation)] + [
    ({Role.ASSO_HEAD}, source) for source in (to_validate, without_referent, left_by_absences)
]
