"""The note in « À faire »: comments to deal with or to close, questions of the landlord to answer."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import NoteComment
from households.models import Case, NoteQuestion
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date


def sections(request: HttpRequest, today: date) -> list[Section]:
    """The referent's own households; all of the team's for the head."""
    member: Any = request.membership  # type: ignore[attr-defined]
    if member.role not in {Role.ASSO_WORKER, Role.ASSO_HEAD}:
        return []
    found = [_questions(member, today), _comments(member)]
    return [section for section in found if section is not None]


def _who(case: Case) -> str:
    return f"{case.household.code} · {case.household.known_as}"


def _of(member: Any, records: Any) -> Any:
    """The head answers for the team; a worker, for the households she follows."""
    seen = records.visible_to(member).select_related("case__household").prefetch_related("case__household__persons")
    if member.role == Role.ASSO_HEAD:
        return seen
    me = member.professional_id
    return seen.filter(Q(case__referent=me) | Q(case__deputy=me))


def _questions(member: Any, today: date) -> Section | None:
    rows = [
        Row(
            who=_who(one.case),
            what=f"question du bailleur sur la note, posée le {short_date(one.asked_on)}",
            url=one.case.get_absolute_url(),
            when=relative_day(one.asked_on, today),
            tone="soon",
            action_label="Répondre",
            action_url=reverse("accompaniment:question_answer", args=[one.pk]),
        )
        for one in _of(member, NoteQuestion.objects.waiting()).order_by("asked_on")
    ]
    return Section("Questions du bailleur sur une note", 11, rows) if rows else None


def _comments(member: Any) -> Section | None:
    """The author's to deal with; the head's to close."""
    is_head = member.role == Role.ASSO_HEAD
    waiting = NoteComment.objects.dealt_with() if is_head else NoteComment.objects.open()
    told: dict[Any, list[NoteComment]] = {}
    for one in _of(member, waiting).order_by("created_at"):
        told.setdefault(one.note_id, []).append(one)
    rows = [
        Row(
            who=_who(comments[0].case),
            what=f"{len(comments)} remarque{'s' if len(comments) > 1 else ''} sur la note "
            + ("à clore" if is_head else "à traiter"),
            url=comments[0].case.get_absolute_url(),
            action_label="Relire" if is_head else "Ouvrir la note",
            action_url=reverse("accompaniment:cal_note_page", args=[note]),
        )
        for note, comments in told.items()
    ]
    return Section("Remarques sur une note pour la CAL", 12, rows, private=True) if rows else None
