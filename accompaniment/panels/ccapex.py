"""What was transmitted to the CCAPEX."""

from typing import Any

from django.http import HttpRequest

from accompaniment.panels.private import private
from households.models import Case, Transmission


def _ccapex(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    sent = Transmission.objects.visible_to(request.membership).filter(case=case, kind=Transmission.Kind.CCAPEX)  # type: ignore[attr-defined]
    told = list(sent.select_related("recipient", "created_by"))
    return {"sent": told} if told else None


PANELS = [private("Transmis à la CCAPEX", "ccapex", 72, _ccapex)]
