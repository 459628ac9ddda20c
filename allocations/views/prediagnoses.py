"""The result of a pré-diagnostic, by criterion: shared between the partners, without the notes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocations.models import PreDiagnosis
from households.access import open_or_404, readers
from households.confidentiality import DataClass
from lodabord.kernel.access import access


@access(readers(DataClass.ASSESSMENT))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The answers, block by block, and the conclusion."""
    records = PreDiagnosis.objects.select_related("case__household", "grid", "evaluator")
    assessment = open_or_404(request, records, pk=pk)
    return render(request, "allocations/prediagnosis.html", {"assessment": assessment, "case": assessment.case})
