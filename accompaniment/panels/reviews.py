"""The individual reviews: the one that waits, those already made."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment import reviews
from accompaniment.models import QuarterReview
from accompaniment.models.review import current_follow_up
from accompaniment.panels.private import private
from accompaniment.views.shared import WORKERS
from households.models import Case

LAST = 4


def _reviews(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    measure = current_follow_up(case)
    if measure is None:
        return None
    today = timezone.localdate()
    waiting = reviews.deadlines([case.pk], today) if measure.ends_on is None else []
    return {
        "case": case,
        "reviews": list(QuarterReview.objects.visible_to(member).filter(case=case)[:LAST]),
        "due": waiting[0] if waiting else None,
        "next_on": reviews.following(measure, today) if measure.ends_on is None else None,
        "every": case.agreement.terms_on(today).review_every_months,
        "today": today,
        "may_write": WORKERS(request),
        "suspended": case.state == Case.State.SUSPENDED,
    }


PANELS = [private("Bilans individuels", "reviews", 19, _reviews)]
