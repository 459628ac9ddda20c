"""The preparation of one household: its notebook, its modules, its extension, its end, its certificate."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment import conduct
from accompaniment.certificate import content_of, for_print
from accompaniment.forms.measure import BeginForm
from accompaniment.forms.preparation import BreakForm, CompletionForm, CorrectionForm, ExtensionForm, ModuleForm
from accompaniment.models import Exit, PrepAttendance, PrepCertificate
from accompaniment.preparation_page import page_of, preparation_of
from accompaniment.views.shared import HEAD, TEAM, WORKERS, by, case_act, opened, today_initial
from households.access import open_or_404
from households.acts import attempt
from households.models import Case
from households.stateful import MoveRefused
from lodabord.kernel import pdf
from lodabord.kernel.access import access


@access(TEAM)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The notebook: ten modules, what comes, what the CAL asks, what may be done."""
    case = opened(request, pk)
    told = page_of(case, request.membership, timezone.localdate())  # type: ignore[attr-defined]
    rights = {"may_work": WORKERS(request), "may_decide": HEAD(request)}
    return render(request, "accompaniment/preparation.html", {"case": case, **told, **rights})


@access(WORKERS)
def begin(request: HttpRequest, pk: str) -> HttpResponse:
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
    """A module worked on with this household, outside any session that was planned."""
    case = opened(request, pk)
    form = ModuleForm(request.POST or None, initial={**today_initial(), "module": request.GET.get("module")})
    return case_act(
        request, case, form, "Module de préparation", "Enregistrer",
        lambda told: PrepAttendance.note_alone(case, by=by(request), **told), "Module enregistré.",
        back=_notebook(case), intro="Pour un atelier à plusieurs, passez par « Ateliers » : tout le monde se note à la fois.",
    )  # fmt: skip


@access(TEAM)
def correct_module(request: HttpRequest, pk: str) -> HttpResponse:
    """What was noted of one module, noted again."""
    row = open_or_404(request, PrepAttendance.objects.select_related("case__household", "module"), pk=pk)
    initial = {"outcome": row.outcome, "acquired": row.acquired, "word": row.word}
    form = CorrectionForm(request.POST or None, initial=initial)
    return case_act(
        request, row.case, form, f"Corriger : {row.module.label}", "Corriger",
        lambda told: row.correct(by=by(request), **told), "Module corrigé ; le journal garde ce qui était noté.",
        back=_notebook(row.case),
    )  # fmt: skip


@access(HEAD)
def extend(request: HttpRequest, pk: str) -> HttpResponse:
    """Beyond the planned end, which is kept."""
    case = opened(request, pk)
    measure = preparation_of(case)
    form = ExtensionForm(request.POST or None)
    now = (
        f"Elle court aujourd'hui jusqu'au {measure.expected_end:%d/%m/%Y}. " if measure and measure.expected_end else ""
    )
    return case_act(
        request, case, form, "Prolonger la préparation", "Prolonger",
        lambda told: conduct.extend_preparation(case, on=timezone.localdate(), by=by(request), **told),
        "Préparation prolongée ; la fin prévue d'origine est conservée.",
        back=_notebook(case), intro=f"{now}La place reste prise ; le bailleur lit les dates, jamais le motif.",
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


@access(HEAD)
def break_off(request: HttpRequest, pk: str) -> HttpResponse:
    """Stopped before its term, by the person or by the service: what it implies is said before."""
    case = opened(request, pk)
    form = BreakForm(request.POST or None, initial={**today_initial(), "initiative": Exit.Initiative.HOUSEHOLD})
    return case_act(
        request, case, form, "Rupture de la préparation", "Arrêter la préparation",
        lambda told: conduct.break_preparation(case, by=by(request), **told),
        "Préparation arrêtée. La place est libre.", danger=True, back=_notebook(case),
        intro="La personne peut arrêter à tout moment, sans avoir à se justifier.",
        consequence="L'accompagnement prend fin et la place se libère. La candidature au logement s'arrête ici, mais la "
        "demande de logement social de la personne reste active. Ses inscriptions aux ateliers à venir sont retirées. Le "
        "bailleur lit la date et un libellé, jamais le motif détaillé ni le relais. Une réactivation est possible pendant "
        "douze mois.",
    )  # fmt: skip


@access(TEAM)
def certificate(request: HttpRequest, pk: str) -> HttpResponse:
    """The draft, at any moment: what the certificate would say today."""
    case = _whole(request, pk)
    measure = preparation_of(case)
    if measure is None:
        return redirect(case)
    return _certificate(case, content_of(measure), None)


@access(WORKERS)
@require_POST
def issue_certificate(request: HttpRequest, pk: str) -> HttpResponse:
    """The preparation is over: a numbered version is frozen."""
    case = _whole(request, pk)

    def issue() -> None:
        measure = preparation_of(case)
        if measure is None:
            raise MoveRefused("Ce ménage n'a pas été en préparation.")
        PrepCertificate.issue(measure, content_of(measure), on=timezone.localdate(), by=by(request))

    attempt(request, issue, done="Attestation établie : remettez-la à la personne.")
    return redirect(_notebook(case))


@access(TEAM)
def issued_certificate(request: HttpRequest, pk: str) -> HttpResponse:
    """A version, as it was handed to the person."""
    issued = open_or_404(
        request, PrepCertificate.objects.select_related("case__household", "case__agreement__association"), pk=pk
    )
    return _certificate(issued.case, issued.content, issued)


def _certificate(case: Case, content: dict[str, Any], issued: PrepCertificate | None) -> HttpResponse:
    told = {
        "case": case, "agreement": case.agreement, "told": for_print(content), "issued": issued,
        "today": issued.issued_on if issued else timezone.localdate(),
    }  # fmt: skip
    name = f"attestation-{issued.number}" if issued else f"projet-attestation-{case.household.code}"
    return pdf.response(render_to_string("accompaniment/documents/certificate.html", told), name)


def _whole(request: HttpRequest, pk: str) -> Case:
    cases = Case.objects.select_related("household", "agreement__association")
    return open_or_404(request, cases.prefetch_related("household__persons"), pk=pk)


def _notebook(case: Case) -> str:
    return reverse("accompaniment:notebook", args=[case.pk])
