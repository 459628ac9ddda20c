"""A landlord's list of vacant dwellings: read, shown, then confirmed. Only the confirmation writes dwellings."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.dwelling_columns import COLUMNS
from allocations.dwelling_lists import confirm, plan, read, template_csv, template_xlsx
from allocations.forms.dwellings import DwellingListForm
from allocations.models import DwellingImport
from allocations.views.dwellings import KEEPERS
from allocations.views.shared import by
from households.access import open_or_404
from households.acts import attempt
from lodabord.kernel.access import access
from lodabord.kernel.tables import MAX_BYTES, UnreadableTable
from lodabord.partners.current import current_agreement

SHOWN = 100
"""Rows of each kind on the preview; the counts are of all."""
KEPT = timedelta(days=1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(KEEPERS)
def create(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is read and kept aside, then shown."""
    form = DwellingListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_stage(request, form.cleaned_data["file"]))
        except UnreadableTable as wrong:
            form.add_error("file", str(wrong))
    context = {"form": form, "columns": COLUMNS, "cancel_url": reverse("allocations:dwellings")}
    return render(
        request, "allocations/dwelling_import_new.html", context, status=422 if request.method == "POST" else 200
    )


def _stage(request: HttpRequest, file: object) -> str:
    if file.size > MAX_BYTES:  # type: ignore[attr-defined]
        raise UnreadableTable("Le fichier dépasse 5 Mo : découpez-le.")
    agreement, name = current_agreement(request), str(file.name)  # type: ignore[attr-defined]
    rows = read(name, file.read(), agreement)  # type: ignore[attr-defined]
    DwellingImport.forget_unconfirmed(before=timezone.now() - KEPT, by=by(request))
    staged = DwellingImport.objects.create(agreement=agreement, created_by=by(request), name=name[-120:], rows=rows)
    return reverse("allocations:dwelling_import", args=[staged.pk])


def _staged(request: HttpRequest, pk: str) -> DwellingImport:
    return open_or_404(request, DwellingImport.objects.select_related("agreement"), pk=pk)


@access(KEEPERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """What will be created, updated, left alone; every error with its line and column."""
    staged = _staged(request, pk)
    context = {"staged": staged, "plan": plan(staged.agreement, staged.rows), "shown": SHOWN}
    return render(request, "allocations/dwelling_import.html", context)


@access(KEEPERS)
@require_POST
def confirmation(request: HttpRequest, pk: str) -> HttpResponse:
    """Write, once. Wrong rows are left aside only by the button that says so."""
    staged = _staged(request, pk)
    aside = request.POST.get("lignes") == "correctes"
    done = "Liste importée. Les logements créés sont vacants : ouvrez au programme ceux que vous proposez."
    attempt(request, lambda: confirm(staged, leave_wrong_aside=aside, by=by(request)), done=done)
    return redirect("allocations:dwelling_import", pk=pk)


@access(KEEPERS)
def csv_template(request: HttpRequest) -> HttpResponse:
    """The headings and an example, as CSV."""
    return _download(template_csv(), "text/csv; charset=utf-8", "logements-vacants.csv")


@access(KEEPERS)
def xlsx_template(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    return _download(template_xlsx(), XLSX, "logements-vacants.xlsx")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
