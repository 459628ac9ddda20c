"""Who follows the household."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import roles
from households.acts import act_page
from households.forms import AssignmentForm
from households.models import assign
from households.views.shared import by, opened
from lodabord.kernel.access import access
from lodabord.partners.roles import Role


@access(roles({Role.ASSO_HEAD}))
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """The head gives the household a referent, a deputy, or the psychologist's support."""
    case = opened(request, pk)
    today = timezone.localdate()
    form = AssignmentForm(request.POST or None, agreement=case.agreement, today=today, initial={"on": today})

    def give(told: dict[str, Any]) -> None:
        assign(case, told["capacity"], told["professional"], on=told["on"], by=by(request))

    return act_page(
        request, form=form, title="Confier le suivi", submit="Confier", verb=give, back=case.get_absolute_url(), case=case,
        done="Suivi confié.", intro="Un seul référent à la fois : le précédent passe la main ce jour-là.",
    )  # fmt: skip
