"""The note for the CAL, for the landlord's readers: answers arrived, new versions."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.notes import new_versions_for
from households.models import NoteQuestion
from households.models.note_question import ASKERS
from households.todo import Row, Section
from lodabord.templatetags.lodabord import relative_day, short_date


def answers(request: HttpRequest, today: date) -> Section | None:
    """Hers alone: whoever asked reads the answer and closes."""
    member: Any = request.membership  # type: ignore[attr-defined]
    mine = NoteQuestion.objects.visible_to(member).answered().filter(created_by=member.professional_id)
    rows = [
        Row(
            who=one.case.household.code,
            what=f"réponse à votre question du {short_date(one.asked_on)} sur la note",
            when=relative_day(one.answered_on, today),
            tone="info",
            url=one.case.get_absolute_url(),
            action_label="Lire la réponse",
            action_url=reverse("allocations:note", args=[one.transmission_id]) + f"#{one.section}",
        )
        for one in mine.select_related("case__household").order_by("answered_on")
    ]
    return Section("Réponses reçues sur une note", 14, rows) if rows else None


def versions(request: HttpRequest, today: date) -> Section | None:
    """A note she has read now has a later version."""
    rows = [
        Row(
            who=one.case.household.code,
            what=f"version {one.version} de la note, transmise le {short_date(one.sent_on)}",
            when=relative_day(one.sent_on, today),
            tone="info",
            url=one.case.get_absolute_url(),
            action_label="Voir ce qui a changé",
            action_url=reverse("allocations:note", args=[one.pk]),
        )
        for one in new_versions_for(request.membership)  # type: ignore[attr-defined]
    ]
    return Section("Nouvelles versions d'une note déjà lue", 16, rows) if rows else None


SOURCES = [(ASKERS, answers), (ASKERS, versions)]
