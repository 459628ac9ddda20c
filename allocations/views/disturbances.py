"""Neighbour disturbances: a dated fact, never the name of who complained; then its end."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from allocations.forms.arrears import DisturbanceForm
from allocations.forms.shared import OnForm
from allocations.models import Disturbance
from allocations.views.arrears import SOCIAL_TEAM
from allocations.views.shared import by, opened
from households.access import open_or_404
from households.acts import act_page
from households.models import Event
from lodabord.kernel.access import access


@access(SOCIAL_TEAM)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """A dated fact."""
    case = opened(request, pk)
    record = Disturbance(case=case, created_by=by(request))
    form = DisturbanceForm(request.POST or None, instance=record, initial={"on": timezone.localdate()})

    def keep(told: object) -> None:
        fact = form.save()
        Event.record(fact, "disturbance.noted", by=by(request), facts={"on": fact.on, "kind": fact.kind})

    return act_page(
        request, form=form, title="Trouble de voisinage", submit="Enregistrer", verb=keep,
        back=case.get_absolute_url(), case=case, done="Fait enregistré.",
    )  # fmt: skip


@access(SOCIAL_TEAM)
def cease(request: HttpRequest, pk: str) -> HttpResponse:
    """Nothing more since that day."""
    fact = open_or_404(request, Disturbance.objects.select_related("case__household"), pk=pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Fin d'un trouble de voisinage", submit="Noter la fin",
        verb=lambda told: fact.cease(on=told["on"], by=by(request)), back=fact.case.get_absolute_url(), case=fact.case,
        done="Fin du trouble notée.", intro=f"{fact.get_kind_display()}, constaté le {fact.on:%d/%m/%Y}.",
    )  # fmt: skip
