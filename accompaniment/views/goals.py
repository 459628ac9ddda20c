"""The person's goals: set with her, moved forward."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accompaniment.forms.goals import GoalForm, GoalStateForm
from accompaniment.models import Goal
from accompaniment.views.shared import TEAM, by, case_act, opened, today_initial
from households.access import open_or_404
from lodabord.kernel.access import access


@access(TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """In the person's own words."""
    case = opened(request, pk)
    form = GoalForm(request.POST or None, initial=today_initial())
    return case_act(
        request, case, form, "Fixer un objectif", "Enregistrer",
        lambda told: Goal.set_with(case, by=by(request), **told), "Objectif enregistré.",
    )  # fmt: skip


@access(TEAM)
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Where it stands, from a day on."""
    goal = open_or_404(request, Goal.objects.select_related("case__household", "case__agreement"), pk=pk)
    form = GoalStateForm(request.POST or None, goal=goal, initial={"on": timezone.localdate()})
    return case_act(
        request, goal.case, form, "Avancée d'un objectif", "Enregistrer",
        lambda told: goal.move_to(told["state"], on=told["on"], note=told["note"], by=by(request)), "Avancée notée.",
        intro=f"{goal.get_theme_display()} : {goal.words}",
    )  # fmt: skip
