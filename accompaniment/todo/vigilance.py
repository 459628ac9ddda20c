"""Points of vigilance whose last day comes, or came: to renew or to lift by whoever follows the household."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accompaniment.models import HouseholdAlert
from accompaniment.todo.who import who
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day


def ending(request: HttpRequest, today: date) -> Section | None:
    """The referent's and the deputy's; the head's are those of the households that nobody follows."""
    member: Any = request.membership  # type: ignore[attr-defined]
    me = member.professional_id
    mine = (
        Q(case__referent__isnull=True) if member.kind == Role.ASSO_HEAD else Q(case__referent=me) | Q(case__deputy=me)
    )
    alerts = HouseholdAlert.objects.visible_to(member).ending(today).filter(mine).order_by("until")
    named = alerts.select_related("case__household").prefetch_related("case__household__persons")
    rows = [_row(one, today) for one in named]
    return Section("Points de vigilance à revoir", 9, rows, private=True) if rows else None


def _row(alert: HouseholdAlert, today: date) -> Row:
    over = alert.until < today
    return Row(
        who=who(alert.case), what=alert.words, url=alert.case.get_absolute_url(),
        when="n'est plus montré" if over else f"jusqu'à {relative_day(alert.until, today)}", tone="late" if over else "soon",
        action_label="Revoir", action_url=reverse("accompaniment:alerts", args=[alert.case_id]),
    )  # fmt: skip


SOURCES = [({Role.ASSO_WORKER, Role.ASSO_HEAD}, ending)]
