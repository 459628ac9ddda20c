"""The workbook on the site: the template, the file sent and read, what it would do, the confirmation, the file out."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.models import RelayKind
from households.access import open_or_404, roles
from households.acts import attempt
from households.models import Case, PriorityPublic, Reading
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import Role
from reporting.forms import WorkbookForm
from reporting.models import TakenOverWorkbook, WorkbookImport
from reporting.tasks import take_over_workbooks
from reporting.views.reports import PILOTS
from reporting.workbook import book
from reporting.workbook.carried import still_absent
from reporting.workbook.exporting import export

TAKERS = roles({Role.ASSO_HEAD})
"""Who takes a follow-up over: the workbook holds every class of data, that the association's head alone reads whole."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 500
"""Errors on the page; the count is of all."""


@access(roles(PILOTS))
def index(request: HttpRequest) -> HttpResponse:
    """What was taken over, the template, the file to send, the file to take away."""
    agreement, taker = current_agreement(request), TAKERS(request)
    mine = WorkbookImport.objects.visible_to(request.membership).filter(agreement=agreement)  # type: ignore[attr-defined]
    context = {
        "agreement": agreement,
        "agreements": request.membership.agreements,  # type: ignore[attr-defined]
        "journal": TakenOverWorkbook.objects.visible_to(request.membership)  # type: ignore[attr-defined]
        .filter(agreement=agreement)
        .select_related("by"),
        "under_way": mine.filter(state__in=[*WorkbookImport.UNDER_WAY, WorkbookImport.State.CHECKED]).first(),
        "may_take": taker,
        "is_empty": taker and not Case.objects.filter(agreement=agreement).exists(),
    }
    return render(request, "reporting/workbook.html", context)


@access(TAKERS)
def create(request: HttpRequest) -> HttpResponse:
    """Send a file: it is read away from the page."""
    agreement = current_agreement(request)
    sent = request.method == "POST"
    form = WorkbookForm(request.POST, request.FILES) if sent else WorkbookForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        upload = WorkbookImport.send(
            agreement, name=file.name, content=file.read(), by=request.user, at=timezone.now()  # type: ignore[arg-type]
        )  # fmt: skip
        transaction.on_commit(_ring)
        return redirect("reporting:workbook_import", pk=upload.pk)
    context = {"form": form, "agreement": agreement, "agreements": request.membership.agreements,  # type: ignore[attr-defined]
               "cancel_url": _home(agreement)}  # fmt: skip
    return render(request, "reporting/workbook_new.html", context, status=422 if sent else 200)


def _home(agreement: Any) -> str:
    return f"{reverse('reporting:workbook')}?convention={agreement.code}"


def _ring() -> None:
    """Tell a worker at once. Should the broker be away, the next scheduled ring does it."""
    try:
        take_over_workbooks.apply_async(ignore_result=True, retry=False)
    except Exception:  # whatever the broker's trouble, the workbook waits in the database
        pass


def _opened(request: HttpRequest, pk: str) -> WorkbookImport:
    upload: WorkbookImport = open_or_404(
        request, WorkbookImport.objects.defer("content").select_related("agreement", "progress"), pk=pk
    )
    return upload


@access(TAKERS)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """How far the work is; all the errors; or what confirming would do, and what it did."""
    upload = _opened(request, pk)
    context = {
        "upload": upload,
        "problems": upload.problems[:SHOWN],
        "more": max(0, len(upload.problems) - SHOWN),
        "home_url": _home(upload.agreement),
    }
    whole = not request.htmx  # type: ignore[attr-defined]
    return render(request, "reporting/workbook_import.html" if whole else "reporting/_workbook_import.html", context)


@access(TAKERS)
@require_POST
def confirmation(request: HttpRequest, pk: str) -> HttpResponse:
    """Take it over: a worker writes it, all or nothing."""
    upload = _opened(request, pk)
    if attempt(request, upload.confirm):
        transaction.on_commit(_ring)
    return redirect("reporting:workbook_import", pk=pk)


@access(TAKERS)
@require_POST
def abandon(request: HttpRequest, pk: str) -> HttpResponse:
    """Nothing is kept of the file."""
    upload = _opened(request, pk)
    attempt(request, upload.drop, done="Classeur abandonné : rien n'a été repris, le fichier n'est plus gardé.")
    return redirect(_home(upload.agreement))


@access(roles(PILOTS))
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook, with its notice and its lists."""
    publics = PriorityPublic.objects.filter(territory=None).values_list("code", flat=True)
    relays = RelayKind.objects.filter(active=True).values_list("code", flat=True)
    lists = {"public_prioritaire": list(publics), "relais, type": list(relays)}
    return _file(book.template(lists), "modele-reprise.xlsx")


@access(roles(PILOTS))
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """The agreement's workbook, as one may read it; each case of it is a reading in the journal."""
    agreement = current_agreement(request)
    member: Any = request.membership  # type: ignore[attr-defined]
    content = export(agreement, member, still_absent(agreement))
    seen = Case.objects.visible_to(member).filter(agreement=agreement).values_list("pk", flat=True)
    Reading.objects.bulk_create(
        [Reading(case_id=pk, by_id=member.professional_id, model="reporting.workbook", record_id=pk) for pk in seen]
    )
    return _file(content, f"suivi-{agreement.code}-{timezone.localdate():%Y-%m-%d}.xlsx".lower())


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
