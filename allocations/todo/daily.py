"""The landlord's side of the daily channels: the association's requests that wait for an answer."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from allocations.models import LandlordRequest
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day

EMPTY = "Les demandes de l'association sur un logement ou un bail apparaîtront ici, avec leur délai."


def asked(request: HttpRequest, today: date) -> Section:
    """By code: an agency's officer does not know the household."""
    waiting = LandlordRequest.objects.visible_to(request.membership).open()  # type: ignore[attr-defined]
    rows = [
        Row(
            who=one.household_code,
            what=f"{one.get_kind_display()}{', prise en charge' if one.taken_on else ''}",
            when=f"réponse attendue {relative_day(one.due_on, today)}",
            tone="late" if one.due_on < today else "soon" if not one.taken_on else "",
            action_label="Ouvrir",
            action_url=reverse("allocations:landlord_request", args=[one.pk]),
        )
        for one in waiting.order_by("due_on")
    ]
    return Section("Demandes de l'association", 4, rows, EMPTY, reverse("allocations:daily"), "Toutes les demandes")


ANSWERING = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.LANDLORD_CLIENT}
SOURCES = [(ANSWERING, asked)]
