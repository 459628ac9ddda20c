"""The note in « À faire »: comments to deal with or to close, questions of the landlord to answer."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import NoteComment
from accompaniment.todo.who import who
from households.models import NoteQuestion
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date


def _of(member: Any, records: Any) -> Any:
    """The head answers for the team; a worker, for the households she follows."""
    seen = records.visible_to(member).select_related("case__household").prefetch_related("case__household__persons")
    if member.role == Role.ASSO_HEAD:
        return seen
    me = member.professional_id
    return seen.filter(Q(case__referent=me) | Q(case__deputy=me))


def questions(request: HttpRequest, today: date) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    rows = [
        Row(
            who=who(one.case),
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


def comments(request: HttpRequest, today: date) -> Section | None:
    """The author's to deal with; the head's to close."""
    member: Any = request.membership  # type: ignore[attr-defined]
    is_head = member.role == Role.ASSO_HEAD
    waiting = NoteComment.objects.dealt_with() if is_head else NoteComment.objects.open()
    told: dict[Any, list[NoteComment]] = {}
    for one in _of(member, waiting).order_by("created_at"):
        told.setdefault(one.note_id, []).append(one)
    rows = [
        Row(
            who=who(remarks[0].case),
            what=f"{len(remarks)} remarque{'s' if len(remarks) > 1 else ''} sur la note "
            + ("à clore" if is_head else "à traiter"),
            url=remarks[0].case.get_absolute_url(),
            action_label="Relire" if is_head else "Ouvrir la note",
            action_url=reverse("accompaniment:cal_note_page", args=[note]),
        )
        for note, remarks in told.items()
    ]
    return Section("Remarques sur une note pour la CAL", 12, rows, private=True) if rows else None


NOTE_ROLES = {Role.ASSO_WORKER, Role.ASSO_HEAD}
SOURCES = [(NOTE_ROLES, questions), (NOTE_ROLES, comments)]
