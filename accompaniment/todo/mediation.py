"""A mediation that stands still: to carry on, or to close."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from accompaniment.models import Mediation
from accompaniment.todo.who import who
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import short_date


def standing_still(request: HttpRequest, today: date) -> Section | None:
    """The referent's and the deputy's; the head's are those of households that nobody follows."""
    member: Any = request.membership  # type: ignore[attr-defined]
    mine = Q(case__referent=member.professional_id) | Q(case__deputy=member.professional_id)
    if member.role == Role.ASSO_HEAD:
        mine = Q(case__referent__isnull=True)
    still = Mediation.objects.visible_to(member).standing_still(today).filter(mine)
    still = still.select_related("case__household").prefetch_related("case__household__persons").order_by("opened_on")
    rows = [
        Row(who(one.case), f"médiation ouverte le {short_date(one.opened_on)}", one.case.get_absolute_url(),
            "sans rencontre depuis un mois", "soon", "Ouvrir", one.get_absolute_url())
        for one in still
    ]  # fmt: skip
    return Section("Médiations à faire avancer ou à clore", 15, rows, private=True) if rows else None


SOURCES = [({Role.ASSO_WORKER, Role.ASSO_HEAD}, standing_still)]
