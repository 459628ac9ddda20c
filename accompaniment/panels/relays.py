"""Relays asked for the household, and what came of them."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accompaniment.panels.private import private
from accompaniment.relays import of_case
from households.models import Case

LAST = 5


def _relays(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    today = timezone.localdate()
    rows = of_case(request.membership, case, today)  # type: ignore[attr-defined]
    late = {one.pk for one in rows if one.waits_too_long(today)}
    return {"case": case, "rows": rows[:LAST], "late": late} if rows else None


PANELS = [private("Relais", "relays", 19, _relays)]
