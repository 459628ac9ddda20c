"""Who answers now, by the roster of half-days; and who must be told when nobody took a call."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from accompaniment.models import DutyShift
from households.models import Absence
from lodabord.partners.models import Agreement, Professional


def on_duty_now(agreements: Iterable[Agreement], now: datetime) -> list[Professional]:
    """Those of the half-day that runs, or of the next one when it is closed; nobody when the roster is empty.

    Whoever is away that day gives way to those who replace her for all of hers.
    """
    found: dict[object, Professional] = {}
    for agreement in agreements:
        shifts = DutyShift.objects.filter(agreement=agreement).at(now, agreement.terms_on(timezone.localdate(now)))
        for shift in shifts.select_related("professional"):
            found |= {one.pk: one for one in _present(shift)}
    return list(found.values())


def _present(shift: DutyShift) -> list[Professional]:
    away = Absence.objects.within(shift.on, shift.on).filter(professional=shift.professional).first()
    if away is None:
        return [shift.professional]
    return [one.professional for one in away.covers.filter(case__isnull=True).select_related("professional")]


def is_on_duty(professional: Professional, agreements: Iterable[Agreement], now: datetime) -> bool:
    return any(one.pk == professional.pk for one in on_duty_now(agreements, now))


def month_of(
    agreement: Agreement, days: list[date], absences: list[Absence]
) -> list[tuple[date, dict[str, DutyShift]]]:
    """Each day with who answers in the morning and in the afternoon, and whether she is away then."""
    held: dict[date, dict[str, DutyShift]] = {day: {} for day in days}
    for shift in DutyShift.objects.filter(agreement=agreement, on__in=days).select_related("professional"):
        shift.is_away = is_away(absences, shift.professional_id, shift.on)  # type: ignore[attr-defined]
        held[shift.on][shift.half] = shift
    return list(held.items())


def is_away(absences: Iterable[Absence], person: object, day: date) -> bool:
    return any(one.professional_id == person and one.starts_on <= day <= one.ends_on for one in absences)
