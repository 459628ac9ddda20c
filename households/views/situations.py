"""A « point de situation » that was transmitted: its frozen words, for those who received it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from households.access import open_or_404, readers
from households.confidentiality import DataClass
from households.models import Transmission
from lodabord.kernel.access import access


@access(readers(DataClass.TRANSMITTED))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """As it left, with who was shown it and when."""
    received = Transmission.objects.filter(kind=Transmission.Kind.SITUATION)
    sent = open_or_404(request, received.select_related("case__household", "recipient", "created_by"), pk=pk)
    return render(request, "households/transmitted_situation.html", {"sent": sent, "case": sent.case})
