"""The landlord's facts of a tenancy: rent account, disturbances."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from allocations.forms.retention import ArrearsForm, DisturbanceForm
from allocations.models import ArrearsSnapshot, Disturbance
from allocations.views.shared import by, opened
from households.access import roles
from households.acts import act_page
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

SOCIAL_TEAM = roles({Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})


@access(SOCIAL_TEAM)
def snapshot(request: HttpRequest, pk: str) -> HttpResponse:
    """The rent account on a day."""
    case = opened(request, pk)
    record = ArrearsSnapshot(case=case, created_by=by(request))
    form = ArrearsForm(request.POST or None, instance=record, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Situation locative", submit="Enregistrer", verb=lambda told: form.save(),
        back=case.get_absolute_url(), case=case, done="Situation locative enregistrée.",
    )  # fmt: skip


@access(SOCIAL_TEAM)
def disturbance(request: HttpRequest, pk: str) -> HttpResponse:
    """A dated fact, never the name of who complained."""
    case = opened(request, pk)
    record = Disturbance(case=case, created_by=by(request))
    form = DisturbanceForm(request.POST or None, instance=record, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Trouble de voisinage", submit="Enregistrer", verb=lambda told: form.save(),
        back=case.get_absolute_url(), case=case, done="Fait enregistré.",
    )  # fmt: skip
