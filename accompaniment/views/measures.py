"""The measure: contract, move-in, intensity, suspension and reactivation."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from accompaniment import conduct
from accompaniment.forms.dates import OnForm
from accompaniment.forms.measure import BeginForm, IntensityForm, ReactivationForm, SuspensionForm
from accompaniment.models import Contract
from accompaniment.views.shared import TEAM, WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404
from households.models import Case
from lodabord.kernel import pdf
from lodabord.kernel.access import access


@access(WORKERS)
def move_in(request: HttpRequest, pk: str) -> HttpResponse:
    """Keys in hand: weekly visits start."""
    case = opened(request, pk)
    lease = case.tenancies.order_by("-starts_on").first()
    form = OnForm(request.POST or None, initial={"on": lease.starts_on if lease else timezone.localdate()})
    return case_act(
        request, case, form, "Entrée dans le logement", "Enregistrer l'entrée",
        lambda told: conduct.move_in(case, on=told["on"], by=by(request)),
        "Entrée enregistrée : les visites hebdomadaires commencent.",
    )  # fmt: skip


@access(WORKERS)
def begin_follow_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Retention: the household agreed and signed."""
    case = opened(request, pk)
    form = BeginForm(request.POST or None, initial={**today_initial(), "signed_on": timezone.localdate()})
    return case_act(
        request, case, form, "Commencer l'accompagnement", "Commencer l'accompagnement",
        lambda told: conduct.sign_and_begin_follow_up(case, by=by(request), **told),
        "Accompagnement commencé : une place prise, une visite par semaine.",
    )  # fmt: skip


@access(WORKERS)
def intensity(request: HttpRequest, pk: str) -> HttpResponse:
    case = opened(request, pk)
    form = IntensityForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Changer l'intensité", "Enregistrer",
        lambda told: conduct.set_intensity(case, told["intensity"], on=told["on"], by=by(request)), "Intensité modifiée.",
    )  # fmt: skip


@access(WORKERS)
def suspend(request: HttpRequest, pk: str) -> HttpResponse:
    """No contact due; the place is kept; a day to look at it again."""
    case = opened(request, pk)
    today = timezone.localdate()
    weeks = case.agreement.terms_on(today).suspension_review_weeks
    form = SuspensionForm(request.POST or None, initial={"on": today, "review_on": today + timedelta(weeks=weeks)})
    return case_act(
        request, case, form, "Suspendre l'accompagnement", "Suspendre",
        lambda told: conduct.suspend(case, today=today, by=by(request), **told), "Accompagnement suspendu, place gardée.",
        intro="Suspendu, plus aucune visite n'est due et la place est gardée. Pour un contact par mois, choisissez plutôt "
        "l'intensité « veille ».",
    )  # fmt: skip


@access(WORKERS)
def reactivate(request: HttpRequest, pk: str) -> HttpResponse:
    case = opened(request, pk)
    form = ReactivationForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Réactiver l'accompagnement", "Réactiver",
        lambda told: conduct.reactivate(case, by=by(request), **told), "Accompagnement réactivé.",
    )  # fmt: skip


def _document(request: HttpRequest, case: Case, template: str, name: str, **context: Any) -> HttpResponse:
    told = {
        "case": case,
        "household": case.household,
        "agreement": case.agreement,
        "today": timezone.localdate(),
        **context,
    }
    return pdf.response(render_to_string(template, told), f"{name}-{case.household.code}")


def _whole(request: HttpRequest, pk: str) -> Case:
    cases = Case.objects.select_related(
        "household",
        "agreement__programme",
        "agreement__landlord",
        "agreement__association",
        "agreement__territory",
        "referent",
    )
    return open_or_404(request, cases.prefetch_related("household__persons"), pk=pk)


@access(TEAM)
def contract(request: HttpRequest, pk: str) -> HttpResponse:
    """The accompaniment contract as PDF, to sign."""
    case = _whole(request, pk)
    latest = Contract.objects.filter(case=case).first()
    return _document(request, case, "accompaniment/documents/contract.html", "contrat", contract=latest)
