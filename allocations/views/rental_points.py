"""« Point locatif »: the landlord tells the referent; the association says « vu », « traité »."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.daily import RentalPointForm
from allocations.models import RentalPoint, raise_rental_point
from allocations.views.landlord_requests import ANSWERING
from allocations.views.shared import by, visible_cases
from households.access import open_or_404, roles
from households.acts import act_page, attempt
from households.confidentiality import WRITERS, DataClass
from households.models import Case
from lodabord.kernel.access import access
from lodabord.partners.roles import ASSOCIATION

RECEIVING = roles(WRITERS[DataClass.DAILY] & ASSOCIATION)


@access(ANSWERING)
def create(request: HttpRequest) -> HttpResponse:
    """Short facts for the referent, about an accompanied household one knows."""
    cases = visible_cases(request).filter(state__in=[Case.State.FOLLOW_UP, Case.State.SUSPENDED])
    cases = cases.select_related("household", "agreement").prefetch_related("household__persons")
    initial = {"case": request.GET.get("dossier"), "kind": request.GET.get("objet", "")}
    form = RentalPointForm(request.POST or None, cases=cases.order_by("household__code"), initial=initial)

    def tell(told: dict[str, Any]) -> None:
        raise_rental_point(told["case"], told["kind"], facts=told["facts"], on=timezone.localdate(), by=by(request))

    return act_page(
        request, form=form, title="Point locatif", submit="Adresser au référent", verb=tell,
        back=reverse("allocations:daily"), done="Point adressé au référent : vous saurez quand il est vu, puis traité.",
        intro="Le référent et son suppléant le lisent dans leur page « À faire ». Vous n'aurez pas d'autre retour.",
    )  # fmt: skip


def _point(request: HttpRequest, pk: str) -> RentalPoint:
    return open_or_404(request, RentalPoint.objects.select_related("case__household"), pk=pk)


@access(RECEIVING)
@require_POST
def see(request: HttpRequest, pk: str) -> HttpResponse:
    point = _point(request, pk)
    attempt(request, lambda: point.see(on=timezone.localdate(), by=by(request)), done="Noté : vu aujourd'hui.")
    return redirect(point.case)


@access(RECEIVING)
@require_POST
def deal_with(request: HttpRequest, pk: str) -> HttpResponse:
    point = _point(request, pk)
    attempt(
        request, lambda: point.deal_with(on=timezone.localdate(), by=by(request)), done="Noté : traité aujourd'hui."
    )
    return redirect(point.case)
