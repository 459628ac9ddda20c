"""Who follows the household, and reinforced confidentiality."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import roles
from households.acts import act_page
from households.followers import tell_followers
from households.forms import AssignmentForm, ReinforcedForm
from households.models import Case, Event, assign
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


@access(roles({Role.ASSO_HEAD, Role.ASSO_WORKER}))
def reinforce(request: HttpRequest, pk: str) -> HttpResponse:
    """Hide where the household lives from everyone but a named few (decision 12)."""
    case = opened(request, pk)
    initial = {"reinforced": case.reinforced, "landlord_contact": case.landlord_contact_id}
    form = ReinforcedForm(request.POST or None, agreement=case.agreement, today=timezone.localdate(), initial=initial)

    def set_level(told: dict[str, Any]) -> None:
        Case.objects.filter(pk=case.pk).update(**told)
        Event.record(case, "case.reinforced", by=by(request), facts={"reinforced": told["reinforced"]})
        tell_followers(Case.objects.get(pk=case.pk), by=by(request))

    return act_page(
        request, form=form, title="Confidentialité renforcée", submit="Enregistrer", verb=set_level,
        back=case.get_absolute_url(), case=case, private=True, done="Niveau de confidentialité enregistré.",
    )  # fmt: skip
