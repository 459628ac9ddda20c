"""Leases, keys and the end of an occupation; the housed households and their rent."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from allocations.forms.tenancies import LeaseForm, TenancyEndForm
from allocations.models import ArrearsSnapshot, CalPresentation, Dwelling, Tenancy
from allocations.views.shared import by, opened, visible_cases
from households.access import open_or_404, readers, roles
from households.acts import act_page
from households.confidentiality import DataClass
from households.models import Case
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

SIGNERS = roles({Role.LANDLORD_ALLOC, Role.LANDLORD_PILOT, Role.LANDLORD_SOCIAL})


@access(readers(DataClass.VISIT_FACT))
def index(request: HttpRequest) -> HttpResponse:
    """All housed households: rent account, past visits, state of the accompaniment."""
    member = request.membership  # type: ignore[attr-defined]
    accounts = ArrearsSnapshot.objects.visible_to(member).order_by("-on")
    cases = visible_cases(request).filter(state__in=[Case.State.FOLLOW_UP, Case.State.SUSPENDED])
    cases = cases.select_related("household", "referent").prefetch_related(
        "household__persons", Prefetch("arrears", accounts, to_attr="accounts")
    )
    rows = [
        {"case": case, "account": case.accounts[0] if case.accounts else None}
        for case in cases.order_by("household__code")
    ]
    return render(request, "allocations/housed.html", {"rows": rows})


@access(SIGNERS)
def sign(request: HttpRequest, pk: str) -> HttpResponse:
    """The lease is signed and the day of the keys set; the association then notes the move-in."""
    case = opened(request, pk)
    dwellings = Dwelling.objects.visible_to(request.membership).filter(agreement=case.agreement)  # type: ignore[attr-defined]
    awarded = (
        CalPresentation.objects.filter(case=case, effect=CalPresentation.Effect.EFFECTIVE).order_by("-cal_on").first()
    )
    initial = {"dwelling": awarded.dwelling_id if awarded else None, "lease_signed_on": timezone.localdate()}
    form = LeaseForm(request.POST or None, dwellings=dwellings, initial=initial)

    def keep(told: dict[str, Any]) -> None:
        Tenancy.sign(case, by=by(request), **told)

    return act_page(
        request, form=form, title="Bail signé", submit="Enregistrer le bail", verb=keep, back=case.get_absolute_url(), case=case,
        done="Bail enregistré. L'association notera l'entrée dans le logement.",
    )  # fmt: skip


@access(SIGNERS)
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """The household no longer lives there."""
    tenancy = open_or_404(request, Tenancy.objects.select_related("case__household"), pk=pk)
    form = TenancyEndForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Fin d'occupation", submit="Enregistrer", danger=True,
        verb=lambda told: tenancy.end(by=by(request), **told), back=tenancy.case.get_absolute_url(), case=tenancy.case,
        done="Fin d'occupation enregistrée.",
        consequence="L'accompagnement ne s'arrête pas pour autant : l'association décide de sa suite.",
    )  # fmt: skip
