"""The social team's assessment: one page built from the account and the facts recorded, then the arbitration."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from allocations.account_chart import chart_of, message_of
from allocations.forms.retention import AssessmentForm
from allocations.models import ArrearsStep, Disturbance
from allocations.procedures import standing_of
from allocations.views.shared import PARTNERS, by
from households.access import open_or_404, roles
from households.acts import attempt
from households.models import Case, Event, Report
from lodabord.kernel import pdf
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

SOCIAL_TEAM = roles({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})


def _reported(request: HttpRequest, pk: str) -> Case:
    cases = Case.objects.select_related("household", "report", "agreement__programme", "agreement__landlord")
    return open_or_404(
        request, cases.select_related("agreement__association", "agreement__territory"), pk=pk, report__isnull=False
    )


def _facts(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the page and its print say: account, plan, disturbances, acts already done."""
    member: Any = request.membership  # type: ignore[attr-defined]
    standing = standing_of(case, member)
    plans = [step for step in standing.steps if step.kind == ArrearsStep.Kind.REPAYMENT_PLAN]
    return {
        "case": case,
        "report": Report.objects.visible_to(member).get(case=case),
        "standing": standing,
        "chart": chart_of(standing),
        "message": message_of(standing) if standing.accounts else "",
        "plan": plans[-1] if plans else None,
        "disturbances": list(Disturbance.objects.visible_to(member).filter(case=case).order_by("on")),
        "today": timezone.localdate(),
    }


@access(SOCIAL_TEAM)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """The facts in sight, the summary, and « Soumettre à l'arbitrage »."""
    case = _reported(request, pk)
    initial = {"assessed_on": timezone.localdate(), "landlord_summary": case.report.landlord_summary}
    form = AssessmentForm(request.POST or None, initial=initial)

    def submit() -> None:
        told, person = form.cleaned_data, by(request)
        Report.objects.filter(case=case).update(landlord_summary=told["landlord_summary"])
        Event.record(case.report, "report.assessed", by=person, facts={"on": told["assessed_on"]})
        case.submit_to_arbitration(on=told["assessed_on"], by=person)

    done = "Situation soumise à l'arbitrage des deux partenaires."
    if request.method == "POST" and form.is_valid() and attempt(request, submit, form=form, done=done):
        return redirect("allocations:arbitration_room", pk=case.pk)
    context = {**_facts(request, case), "form": form, "may_submit": case.state == Case.State.LANDLORD_ASSESSMENT}
    return render(request, "allocations/assessment.html", context, status=422 if request.method == "POST" else 200)


@access(PARTNERS)
def document(request: HttpRequest, pk: str) -> HttpResponse:
    """The assessment on paper: it goes to both partners."""
    case = _reported(request, pk)
    context = {**_facts(request, case), "agreement": case.agreement}
    html = render_to_string("allocations/documents/assessment.html", context)
    return pdf.response(html, f"evaluation-{case.household.code}")
