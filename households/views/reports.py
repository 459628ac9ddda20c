"""Repérages (retention): a short form for the landlord's staff, what happens next, and the social team taking it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from households.access import open_or_404, roles
from households.acts import attempt
from households.deadlines import ACKNOWLEDGE_WITHIN_WORKING_DAYS
from households.models import Case, Report, report_tenant
from households.report_form import ReportForm
from lodabord.kernel.access import access
from lodabord.kernel.working_days import working_days_later
from lodabord.partners.current import current_agreement
from lodabord.partners.models import Agency
from lodabord.partners.roles import Role

REPORTERS = {Role.LANDLORD_CLIENT, Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}
SOCIAL_TEAM = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT}


@access(roles(REPORTERS))
def own(request: HttpRequest) -> HttpResponse:
    """The reports one wrote, and what became of each, in four words."""
    mine = Report.objects.visible_to(request.membership).filter(created_by=request.user.pk)  # type: ignore[attr-defined]
    told = mine.annotate(progress=F("case__progress"), code=F("case__household__code"))
    shown = [{"report": one, "code": one.code, **_coarse(one.progress)} for one in told.order_by("-reported_on", "-pk")]
    return render(request, "households/own_reports.html", {"reports": shown})


def _coarse(progress: str) -> dict[str, str]:
    return {"label": str(Case.Progress(progress).label), "next": NEXT[Case.Progress(progress)]}


NEXT = {
    Case.Progress.RECEIVED: "Le pôle prévention des impayés la prend sous cinq jours ouvrés.",
    Case.Progress.IN_PROGRESS: "Le pôle social étudie la situation, puis les deux partenaires décident.",
    Case.Progress.RETAINED: "Un accompagnement est proposé au ménage.",
    Case.Progress.NOT_RETAINED: "Pas d'accompagnement ; le pôle social vous dira vers qui se tourner.",
    Case.Progress.CLOSED: "Il n'y a plus rien à faire de votre côté.",
}
"""What each coarse state means for whoever wrote the report."""


@access(roles(REPORTERS))
def create(request: HttpRequest) -> HttpResponse:
    """A few minutes: who, which facts, what was tried (R-48). Sent twice, it makes one report."""
    member: Any = request.membership  # type: ignore[attr-defined]
    agreement = current_agreement(request)
    agencies = Agency.objects.filter(landlord=agreement.landlord_id, territory=agreement.territory_id)
    form = ReportForm(
        request.POST or None,
        today=timezone.localdate(),
        agreement=agreement,
        agency=member.agency_id,
        agencies=agencies,
    )
    made: list[Report] = []

    def report() -> None:
        told = form.cleaned_data
        made.append(report_tenant(
            agreement, household=form.household(), holder=form.holder(), report=form.report(),
            by=member.professional, dwelling=told["dwelling"], submission=told["submission"],
        ))  # fmt: skip

    if request.method == "POST" and (twice := _already_sent(request)):
        return redirect("households:report_sent", pk=twice)
    if request.method == "POST" and form.is_valid() and attempt(request, report, form=form):
        if form.names_told():
            messages.warning(request, NAMES_SOMEBODY.format(", ".join(form.names_told())))
        return redirect("households:report_sent", pk=made[0].pk)
    context = {"form": form, "cancel_url": reverse("households:own_reports")}
    return render(request, "households/report_form.html", context, status=422 if request.method == "POST" else 200)


NAMES_SOMEBODY = (
    "La fiche est envoyée. Le texte semble nommer quelqu'un ({}) : si c'est un voisin, dites-le au pôle social, "
    "qui ne gardera que le fait et sa date."
)


def _already_sent(request: HttpRequest) -> Any:
    """The report that this very page already made, if its button was pressed twice."""
    try:
        submission = ReportForm.base_fields["submission"].clean(request.POST.get("submission"))
    except ValidationError:
        return None
    sent = Report.objects.visible_to(request.membership).filter(submission=submission, created_by=request.user.pk)  # type: ignore[attr-defined]
    return sent.values_list("pk", flat=True).first()


@access(roles(REPORTERS))
def sent(request: HttpRequest, pk: str) -> HttpResponse:
    """What happens next, and when."""
    reports = Report.objects.filter(created_by=request.user.pk).select_related("case__household")
    report = open_or_404(request, reports.annotate(progress=F("case__progress")), pk=pk)
    taken_by = working_days_later(timezone.localdate(report.created_at), ACKNOWLEDGE_WITHIN_WORKING_DAYS)
    context = {"report": report, "taken_by": taken_by, **_coarse(report.progress)}
    return render(request, "households/report_sent.html", context)


@access(roles(SOCIAL_TEAM))
@require_POST
def assess(request: HttpRequest, pk: str) -> HttpResponse:
    """The social team takes the report."""
    case = open_or_404(request, Case.objects, pk=pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    attempt(request, lambda: case.start_assessment(by=member.professional), done="Évaluation commencée.")
    return redirect(case)
