"""What the pages of one pré-CAL session have in common: the room, its agenda, its places, its reminders."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse

from allocations.models import AgendaItem, DecidedAction, Meeting
from allocations.places import PlaceBook, Places
from allocations.sessions import at_the_table
from households.access import open_or_404
from lodabord.partners.models import Agreement, Professional


def room(request: HttpRequest, pk: Any) -> Meeting:
    """The session with its agreement, if one stands under it; only pré-CAL sessions have a room."""
    sessions = Meeting.objects.precal().select_related(
        "agreement__programme", "agreement__landlord", "agreement__association", "agreement__territory", "sent_by",
        "closed_by",
    )  # fmt: skip
    session = open_or_404(request, sessions, pk=pk)
    prefetch_related_objects([session.agreement], "terms")
    return session


def items_of(request: HttpRequest, session: Meeting) -> list[AgendaItem]:
    """The agenda in its order, with all that a page says of each point."""
    items = session.items.visible_to(request.membership).on_paper().select_related(  # type: ignore[attr-defined]
        "case__household", "case__referent", "decision__reason", "decision__association_visa_by",
        "decision__landlord_visa_by", "decision__association_visa_for", "decision__landlord_visa_for", "decision__written_by",
    )  # fmt: skip
    actions = DecidedAction.objects.select_related("responsible", "done_by", "case__household")
    rectifications = items_rectifications()
    found = items.prefetch_related(
        "case__household__persons", rectifications, Prefetch("actions", queryset=actions)
    ).order_by("position")
    return list(found)


def items_rectifications() -> Prefetch:
    """With who gave which visa."""
    from allocations.models import PreCalRectification

    people = PreCalRectification.objects.select_related(
        "association_visa_by",
        "landlord_visa_by",
        "association_visa_for",
        "landlord_visa_for",
        "written_by",
        "reason",
        "case__household",
    )
    return Prefetch("decision__rectifications", queryset=people)


def item_of(request: HttpRequest, pk: str) -> AgendaItem:
    """One point, its session and what was decided of it; the reading is journalled."""
    items = AgendaItem.objects.select_related(
        "meeting__agreement__landlord", "meeting__agreement__association", "case__household", "decision"
    )
    return open_or_404(request, items, pk=pk)


def places_of(session: Meeting, today: date) -> Places:
    return PlaceBook(session.agreement, today).on(session.on)


def reminders_of(request: HttpRequest, session: Meeting) -> list[DecidedAction]:
    """Actions of earlier sessions not done yet."""
    member: Any = request.membership  # type: ignore[attr-defined]
    actions = DecidedAction.objects.visible_to(member).of_agreement(session.agreement).to_do().decided_before(session)
    return list(actions.select_related("case__household", "responsible", "item__meeting").order_by("due_on"))


def next_sessions(request: HttpRequest, session: Meeting, count: int = 3) -> list[Meeting]:
    """The sessions planned after this one."""
    coming = Meeting.objects.visible_to(request.membership).precal().upcoming(session.on)  # type: ignore[attr-defined]
    return list(coming.filter(agreement=session.agreement).exclude(pk=session.pk)[:count])


def table_of(session: Meeting, today: date) -> dict[Professional, Any]:
    """Who may sit at this session: those in place that day, or today for a day to come."""
    return at_the_table(session.agreement, min(session.on, today))


def names_of(agreement: Agreement) -> dict[Any, str]:
    """The two partners by identifier."""
    return {one.pk: str(one) for one in (agreement.association, agreement.landlord)}


def sides_of(agreement: Agreement) -> dict[Any, str]:
    """Which side each partner is."""
    return {agreement.association_id: "association", agreement.landlord_id: "landlord"}


def page_of(session: Meeting) -> str:
    return reverse("allocations:session", args=[session.pk])


def live_page_of(item: AgendaItem) -> str:
    return reverse("allocations:session_live", args=[item.meeting_id]) + f"?point={item.pk}"
