"""The result of a pré-diagnostic, by criterion: shared between the partners, without the notes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocations.comparison import Side, compare, earlier_first
from allocations.models import PreDiagnosis
from households.access import open_or_404, readers
from households.confidentiality import DataClass
from lodabord.kernel.access import access

READERS = readers(DataClass.ASSESSMENT)


def _opened(request: HttpRequest, pk: str) -> PreDiagnosis:
    records = PreDiagnosis.objects.select_related("case__household", "grid", "evaluator")
    return open_or_404(request, records, pk=pk)


def _others(request: HttpRequest, assessment: PreDiagnosis) -> list[PreDiagnosis]:
    """The household's other concluded assessments, the oldest first."""
    seen = PreDiagnosis.objects.visible_to(request.membership).concluded()  # type: ignore[attr-defined]
    return earlier_first(seen.filter(case=assessment.case).exclude(pk=assessment.pk).select_related("grid"))


@access(READERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The answers, block by block, and the conclusion."""
    assessment = _opened(request, pk)
    context = {"assessment": assessment, "case": assessment.case, "others": _others(request, assessment)}
    return render(request, "allocations/prediagnosis.html", context)


@access(READERS)
def compared(request: HttpRequest, pk: str) -> HttpResponse:
    """Two assessments side by side, the earlier first; across versions of the grid."""
    assessment = _opened(request, pk)
    others = _others(request, assessment)
    asked = request.GET.get("avec", "")
    other = next((one for one in others if str(one.pk) == asked), others[-1] if others else None)
    context: dict[str, Any] = {"assessment": assessment, "case": assessment.case, "others": others, "other": other}
    if other and assessment.assessed_on:
        before, after = earlier_first([assessment, other])
        context |= {"before": before, "after": after, "blocks": compare(_side(before), _side(after))}
    return render(request, "allocations/prediagnosis_comparison.html", context)


def _side(assessment: PreDiagnosis) -> Side:
    return Side(assessment.answers, assessment.grid.criteria if assessment.grid else [])
