"""The modules of the preparation."""

from typing import Any

from django.http import HttpRequest

from accompaniment.models import (
    PrepAttendance,
    PrepModule,
)
from accompaniment.panels.private import private
from households.models import Case


def _preparation(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if case.prep_started_on is None:
        return None
    member: Any = request.membership  # type: ignore[attr-defined]
    attended = PrepAttendance.objects.visible_to(member).filter(case=case).select_related("module")
    by_module = {one.module_id: one for one in attended}
    modules = [(module, by_module.get(module.pk)) for module in PrepModule.objects.all()]
    return {"case": case, "modules": modules, "running": case.state == Case.State.PREPARATION}


PANELS = [private("Préparation", "preparation", 15, _preparation)]
