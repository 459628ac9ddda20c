"""The measure, its contract, the end and the calls after it."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accompaniment.after_the_end import after_exits
from accompaniment.models import Contract, EndReport, Exit, Measure, MeasurePeriod, Suspension
from accompaniment.models.exit_call import Horizon
from accompaniment.panels.private import private
from accompaniment.review_dates import HORIZONS
from accompaniment.views.shared import WORKERS
from households.models import Case


def _measure(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    measures = list(Measure.objects.visible_to(member).filter(case=case).prefetch_related("extensions"))
    contracts = list(Contract.objects.visible_to(member).filter(case=case))
    if not measures and not contracts:
        return None
    today = timezone.localdate()
    ended = Exit.objects.visible_to(member).filter(case=case, reopened_on=None).select_related("reason").first()
    return {
        "case": case,
        "measures": measures,
        "period": MeasurePeriod.objects.visible_to(member).filter(case=case).on(today).first(),
        "suspensions": list(Suspension.objects.visible_to(member).filter(case=case)),
        "contract": next((one for one in contracts if one.is_signed), None),
        "draft": next((one for one in contracts if not one.is_signed), None),
        "exit": ended,
        "report": EndReport.objects.visible_to(member).filter(exit=ended).first() if ended else None,
        "calls": _calls(case, today) if ended else [],
        "may_write": WORKERS(request),
    }


def _calls(case: Case, today: date) -> list[dict[str, Any]]:
    """M+6 and M+12, with what was learnt or what is to be done."""
    told = []
    for after in after_exits([case.pk], today):
        for months in HORIZONS:
            call, due = after.calls.get(months), after.is_due(months, today)
            told.append({
                "label": Horizon(months).label, "status": after.status(months, today), "note": call.note if call else "",
                "tried": 0 if call else after.attempts.get(months, 0),
                "url": reverse("accompaniment:exit_call", args=[after.exit.pk, months]) if due else "",
            })  # fmt: skip
    return told


PANELS = [private("Mesure", "measure", 18, _measure)]
