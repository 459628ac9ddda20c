"""What comes next: who does what, for when; ticked when done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.forms.next_steps import NextStepForm, team_of
from accompaniment.models import NextStep
from accompaniment.views.shared import TEAM, by, case_act, opened
from households.access import open_or_404
from households.acts import attempt
from lodabord.kernel.access import access


@access(TEAM)
def index(request: HttpRequest) -> HttpResponse:
    """Mine, and those of the households I follow."""
    member = request.membership  # type: ignore[attr-defined]
    seen = NextStep.objects.visible_to(member).open().of_professional(member.professional)
    seen = seen.select_related("case__household", "professional").prefetch_related("case__household__persons")
    return render(request, "accompaniment/next_steps.html", {"steps": seen, "today": timezone.localdate()})


@access(TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Decided apart from a visit."""
    case = opened(request, pk)
    form = NextStepForm(request.POST or None, team=team_of(case, by(request), timezone.localdate()))

    def keep(told: dict[str, Any]) -> None:
        for step in told["steps"]:
            NextStep.decide(case, by=by(request), **step)

    return case_act(request, case, form, "Suite à donner", "Enregistrer", keep, "Suite notée.")


@access(TEAM)
@require_POST
def tick(request: HttpRequest, pk: str) -> HttpResponse:
    """Done, or not done after all; back to where it was ticked."""
    step = open_or_404(request, NextStep.objects.select_related("case"), pk=pk)
    if "untick" in request.POST:
        attempt(request, lambda: step.untick(by=by(request)), done="Suite de nouveau à faire.")
    else:
        attempt(request, lambda: step.tick(on=timezone.localdate(), by=by(request)), done="Suite faite.")
    return redirect("accompaniment:next_steps") if "list" in request.POST else redirect(step.case)
