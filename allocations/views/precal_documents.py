"""The papers of a pré-CAL: agenda, one-page sheets, minutes; the first two also with codes only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from allocations.models import AgendaItem, Distribution, Meeting
from allocations.models.distribution import told_by_day
from allocations.sheets import sheets_of
from allocations.views.precal_shared import item_of, items_of, next_sessions, places_of, reminders_of, room
from allocations.views.shared import PARTNERS
from households.access import journal_reading
from lodabord.kernel import pdf
from lodabord.kernel.access import access

WITH_NAMES, CODES_ONLY = "", "-anonyme"


@access(PARTNERS)
def agenda(request: HttpRequest, pk: str) -> HttpResponse:
    """The agenda, with reminders, places and the three next sessions."""
    session = room(request, pk)
    context = _common(request, session) | {
        "items": items_of(request, session),
        "reminders": reminders_of(request, session),
        "coming": next_sessions(request, session),
    }
    return _pdf("allocations/documents/agenda.html", context, f"ordre-du-jour-{session.on:%Y-%m-%d}")


@access(PARTNERS)
def sheets(request: HttpRequest, pk: str) -> HttpResponse:
    """The sheets of every household of a session, one page each."""
    session = room(request, pk)
    shown = [one for one in items_of(request, session) if one.state != AgendaItem.State.WITHDRAWN]
    return _sheets(request, session, shown, f"fiches-pre-cal-{session.on:%Y-%m-%d}")


@access(PARTNERS)
def sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """The sheet of one household."""
    item = item_of(request, pk)
    session = room(request, item.meeting_id)
    shown = [one for one in items_of(request, session) if one.pk == item.pk]
    return _sheets(request, session, shown, f"fiche-pre-cal-{item.case.household.code}")


def _sheets(request: HttpRequest, session: Meeting, items: list[AgendaItem], name: str) -> HttpResponse:
    for item in items:
        journal_reading(request, item)
    member: Any = request.membership  # type: ignore[attr-defined]
    context = _common(request, session) | {"sheets": sheets_of(items, member, session.on)}
    return _pdf("allocations/documents/precal_sheets.html", context, name)


@access(PARTNERS)
def minutes(request: HttpRequest, pk: str) -> HttpResponse:
    """Code, decision, reason, conditions, who does what by when, visas, corrections, distribution; no narrative."""
    session = room(request, pk)
    sent = session.distributions.filter(document=Distribution.Document.MINUTES)
    items = items_of(request, session)
    decided = [item.decision for item in items if hasattr(item, "decision")]
    corrections = [one for decision in decided for one in decision.rectifications.all() if not one.abandoned_at]
    context = _common(request, session) | {
        "items": items,
        "has_actions": any(item.actions.all() for item in items),
        "rectifications": corrections,
        "distributions": told_by_day(sent.select_related("professional", "organisation")),
    }
    return _pdf("allocations/documents/minutes.html", context, f"releve-de-decisions-{session.on:%Y-%m-%d}")


def _common(request: HttpRequest, session: Meeting) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "session": session,
        "agreement": session.agreement,
        "today": today,
        "places": places_of(session, today),
        "attendances": list(session.attendances.select_related("professional", "organisation")),
        "codes_only": bool(request.GET.get("anonyme")),
    }


def _pdf(template: str, context: dict[str, Any], name: str) -> HttpResponse:
    suffix = CODES_ONLY if context["codes_only"] else WITH_NAMES
    return pdf.response(render_to_string(template, context), f"{name}{suffix}")
