"""Importing the month's rent accounts: choose the file, look, confirm. The file itself is never written anywhere."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from allocations import account_import
from allocations.forms.arrears import AccountImportForm
from allocations.models import AccountImport
from allocations.procedures import housed
from allocations.views.arrears import SOCIAL_TEAM
from allocations.views.shared import by
from households.access import open_or_404
from households.acts import attempt
from households.models import Case
from lodabord.kernel.access import access
from lodabord.kernel.tables import MAX_BYTES, UnreadableTable
from lodabord.partners.current import current_agreement

FORM_ROOM = 64 * 1024
"""What the rest of the form weighs beside the file."""


class InMemoryOnly(MemoryFileUploadHandler):
    """The file stays in memory, whatever its size below the limit: rows about other tenants never touch a disk."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: Any, *args: Any, **kwargs: Any) -> None:
        assert self.request is not None
        self.request.file_too_large = content_length > MAX_BYTES + FORM_ROOM  # type: ignore[attr-defined]
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.request.file_too_large:  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


@access(SOCIAL_TEAM)
@csrf_exempt  # the token is checked by `_upload`, once the file may only be received in memory
def upload(request: HttpRequest) -> HttpResponse:
    """The month and the file; every wrong row of the programme told at once."""
    request.upload_handlers = [InMemoryOnly(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    agreement, today = current_agreement(request), timezone.localdate()
    sent = request.method == "POST"
    months = list(account_import.months_to_choose(today))
    form = AccountImportForm(request.POST if sent else None, request.FILES if sent else None, months=months)
    reading = account_import.Reading()
    if sent and getattr(request, "file_too_large", False):
        form.errors["file"] = form.error_class(["Le fichier dépasse 5 Mo : découpez-le."])
    elif sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading = account_import.read_accounts(file.name, file.read(), agreement, request.membership)  # type: ignore[attr-defined]
        except UnreadableTable as wrong:
            form.add_error("file", str(wrong))
        else:
            if not reading.errors and reading.rows:
                batch = account_import.prepare(reading, agreement, form.cleaned_data["month"], by=by(request))
                return redirect("allocations:account_import", pk=batch.pk)
            if not reading.rows and not reading.errors:
                form.add_error("file", _nothing_ours(reading.ignored))
    context = {"form": form, "reading": reading, "agreement": agreement, "agreements": request.membership.agreements,  # type: ignore[attr-defined]
               "cancel_url": reverse("allocations:arrears_list"), **_without_reference(request, agreement)}  # fmt: skip
    return render(request, "allocations/account_upload.html", context, status=422 if sent else 200)


def _nothing_ours(ignored: int) -> str:
    return (
        f"Aucune ligne ne porte la référence d'un ménage du programme ({ignored} lignes lues, aucune gardée). "
        "Vérifiez la colonne « Référence du bail », ou notez la référence sur le dossier des ménages."
    )


def _without_reference(request: HttpRequest, agreement: Any) -> dict[str, Any]:
    """Housed households that no file can reach: their lease reference is not known."""
    here = housed(Case.objects.visible_to(request.membership).filter(agreement=agreement))  # type: ignore[attr-defined]
    return {"unreachable": here.filter(rent_account=None).select_related("household").order_by("household__code")}


@access(SOCIAL_TEAM)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """What confirming would do, household by household; or what it did."""
    batch = open_or_404(request, AccountImport.objects.select_related("agreement", "created_by"), pk=pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    rows = batch.rows.visible_to(member).select_related("case__household").order_by("case__household__code")
    told = account_import.changes(batch, rows, timezone.localdate())
    here = housed(Case.objects.visible_to(member).filter(agreement=batch.agreement, rent_account__isnull=False))
    absent = here.exclude(pk__in=[one.row.case_id for one in told]).select_related("household")
    context = {
        "batch": batch,
        "changes": told,
        "absent": absent.order_by("household__code") if batch.state == AccountImport.State.PREPARED else [],
        "may_confirm": batch.state == AccountImport.State.PREPARED,
    }
    return render(request, "allocations/account_import.html", context)


@access(SOCIAL_TEAM)
@require_POST
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Write the month."""
    batch = open_or_404(request, AccountImport.objects.select_related("agreement"), pk=pk)
    attempt(
        request, lambda: account_import.confirm(batch, today=timezone.localdate(), by=by(request)),
        done="Relevés enregistrés.",
    )  # fmt: skip
    return redirect("allocations:account_import", pk=batch.pk)


@access(SOCIAL_TEAM)
@require_POST
def drop(request: HttpRequest, pk: str) -> HttpResponse:
    """Leave it: the rows kept in between go away."""
    batch = open_or_404(request, AccountImport.objects, pk=pk)
    attempt(request, lambda: batch.close(AccountImport.State.DROPPED), done="Import abandonné, rien n'a été gardé.")
    return redirect("allocations:arrears_list")
