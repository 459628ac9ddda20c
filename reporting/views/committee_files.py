"""A committee's documents as files: asked for, written by a worker, taken by who asked."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from households.access import open_or_404, roles
from lodabord.kernel.access import access
from reporting.editions import Edition, edition_for
from reporting.models import Committee, CommitteeFile, CommitteePaper
from reporting.tasks import write_committee_files
from reporting.views.committee_shared import committee_of, leads, member_of, page_of, professional
from reporting.views.reports import READERS

D = CommitteeFile.Document
OF_PAPER = {"synthesis": (D.SYNTHESIS, D.DECK), "minutes": (D.MINUTES,)}
"""The documents that can be made of each paper sent."""
CONTENT_TYPES = {
    D.SYNTHESIS: "application/pdf",
    D.MINUTES: "application/pdf",
    D.DECK: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def _ring() -> None:
    """Tell a worker at once. Should the broker be away, the next scheduled ring does it."""
    try:
        write_committee_files.apply_async(ignore_result=True, retry=False)
    except Exception:  # whatever the broker's trouble, the file waits in the database
        pass


def _ask(request: HttpRequest, **facts: Any) -> HttpResponse:
    file = CommitteeFile.objects.create(requested_by=professional(request), requested_at=timezone.now(), **facts)
    transaction.on_commit(_ring)
    return redirect(file.page_url)


@access(leads)
@require_POST
def create(request: HttpRequest, pk: str, document: str) -> HttpResponse:
    """From what is being prepared: the funders' version unless one's own is asked for."""
    committee = committee_of(request, pk)
    if document not in D.values:
        raise Http404
    held = committee.state == Committee.State.HELD
    if committee.snapshot_id is None or (document == D.MINUTES and not held):
        messages.error(request, "Figez d'abord les chiffres ; le relevé se fait une fois le COPIL tenu.")
        return redirect(page_of(committee))
    inside = request.GET.get("version") == "interne"
    return _ask(
        request, agreement=committee.agreement, committee=committee, document=document,
        edition=edition_for(member_of(request)) if inside else Edition.FUNDER, meets_on=committee.meeting.on,
    )  # fmt: skip


@access(roles(READERS))
@require_POST
def from_paper(request: HttpRequest, pk: str, document: str) -> HttpResponse:
    """From what was sent: the funders' version, whoever asks."""
    papers = CommitteePaper.objects.select_related("agreement")
    paper: CommitteePaper = open_or_404(request, papers, pk=pk)
    if document not in OF_PAPER[paper.kind]:
        raise Http404
    return _ask(
        request, agreement=paper.agreement, committee_id=paper.committee_id, paper=paper, document=document,
        edition=Edition.FUNDER, meets_on=paper.meets_on,
    )  # fmt: skip


def _mine(request: HttpRequest, pk: str) -> CommitteeFile:
    files = CommitteeFile.objects.filter(requested_by=professional(request)).select_related("agreement")
    file: CommitteeFile = open_or_404(request, files, pk=pk)
    return file


@access(roles(READERS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Where the file stands; the page asks again by itself until it is ready."""
    file, whole = _mine(request, pk), not request.htmx  # type: ignore[attr-defined]
    context = {"file": file, "may_lead": leads(request)}
    return render(request, "reporting/committee_file.html" if whole else "reporting/_file.html", context)


@access(roles(READERS))
def download(request: HttpRequest, pk: str) -> HttpResponse:
    """The file itself; its name carries the agreement, the day and for whom it is."""
    file = _mine(request, pk)
    if file.content is None:
        return redirect(file.page_url)
    answer = HttpResponse(bytes(file.content), content_type=CONTENT_TYPES[D(file.document)])
    answer["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    return answer
