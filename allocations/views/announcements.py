"""Telling the household its result: who does, and that it was done."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from allocations.forms.offers import EntrustForm
from allocations.forms.shared import OnForm
from allocations.models import Announcement
from allocations.people import ANNOUNCERS, people_of
from allocations.views.shared import by, writers_of
from households.access import open_or_404
from households.acts import act_page
from lodabord.kernel.access import access

MAY_ANNOUNCE = writers_of(Announcement)


def _announcement(request: HttpRequest, pk: str) -> Announcement:
    loaded = Announcement.objects.select_related("case__household", "case__agreement", "presentation", "announcer")
    return open_or_404(request, loaded, pk=pk)


def _back(one: Announcement) -> str:
    return reverse("allocations:presentation", args=[one.presentation_id])


@access(MAY_ANNOUNCE)
def tick(request: HttpRequest, pk: str) -> HttpResponse:
    """The household knows, since that day."""
    one = _announcement(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Le ménage a été informé", submit="Noter l'annonce",
        verb=lambda told: one.tick(on=told["on"], by=by(request)), back=_back(one), case=one.case,
        done="Annonce notée.", intro=f"{one.get_what_display()}, CAL du {one.presentation.cal_on:%d/%m/%Y}.",
    )  # fmt: skip


@access(MAY_ANNOUNCE)
def entrust(request: HttpRequest, pk: str) -> HttpResponse:
    """Somebody else tells them."""
    one = _announcement(request, pk)
    people = people_of(one.case.agreement, ANNOUNCERS, timezone.localdate())
    form = EntrustForm(request.POST or None, people=people, initial={"to": one.announcer_id})
    return act_page(
        request, form=form, title="Confier l'annonce au ménage", submit="Confier l'annonce",
        verb=lambda told: one.entrust(told["to"], by=by(request)), back=_back(one), case=one.case,
        done="C'est noté dans son « À faire ».",
    )  # fmt: skip
