"""Who answers now, by the roster of half-days; and who must be told when nobody took a call."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from accompaniment.models import DutyShift
from lodabord.partners.models import Agreement, Professional


def on_duty_now(agreements: Iterable[Agreement], now: datetime) -> list[Professional]:
    """Those of the half-day that runs, or of the next one when it is closed; nobody when the roster is empty."""
    found: dict[object, Professional] = {}
    for agreement in agreements:
        shifts = DutyShift.objects.filter(agreement=agreement).at(now, agreement.terms_on(timezone.localdate(now)))
        found |= {one.professional_id: one.professional for one in shifts.select_related("professional")}
    return list(found.values())


def is_on_duty(professional: Professional, agreements: Iterable[Agreement], now: datetime) -> bool:
    return any(one.pk == professional.pk for one in on_duty_now(agreements, now))


def month_of(agreement: Agreement, days: list[date]) -> list[tuple[date, dict[str, DutyShift]]]:
    """Each day with who answers in the morning and in the afternoon."""
    held: dict[date, dict[str, DutyShift]] = {day: {} for day in days}
    for shift in DutyShift.objects.filter(agreement=agreement, on__in=days).select_related("professional"):
        held[shift.on][shift.half] = shift
    return list(held.items())
