"""At the top of the file: how to reach the household safely, and what the last attempts gave."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.contacts import attempts_in_vain
from accompaniment.models import ContactAttempt, Visit
from accompaniment.panels.private import private
from accompaniment.reach import reaches
from households.models import Case

LAST = 4


def _reach(request: HttpRequest, case: Case) -> dict[str, Any]:
    member: Any = request.membership  # type: ignore[attr-defined]
    today = timezone.localdate()
    coming = Visit.objects.visible_to(member).planned().filter(case=case, on__gte=today).order_by("on", "at").first()
    found = reaches(member, [case], today=today, meetings={case.pk: coming} if coming else None)
    attempts = ContactAttempt.objects.visible_to(member).filter(case=case).select_related("created_by")
    return {
        "case": case,
        "reach": found[case.pk],
        "attempts": list(attempts[:LAST]),
        "in_vain": attempts_in_vain(case, today),
        "needed": case.agreement.terms_on(today).contact_attempts,
    }


PANELS = [private("Comment joindre le ménage", "reach", 1, _reach)]
