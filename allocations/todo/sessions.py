"""Pré-CAL and arbitration: what waits for the two partners."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.models import Meeting, PreCalDecision
from households.models import Case, places_taken
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date


def visas(request: HttpRequest, today: date) -> Section | None:
    """Decisions written in session that still lack this partner's visa."""
    member: Any = request.membership  # type: ignore[attr-defined]
    mine = "association_visa_by" if member.role == Role.ASSO_HEAD else "landlord_visa_by"
    waiting = PreCalDecision.objects.visible_to(member).filter(effective_at__isnull=True, **{f"{mine}__isnull": True})
    rows = [
        Row(
            who=one.case.household.code,
            what=f"{one.get_outcome_display()}, séance du {short_date(one.item.meeting.on)}",
            url=one.case.get_absolute_url(),
            action_label="Voir et viser",
            action_url=reverse("allocations:session", args=[one.item.meeting_id]) + f"?point={one.item_id}",
        )
        for one in waiting.select_related("case__household", "item__meeting")
    ]
    return Section("Décisions en attente de votre visa", 15, rows) if rows else None


def next_session(request: HttpRequest, today: date) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    coming = Meeting.objects.visible_to(member).precal().upcoming(today).select_related("agreement").first()
    if coming is None:
        return Section(
            "Prochaine pré-CAL",
            30,
            [],
            "Aucune séance n'est au calendrier.",
            reverse("allocations:sessions"),
            "Calendrier",
        )
    inscribed = coming.items.visible_to(member).count()
    row = Row(
        who=f"Séance du {short_date(coming.on)}",
        what=f"{inscribed} candidature(s) inscrite(s)",
        when=relative_day(coming.on, today),
        action_label="Ouvrir la séance",
        action_url=reverse("allocations:session", args=[coming.pk]),
    )
    return Section("Prochaine pré-CAL", 30, [row])


def arbitrations(request: HttpRequest, today: date) -> Section:
    cases = Case.objects.visible_to(request.membership).filter(state=State.ARBITRATION)  # type: ignore[attr-defined]
    rows = [
        Row(
            who=case.household.code,
            what=f"à l'arbitrage depuis {(today - (case.assessed_on or case.opened_on)).days} jours",
            url=case.get_absolute_url(),
            action_label="Arbitrer",
            action_url=reverse("allocations:arbitration_room", args=[case.pk]),
        )
        for case in cases.select_related("household").order_by("opened_on")
    ]
    return Section("Arbitrages", 25, rows, "Les situations de maintien à arbitrer ensemble apparaîtront ici.")


def places(request: HttpRequest, today: date) -> Section:
    rows = []
    for agreement in request.membership.agreements:  # type: ignore[attr-defined]
        terms = agreement.terms_on(today)
        for track, label in (("access", "Accès"), ("retention", "Maintien")):
            taken, capacity = places_taken(agreement, track), terms.capacity(track)
            free = capacity - taken
            rows.append(
                Row(f"{agreement.code} — {label}", f"{taken} places prises sur {capacity}", when=f"{free} libre(s)")
            )
    return Section("Places", 60, rows)


PILOTS = {Role.LANDLORD_PILOT}
HEADS = {Role.ASSO_HEAD}
SOURCES = [
    (HEADS | PILOTS, visas),
    (HEADS | PILOTS | {Role.ASSO_WORKER, Role.LANDLORD_SOCIAL}, next_session),
    (HEADS | PILOTS | {Role.LANDLORD_SOCIAL}, arbitrations),
    (HEADS | PILOTS, places),
]
