"""« Demandes » between the partners: what the association asks, what the landlord answers, and the reverse."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.daily import CompletionForm, RequestRefusalForm
from allocations.models import LandlordRequest, RentalPoint, RequestPlace
from allocations.views.shared import by
from households.access import open_or_404, readers, roles
from households.acts import act_page, attempt
from households.confidentiality import WRITERS, DataClass
from lodabord.kernel.access import access
from lodabord.partners.roles import LANDLORD

ANSWERING = roles(WRITERS[DataClass.DAILY] & LANDLORD)
RECENT = 30


@access(readers(DataClass.DAILY))
def index(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, nearest first; what was answered; the rental points."""
    member: Any = request.membership  # type: ignore[attr-defined]
    asked = LandlordRequest.objects.visible_to(member).select_related("agency", "place")
    points = RentalPoint.objects.visible_to(member).select_related("case__household")
    context = {
        "open": asked.open().order_by("due_on", "created_at"),
        "answered": asked.answered().order_by("-answered_on")[:RECENT],
        "points": points.order_by("state", "-raised_on")[:RECENT],
        "today": timezone.localdate(),
        "may_answer": ANSWERING(request),
    }
    return render(request, "allocations/daily_list.html", context)


def _asked(request: HttpRequest, pk: str) -> LandlordRequest:
    return open_or_404(request, LandlordRequest.objects.select_related("agency", "answered_by", "created_by"), pk=pk)


@access(readers(DataClass.DAILY))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """One request: what is asked, where, until when, what was answered."""
    asked = _asked(request, pk)
    place = RequestPlace.objects.visible_to(request.membership).filter(request=asked).first()  # type: ignore[attr-defined]
    may_answer = ANSWERING(request) and asked.answered_on is None
    context = {"asked": asked, "place": place, "today": timezone.localdate(), "may_answer": may_answer}
    return render(request, "allocations/landlord_request.html", context)


@access(ANSWERING)
@require_POST
def take(request: HttpRequest, pk: str) -> HttpResponse:
    asked = _asked(request, pk)
    attempt(request, lambda: asked.take(on=timezone.localdate(), by=by(request)), done="Demande prise en charge.")
    return redirect("allocations:landlord_request", pk=asked.pk)


@access(ANSWERING)
def complete(request: HttpRequest, pk: str) -> HttpResponse:
    asked = _asked(request, pk)
    form = CompletionForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Demande faite", submit="Enregistrer la réponse", intro=asked.text,
        verb=lambda told: asked.complete(by=by(request), **told), back=reverse("allocations:daily"),
        done="Réponse enregistrée : l'association la lira.",
    )  # fmt: skip


@access(ANSWERING)
def refuse(request: HttpRequest, pk: str) -> HttpResponse:
    asked = _asked(request, pk)
    form = RequestRefusalForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Refuser la demande", submit="Enregistrer le refus", intro=asked.text, danger=True,
        verb=lambda told: asked.refuse(by=by(request), **told), back=reverse("allocations:daily"),
        done="Refus enregistré : l'association en lira le motif.",
    )  # fmt: skip
