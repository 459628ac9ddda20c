"""Leases, keys and the end of an occupation; the housed households and their rent."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from allocations.forms.shared import OnForm
from allocations.forms.tenancies import KeysForm, LeaseForm, NoticeForm, StatusForm, TenancyEndForm
from allocations.models import (
    ArrearsSnapshot,
    CalPresentation,
    Dwelling,
    LeaseNotice,
    MoveIn,
    Tenancy,
    change_status,
)
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


def lease_form(request: HttpRequest, case: Case) -> LeaseForm:
    """The form of a lease, on the dwelling awarded when there is one."""
    dwellings = Dwelling.objects.visible_to(request.membership).filter(agreement=case.agreement)  # type: ignore[attr-defined]
    awarded = (
        CalPresentation.objects.filter(case=case, effect=CalPresentation.Effect.EFFECTIVE).order_by("-cal_on").first()
    )
    entry = MoveIn.objects.filter(case=case, closed_on__isnull=True).first()
    initial = {
        "dwelling": awarded.dwelling_id if awarded and not case.housed_from else None,
        "lease_signed_on": timezone.localdate(),
        "starts_on": entry.keys_on if entry else None,
    }
    return LeaseForm(request.POST or None, dwellings=dwellings, initial=initial)


@access(SIGNERS)
def sign(request: HttpRequest, pk: str) -> HttpResponse:
    """The lease is signed and the day of the keys set; the association then notes the move-in."""
    case = opened(request, pk)

    def keep(told: dict[str, Any]) -> None:
        Tenancy.sign(case, by=by(request), **told)

    return act_page(
        request, form=lease_form(request, case), title="Bail signé", submit="Enregistrer le bail", verb=keep,
        back=case.get_absolute_url(), case=case, done="Bail enregistré. L'association notera l'entrée dans le logement.",
    )  # fmt: skip


@access(SIGNERS)
def transfer(request: HttpRequest, pk: str) -> HttpResponse:
    """Mutation: one occupation ends the day the next begins."""
    case = opened(request, pk)

    def keep(told: dict[str, Any]) -> None:
        Tenancy.transfer(case, by=by(request), **told)

    return act_page(
        request, form=lease_form(request, case), title="Mutation : nouveau bail", submit="Enregistrer la mutation",
        verb=keep, back=case.get_absolute_url(), case=case,
        done="Mutation enregistrée. La check-list d'entrée du nouveau logement est ouverte.",
        consequence="L'occupation actuelle prend fin le jour des nouvelles clés. L'accompagnement continue.",
    )  # fmt: skip


def _tenancy(request: HttpRequest, pk: str) -> Tenancy:
    records = Tenancy.objects.select_related("case__household", "case__agreement", "dwelling")
    return open_or_404(request, records, pk=pk)


def _act(request: HttpRequest, tenancy: Tenancy, **page: Any) -> HttpResponse:
    return act_page(request, back=tenancy.case.get_absolute_url(), case=tenancy.case, **page)


@access(SIGNERS)
def keys(request: HttpRequest, pk: str) -> HttpResponse:
    """The inventory is put off: the day of the keys moves, and what hangs on it."""
    tenancy = _tenancy(request, pk)
    return _act(
        request, tenancy, form=KeysForm(request.POST or None, initial={"on": tenancy.starts_on}),
        title="Changer le jour des clés", submit="Enregistrer",
        verb=lambda told: tenancy.move_keys(on=told["on"], by=by(request)),
        done="Jour des clés changé : les étapes de l'entrée suivent.",
    )  # fmt: skip


@access(SIGNERS)
def status(request: HttpRequest, pk: str) -> HttpResponse:
    """Another status in the same dwelling: the sub-lease becomes the household's own lease."""
    tenancy = _tenancy(request, pk)
    form = StatusForm(request.POST or None, tenancy=tenancy, initial={"on": timezone.localdate()})
    return _act(
        request, tenancy, form=form, title="Changer le statut d'occupation", submit="Enregistrer le changement",
        verb=lambda told: change_status(tenancy, by=by(request), **told), done="Nouveau statut enregistré.",
        intro=f"Aujourd'hui : {tenancy.get_status_display().lower()}. L'historique est gardé.",
    )  # fmt: skip


@access(SIGNERS)
def notice(request: HttpRequest, pk: str) -> HttpResponse:
    """The tenant gives notice: the delay runs from its reception."""
    tenancy = _tenancy(request, pk)
    form = NoticeForm(request.POST or None, initial={"on": timezone.localdate(), "months": 1})
    return _act(
        request, tenancy, form=form, title="Congé du ménage", submit="Enregistrer le congé",
        verb=lambda told: LeaseNotice.receive(tenancy, by=by(request), **told),
        done="Congé enregistré : la fin du préavis est calculée.",
        consequence="L'association lira ce congé : elle en parlera avec la personne.",
    )  # fmt: skip


@access(SIGNERS)
def withdraw_notice(request: HttpRequest, pk: str) -> HttpResponse:
    """Both sides agree that the household stays."""
    given = open_or_404(request, LeaseNotice.objects.select_related("tenancy", "case__household"), pk=pk)
    return act_page(
        request, form=OnForm(request.POST or None, initial={"on": timezone.localdate()}), title="Retrait du congé",
        submit="Noter le retrait", verb=lambda told: given.withdraw(on=told["on"], by=by(request)),
        back=given.case.get_absolute_url(), case=given.case, done="Congé retiré : l'occupation continue.",
    )  # fmt: skip


@access(SIGNERS)
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """The household no longer lives there."""
    tenancy = _tenancy(request, pk)
    given = LeaseNotice.objects.filter(tenancy=tenancy).running().first()
    initial = {"on": given.ends_on if given else timezone.localdate(), "reason": "conge" if given else ""}
    return _act(
        request, tenancy, form=TenancyEndForm(request.POST or None, initial=initial), title="Fin d'occupation",
        submit="Enregistrer", danger=True, verb=lambda told: tenancy.end(by=by(request), **told),
        done="Fin d'occupation enregistrée.",
        consequence="L'accompagnement ne s'arrête pas pour autant : l'association décide de sa suite.",
    )  # fmt: skip
