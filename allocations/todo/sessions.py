"""Arbitration and places: what waits for the two partners."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from allocations.places import waiting_list
from households.models import Case, places_taken
from households.stages import State
from households.todo import Row, Section
from households.visas import held_today
from lodabord.partners.roles import Role


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


def delegated_arbitrations(request: HttpRequest, today: date) -> Section | None:
    """For whoever gives an opinion in another's name today."""
    return arbitrations(request, today) if held_today(request) else None


def places(request: HttpRequest, today: date) -> Section:
    rows = []
    for agreement in request.membership.agreements:  # type: ignore[attr-defined]
        terms = agreement.terms_on(today)
        for track, label in (("access", "Accès"), ("retention", "Maintien")):
            taken, capacity = places_taken(agreement, track), terms.capacity(track)
            free = capacity - taken
            told = f"{taken} places prises sur {capacity}"
            retained = len(waiting_list(agreement)) if track == "access" else 0
            if retained:
                told += f", {retained} retenu(s) en attente d'entrée"
            rows.append(Row(f"{agreement.code} — {label}", told, when=f"{free} libre(s)"))
    return Section("Places", 60, rows)


PILOTS = {Role.LANDLORD_PILOT}
HEADS = {Role.ASSO_HEAD}
SOURCES = [
    (HEADS | PILOTS | {Role.LANDLORD_SOCIAL}, arbitrations),
    ({Role.ASSO_WORKER}, delegated_arbitrations),
    (HEADS | PILOTS, places),
]
