"""A paper that was transmitted, opened by those who received it; the reading is journalled."""

from django.http import HttpRequest, HttpResponse

from households.access import open_or_404, readers
from households.confidentiality import DataClass
from households.delivered import as_attachment
from households.models import TransmittedPaper
from lodabord.kernel.access import access


@access(readers(DataClass.TRANSMITTED))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The file itself, as a download."""
    return as_attachment(open_or_404(request, TransmittedPaper.objects.kept(), pk=pk))
