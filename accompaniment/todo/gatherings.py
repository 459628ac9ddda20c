"""Sessions and activities in « À faire » of those who animate them: who came is to be noted, what comes soon."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from accompaniment.gatherings import addresses
from accompaniment.models import GroupActivity, PrepSession
from accompaniment.models.prep_session import with_modules
from households.todo import Row, Section
from lodabord.partners.roles import ASSOCIATION, Role
from lodabord.templatetags.lodabord import hour, relative_day

SOON = timedelta(days=14)
FORGOTTEN = timedelta(days=3)
"""Not noted for that long, the head is told too."""
MODELS: tuple[Any, ...] = (PrepSession, GroupActivity)


def to_note(request: HttpRequest, today: date) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    rows = []
    for one in _found(member, lambda seen: seen.to_note(today), until=today - FORGOTTEN):
        rows.append(_row(one, today, "attendance", "Noter les présences", tone="late" if one.on < today else "soon"))
    return Section("Présences à noter", 4, rows, private=True) if rows else None


def coming(request: HttpRequest, today: date) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    rows = []
    for one in _found(member, lambda seen: seen.coming(today).filter(on__gt=today, on__lte=today + SOON)):
        rows.append(_row(one, today, "sign_up", "Inscrire", tone="" if one.expected else "soon"))
    return Section("Ateliers à venir", 33, rows, private=True) if rows else None


def _found(member: Any, chosen: Any, until: date | None = None) -> list[Any]:
    """One's own; for the head, also the team's that were left for some days."""
    found: list[Any] = []
    for model in MODELS:
        mine = Q(animator=member.professional_id) | Q(second_animator=member.professional_id)
        if until and member.role == Role.ASSO_HEAD:
            mine |= Q(on__lte=until)
        seen = chosen(model.objects.visible_to(member)).filter(mine)
        waiting = Q(attendances__present__isnull=True)
        found += list(seen.annotate(expected=Count("attendances__case", filter=waiting, distinct=True)))
    with_modules([one for one in found if isinstance(one, PrepSession)])
    return sorted(found, key=lambda one: (one.on, one.at))


def _row(one: Any, today: date, page: str, label: str, tone: str) -> Row:
    expected = f"{one.expected} inscription{'s' if one.expected > 1 else ''}" if one.expected else "personne d'inscrit"
    return Row(
        who=one.title_words,
        what=f"à {hour(one.at)}, {one.place}, {expected}",
        url=one.get_absolute_url(),
        when=relative_day(one.on, today),
        tone=tone,
        action_label=label,
        action_url=addresses(one)[page],
    )


SOURCES = [(ASSOCIATION, to_note), (ASSOCIATION, coming)]
