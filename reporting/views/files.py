"""A report as a file: asked for, written by a worker, taken by who asked."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from households.access import open_or_404, roles
from lodabord.kernel.access import access
from reporting.files import CONTENT_TYPES
from reporting.models import ReportFile
from reporting.tasks import write_reports
from reporting.views.reports import READERS, edition_of, opened


def _ring() -> None:
    """Tell a worker at once. Should the broker be away, the next scheduled ring does it."""
    try:
        write_reports.apply_async(ignore_result=True, retry=False)
    except Exception:  # whatever the broker's trouble, the file waits in the database
        pass


@access(roles(READERS))
@require_POST
def create(request: HttpRequest, pk: str, format: str) -> HttpResponse:
    """Ask for the file of the edition one reads."""
    snapshot = opened(request, pk)
    if format not in ReportFile.Format.values:
        raise Http404
    file = ReportFile.objects.create(
        agreement=snapshot.agreement,
        snapshot=snapshot,
        edition=edition_of(request, snapshot),
        format=format,
        requested_by=request.user,  # type: ignore[misc]
        requested_at=timezone.now(),
    )
    transaction.on_commit(_ring)
    return redirect("reporting:file", pk=file.pk)


def _mine(request: Any, pk: str) -> ReportFile:
    files = ReportFile.objects.filter(requested_by=request.user).select_related("snapshot__agreement", "agreement")
    file: ReportFile = open_or_404(request, files, pk=pk)
    return file


@access(roles(READERS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Where the file stands; the page asks again by itself until it is ready."""
    context = {"file": _mine(request, pk)}
    whole = not request.htmx  # type: ignore[attr-defined]
    return render(request, "reporting/file.html" if whole else "reporting/_file.html", context)


@access(roles(READERS))
def download(request: HttpRequest, pk: str) -> HttpResponse:
    """The file itself; its name carries the agreement and the quarter."""
    file = _mine(request, pk)
    if file.content is None:
        return redirect("reporting:file", pk=file.pk)
    answer = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[file.format])
    answer["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    return answer
