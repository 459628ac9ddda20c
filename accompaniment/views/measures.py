"""The measure: preparation, move-in, the first day of the follow-up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from accompaniment import conduct
from accompaniment.forms.dates import OnForm
from accompaniment.forms.measure import BeginForm
from accompaniment.forms.preparation import CompletionForm, ExtensionForm, ModuleForm
from accompaniment.models import Contract, Measure, PrepAttendance
from accompaniment.views.shared import HEAD, TEAM, WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404
from households.models import Case
from lodabord.kernel import pdf
from lodabord.kernel.access import access


@access(WORKERS)
def begin_preparation(request: HttpRequest, pk: str) -> HttpResponse:
    """Contract signed: three calendar months begin."""
    case = opened(request, pk)
    form = BeginForm(request.POST or None, initial={**today_initial(), "signed_on": timezone.localdate()})
    return case_act(
        request, case, form, "Commencer la préparation", "Commencer la préparation",
        lambda told: conduct.sign_and_begin_preparation(case, by=by(request), **told),
        "Préparation commencée : trois mois, une place prise.",
    )  # fmt: skip


@access(TEAM)
def module(request: HttpRequest, pk: str) -> HttpResponse:
    """Attendance at a module of the preparation."""
    case = opened(request, pk)
    record = PrepAttendance(case=case, created_by=by(request))
    form = ModuleForm(request.POST or None, instance=record, initial=today_initial())
    return case_act(
        request, case, form, "Module de préparation", "Enregistrer", lambda told: form.save(), "Séance enregistrée."
    )


@access(HEAD)
def extend(request: HttpRequest, pk: str) -> HttpResponse:
    """Beyond the planned end, which is kept."""
    case = opened(request, pk)
    form = ExtensionForm(request.POST or None)
    return case_act(
        request, case, form, "Prolonger la préparation", "Prolonger",
        lambda told: conduct.extend_preparation(case, on=timezone.localdate(), by=by(request), **told),
        "Préparation prolongée ; la fin prévue d'origine est conservée.",
    )  # fmt: skip


@access(HEAD)
def complete(request: HttpRequest, pk: str) -> HttpResponse:
    """Preparation done and note validated: ready for the CAL."""
    case = opened(request, pk)
    form = CompletionForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Fin de préparation", "Déclarer prêt pour la CAL",
        lambda told: conduct.complete_preparation(case, by=by(request), **told),
        "Ménage prêt pour la CAL : le service attribution connaît désormais son identité.",
        consequence="Le service attribution du bailleur lira l'identité du ménage.",
    )  # fmt: skip


@access(WORKERS)
def move_in(request: HttpRequest, pk: str) -> HttpResponse:
    """Keys in hand: weekly visits start."""
    case = opened(request, pk)
    lease = case.tenancies.order_by("-starts_on").first()
    form = OnForm(request.POST or None, initial={"on": lease.starts_on if lease else timezone.localdate()})
    return case_act(
        request, case, form, "Entrée dans le logement", "Enregistrer l'entrée",
        lambda told: conduct.move_in(case, on=told["on"], by=by(request)),
        "Entrée enregistrée : les visites commencent, au rythme du contrat.",
    )  # fmt: skip


@access(WORKERS)
def begin_follow_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Retention: the household agreed and signed."""
    case = opened(request, pk)
    draft = Contract.objects.visible_to(request.membership).filter(case=case).drafts().first()  # type: ignore[attr-defined]
    objectives = draft.objectives if draft else ""
    initial = {**today_initial(), "signed_on": timezone.localdate(), "objectives": objectives}
    form = BeginForm(request.POST or None, initial=initial)
    return case_act(
        request, case, form, "Commencer l'accompagnement", "Commencer l'accompagnement",
        lambda told: conduct.sign_and_begin_follow_up(case, by=by(request), **told),
        "Accompagnement commencé : une place prise, les visites suivent le rythme du contrat.",
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
def certificate(request: HttpRequest, pk: str) -> HttpResponse:
    """The certificate of preparation as PDF."""
    case = _whole(request, pk)
    measure = Measure.objects.filter(case=case, kind=Measure.Kind.PREPARATION).first()
    attended = PrepAttendance.objects.filter(case=case, present=True).select_related("module")
    context = {"measure": measure, "attended": attended}
    return _document(request, case, "accompaniment/documents/certificate.html", "attestation-preparation", **context)
