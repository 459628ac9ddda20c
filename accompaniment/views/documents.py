"""A printed document of this room: the household and its agreement, under a reference for a name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from households.models import Case
from lodabord.kernel import pdf


def whole(request: HttpRequest, pk: Any) -> Case:
    """The case with all that a document says of it. Its record was opened, and journalled, by the caller."""
    cases = Case.objects.visible_to(request.membership).select_related(  # type: ignore[attr-defined]
        "household", "agreement__programme", "agreement__landlord", "agreement__association", "agreement__territory",
        "referent", "deputy",
    )  # fmt: skip
    return cases.prefetch_related("household__persons").get(pk=pk)


def document(case: Case, template: str, name: str, **context: Any) -> HttpResponse:
    told = {
        "case": case,
        "household": case.household,
        "agreement": case.agreement,
        "today": timezone.localdate(),
        **context,
    }
    return pdf.response(render_to_string(template, told), f"{name}-{case.household.code}")
