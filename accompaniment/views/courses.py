"""« Le fil de l'accompagnement »: the band over time, the same in words, and what may be corrected."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accompaniment.band_drawing import BROAD, NARROW, draw
from accompaniment.history import corrections_of, history_of
from accompaniment.models import Contract, MeasurePeriod, QuarterReview, Suspension
from accompaniment.views.shared import TEAM, WORKERS, opened
from lodabord.kernel.access import access


@access(TEAM)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The whole history, whatever the number of years."""
    case = opened(request, pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    history = history_of(case, member, timezone.localdate())
    pauses = Suspension.objects.visible_to(member).filter(case=case).prefetch_related("reviews")
    contracts = Contract.objects.visible_to(member).filter(case=case).select_related("association_signed_by")
    context = {
        "case": case,
        "broad": draw(history, BROAD),
        "narrow": draw(history, NARROW),
        "lines": history.lines(),
        "months": history.months(),
        "periods": MeasurePeriod.objects.visible_to(member).filter(case=case),
        "pauses": pauses,
        "contracts": contracts,
        "reviews": QuarterReview.objects.visible_to(member).filter(case=case),
        "corrections": corrections_of(case, member),
        "may_write": WORKERS(request),
    }
    return render(request, "accompaniment/course.html", context)
