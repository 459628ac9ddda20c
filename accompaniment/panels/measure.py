"""The measure, its intensity, its suspensions, the contract, the end."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.models import (
    Contract,
    Exit,
    Measure,
    MeasurePeriod,
    Suspension,
)
from accompaniment.panels.private import private
from households.models import Case


def _measure(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    measures = list(Measure.objects.visible_to(member).filter(case=case).prefetch_related("extensions"))
    if not measures:
        return None
    return {
        "case": case,
        "measures": measures,
        "period": MeasurePeriod.objects.visible_to(member).filter(case=case).on(timezone.localdate()).first(),
        "suspensions": list(Suspension.objects.visible_to(member).filter(case=case)),
        "contract": Contract.objects.visible_to(member).filter(case=case).first(),
        "exit": Exit.objects.visible_to(member).filter(case=case, reopened_on=None).select_related("reason").first(),
    }


PANELS = [private("Mesure", "measure", 18, _measure)]
