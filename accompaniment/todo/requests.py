"""Calls and demands that wait: one's own and those that nobody took in time, nearest deadline first."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import DutyShift, Half, Request
from accompaniment.on_duty import is_on_duty
from accompaniment.request_clock import clock_of
from accompaniment.todo.who import who
from households.todo import Row, Section
from lodabord.kernel import working_days
from lodabord.partners.roles import ASSOCIATION, Role
from lodabord.templatetags.lodabord import relative_day

ROSTER_AHEAD = timedelta(days=7)


def expected(member: Any, now: Any) -> Any:
    """Hers, those of her households that nobody took; every untaken one once its time to be taken is over, for those
    on duty; all of them for the head."""
    waiting = Request.objects.visible_to(member).open()
    if member.role == Role.ASSO_HEAD:
        return waiting
    me = member.professional_id
    hers = Q(taken_by=me) | Q(taken_by__isnull=True, case__referent=me) | Q(taken_by__isnull=True, case__deputy=me)
    if is_on_duty(member.professional, member.agreements, now):
        hers |= Q(taken_by__isnull=True, everyone_at__lte=now)
    return waiting.filter(hers)


def waiting(request: HttpRequest, today: date) -> Section:
    member, now = request.membership, timezone.now()  # type: ignore[attr-defined]
    rows = []
    seen = expected(member, now).select_related("case__household", "taken_by")
    for one in seen.prefetch_related("case__household__persons").order_by("halfday_deadline"):
        clock = clock_of(one, now)
        rows.append(
            Row(
                who=who(one.case),
                what=(one.subject or one.get_channel_display()) + ("" if one.taken_by_id else " — personne ne s'en occupe"),
                url=reverse("accompaniment:request", args=[one.pk]),
                when=clock.words,
                tone=clock.tone,
                action_label="Répondre",
                action_url=reverse("accompaniment:request_answer", args=[one.pk]),
            )
        )  # fmt: skip
    new = reverse("accompaniment:new_request")
    return Section(
        "Appels et demandes", 1, rows, "Aucune demande n'attend.", new, "Noter un appel", private=True, on_week=True
    )


def roster(request: HttpRequest, today: date) -> Section | None:
    """Half-days of the coming week that nobody holds, once a roster is kept at all."""
    member: Any = request.membership  # type: ignore[attr-defined]
    days = [today + timedelta(days=number) for number in range(ROSTER_AHEAD.days)]
    days = [day for day in days if working_days.is_working_day(day)]
    rows = []
    for agreement in member.agreements:
        if not DutyShift.objects.filter(agreement=agreement).exists():
            continue
        held = set(DutyShift.objects.filter(agreement=agreement, on__in=days).values_list("on", "half"))
        free = [(day, half) for day in days for half in Half if (day, half.value) not in held]
        if free:
            day, half = free[0]
            address = f"{reverse('accompaniment:duty')}?convention={agreement.code}"
            what = f"{len(free)} demi-journées sans personne" if len(free) > 1 else "une demi-journée sans personne"
            first = f"{half.label.lower()}, {relative_day(day, today)}"
            rows.append(Row(agreement.code, what, address, first, "soon", "Compléter", address))
    return Section("Permanence à compléter", 14, rows) if rows else None


SOURCES = [(ASSOCIATION, waiting), ({Role.ASSO_HEAD}, roster)]
