"""Needs to say or to read again (referent), needs that become ready soon (allocation officer)."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.deadlines import NEED_MISSING_AFTER, need_review_due
from allocations.models import HousingNeed
from households.models import Case
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date

SOON = timedelta(days=45)
MOST_ROWS = 8


def to_say(request: HttpRequest, today: date) -> Section | None:
    """The referent's own households: no need after fifteen days of preparation, or none read again for two months."""
    rows = [*_missing(request, today), *_stale(request, today)]
    return Section("Besoins de logement à noter ou à relire", 35, rows) if rows else None


def _missing(request: HttpRequest, today: date) -> list[Row]:
    member: Any = request.membership  # type: ignore[attr-defined]
    told = HousingNeed.objects.current().values("case")
    cases = Case.objects.visible_to(member).filter(referent=member.professional_id, state=State.PREPARATION)
    late = cases.filter(prep_started_on__lte=today - NEED_MISSING_AFTER).exclude(pk__in=told)
    return [
        Row(
            who=f"{case.household.code} · {case.household.known_as}",
            what="en préparation, le besoin de logement n'est pas encore noté",
            when=f"depuis le {short_date(case.prep_started_on)}",
            tone="soon",
            url=case.get_absolute_url(),
            action_label="Noter le besoin",
            action_url=reverse("allocations:need_edition", args=[case.pk]),
        )
        for case in late.select_related("household").prefetch_related("household__persons").order_by("prep_started_on")
    ]


def _stale(request: HttpRequest, today: date) -> list[Row]:
    member: Any = request.membership  # type: ignore[attr-defined]
    needs = HousingNeed.objects.visible_to(member).current().filter(case__referent=member.professional_id)
    return [
        Row(
            who=need.code,
            what="le besoin de logement est à relire avec le ménage",
            when=f"relu le {short_date(need.reviewed_on)}",
            url=need.get_absolute_url(),
            action_label="Relire le besoin",
            action_url=need.get_absolute_url(),
        )
        for need in needs.order_by("reviewed_on")
        if need_review_due(need.reviewed_on) <= today
    ]


def ready_soon(request: HttpRequest, today: date) -> Section:
    """By code: who will be ready within six weeks, and what to look for."""
    needs = HousingNeed.objects.visible_to(request.membership).filter(state=HousingNeed.State.OPEN)  # type: ignore[attr-defined]
    soon = needs.filter(ready_on__lte=today + SOON).with_what_is_foreseen().order_by("ready_on", "code")
    rows = [
        Row(
            who=need.code,
            what=f"{', '.join(need.typologies)} — {need.communes or 'partout'}"
            + (f" — pressenti : {need.foreseen_dwelling}" if need.foreseen_dwelling else ""),
            when=f"prêt {relative_day(need.ready_on, today)}",
            url=need.get_absolute_url(),
            action_label="Voir les logements",
            action_url=reverse("allocations:need_dwellings", args=[need.pk]),
        )
        for need in soon[:MOST_ROWS]
    ]
    empty = "Les ménages bientôt prêts pour la CAL apparaîtront ici, par leur code, avec ce qu'ils cherchent."
    return Section("Besoins à venir", 12, rows, empty, reverse("allocations:needs"), "Tous les besoins")


REFERENTS = {Role.ASSO_WORKER, Role.ASSO_HEAD}
OFFICERS = {Role.LANDLORD_ALLOC}
SOURCES = [(REFERENTS, to_say), (OFFICERS, ready_soon)]
