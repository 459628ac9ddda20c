"""Repérages (retention): a short form for the landlord's staff, then the social team's assessment."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from households.access import open_or_404, roles
from households.acts import act_page, attempt
from households.forms import AssessmentForm, ReportForm
from households.models import Case, Event, Report, report_tenant
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import Role

REPORTERS = {Role.LANDLORD_CLIENT, Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}
SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}


@access(roles(REPORTERS))
def own(request: HttpRequest) -> HttpResponse:
    """The reports one wrote, and what became of each, in four words."""
    mine = Report.objects.visible_to(request.membership).filter(created_by=request.user.pk)  # type: ignore[attr-defined]
    told = mine.annotate(progress=F("case__progress"), code=F("case__household__code"))
    labels = dict(Case.Progress.choices)
    shown = [{"report": one, "code": one.code, "label": labels[one.progress]} for one in told.order_by("-reported_on")]
    return render(request, "households/own_reports.html", {"reports": shown})


@access(roles(REPORTERS))
def create(request: HttpRequest) -> HttpResponse:
    """A few minutes: who, which facts, what was tried (R-48)."""
    member: Any = request.membership  # type: ignore[attr-defined]
    agreement = current_agreement(request)
    form = ReportForm(request.POST or None, today=timezone.localdate())

    def report(told: dict[str, Any]) -> None:
        report_tenant(
            agreement, household=form.household(), holder=form.holder(), report=form.report(), by=member.professional
        )

    return act_page(
        request, form=form, title="Fiche de repérage (maintien)", submit="Envoyer au pôle prévention des impayés",
        verb=report, back=reverse("households:own_reports"),
        done="Fiche envoyée. La responsable du pôle la prend sous cinq jours ouvrés.",
        intro="Des faits locatifs seulement : impayés, troubles, entretien. L'accompagnement commence avec l'accord du ménage.",
    )  # fmt: skip


@access(roles(SOCIAL_TEAM))
@require_POST
def assess(request: HttpRequest, pk: str) -> HttpResponse:
    """The social team takes the report."""
    case = open_or_404(request, Case.objects, pk=pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    attempt(request, lambda: case.start_assessment(by=member.professional), done="Évaluation commencée.")
    return redirect(case)


@access(roles(SOCIAL_TEAM))
def submit(request: HttpRequest, pk: str) -> HttpResponse:
    """The summary is written: both partners will arbitrate."""
    case = open_or_404(request, Case.objects.select_related("household", "report"), pk=pk, report__isnull=False)
    member: Any = request.membership  # type: ignore[attr-defined]
    form = AssessmentForm(
        request.POST or None,
        initial={"assessed_on": timezone.localdate(), "landlord_summary": case.report.landlord_summary},
    )

    def send(told: dict[str, Any]) -> None:
        report = case.report
        report.landlord_summary = told["landlord_summary"]
        report.save(update_fields=["landlord_summary"])
        Event.record(report, "report.assessed", by=member.professional, facts={"on": told["assessed_on"]})
        case.submit_to_arbitration(on=told["assessed_on"], by=member.professional)

    return act_page(
        request, form=form, title="Évaluation du pôle social", submit="Soumettre à l'arbitrage", verb=send,
        back=case.get_absolute_url(), case=case, done="Situation soumise à l'arbitrage des deux partenaires.",
    )  # fmt: skip
