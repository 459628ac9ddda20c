"""What the landlord answered or told: to read, to acknowledge, to deal with."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import PassedOn
from allocations.models import RentalPoint
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day

OWN = {Role.ASSO_WORKER}
TEAM = {Role.ASSO_HEAD}
UNFOLLOWED = Q(case__referent__isnull=True)


def points(request: HttpRequest, today: date) -> Section | None:
    """The referent's and the deputy's; the head's are those that wait too long, or that nobody follows."""
    member: Any = request.membership  # type: ignore[attr-defined]
    told = RentalPoint.objects.visible_to(member).open()
    told = told.filter(_mine(member) if member.role in OWN else UNFOLLOWED | Q(due_on__lt=today))
    rows = [
        Row(
            who=f"{one.case.household.code} · {one.case.household.known_as}",
            what=f"{one.get_kind_display()}{', vu' if one.seen_on else ''}",
            url=one.case.get_absolute_url(),
            when=f"à {'traiter' if one.seen_on else 'voir'} {relative_day(one.due_on, today)}",
            tone="late" if one.due_on < today else "soon",
            action_label="Lire",
            action_url=reverse("accompaniment:rental_point", args=[one.pk]),
        )
        for one in _with_names(told).order_by("due_on")
    ]
    return Section("Points locatifs du bailleur", 4, rows) if rows else None


def answers(request: HttpRequest, today: date) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    told = PassedOn.objects.visible_to(member).to_follow(today)
    told = told.filter(_mine(member) | Q(created_by=member.professional_id) if member.role in OWN else UNFOLLOWED)
    rows = []
    for one in _with_names(told).select_related("sent").order_by("sent__due_on"):
        late = one.sent.answered_on is None
        rows.append(
            Row(
                who=f"{one.case.household.code} · {one.case.household.known_as}",
                what=f"{one.sent.get_kind_display()} : {one.sent.get_state_display().lower()}",
                url=one.case.get_absolute_url(),
                when=f"sans réponse, attendue {relative_day(one.sent.due_on, today)}" if late else "réponse à lire",
                tone="late" if late else "soon",
                action_label="Ouvrir" if late else "Lire la réponse",
                action_url=reverse("allocations:landlord_request", args=[one.sent_id])
                if late
                else reverse("accompaniment:answer_read", args=[one.pk]),
            )
        )
    return Section("Vos demandes au bailleur", 5, rows, private=True) if rows else None


def _with_names(records: Any) -> Any:
    return records.select_related("case__household").prefetch_related("case__household__persons")


def _mine(member: Any) -> Q:
    me = member.professional_id
    return Q(case__referent=me) | Q(case__deputy=me)


SOURCES = [(OWN | TEAM, points), (OWN | TEAM, answers)]
