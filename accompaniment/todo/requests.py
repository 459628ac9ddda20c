"""Calls and demands that wait, nearest deadline first."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import Request
from accompaniment.todo.who import who
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION
from lodabord.templatetags.lodabord import hour


def waiting(request: HttpRequest, today: date) -> Section:
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
                who=who(one.case),
                what=one.subject or one.get_channel_display(),
                url=one.case.get_absolute_url(),
                when=when,
                tone="late" if late else "soon",
                action_label="Répondre",
                action_url=reverse("accompaniment:request_answer", args=[one.pk]),
            )
        )
    new = reverse("accompaniment:new_request")
    return Section(
        "Appels et demandes", 1, rows, "Aucune demande n'attend.", new, "Noter un appel", private=True, on_week=True
    )


SOURCES = [(ASSOCIATION, waiting)]
