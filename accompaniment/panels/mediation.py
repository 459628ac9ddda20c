"""Neighbour mediations on the file."""

from typing import Any

from django.http import HttpRequest

from accompaniment.models import Mediation
from accompaniment.panels.private import private
from households.models import Case

LAST = 4


def _mediations(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    seen = Mediation.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]
    rows = list(seen[:LAST])
    return {"rows": rows} if rows else None


PANELS = [private("Médiation de voisinage", "mediation", 18, _mediations)]
