"""Offers: notified, then accepted, refused, left without an answer, or lapsed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from allocations.forms.offers import LapseForm, OfferForm, RefusalForm
from allocations.forms.shared import OnForm
from allocations.models import CalPresentation, Offer
from allocations.views.shared import by, writers_of
from households.access import open_or_404
from households.acts import act_page
from households.models import HousingRequest
from lodabord.kernel.access import access

OFFICER = writers_of(Offer)
DALO_WARNING = (
    "Ce ménage est reconnu au titre du DALO : refuser une offre adaptée peut lui en faire perdre le bénéfice."
)


def _offer(request: HttpRequest, pk: str) -> Offer:
    return open_or_404(
        request, Offer.objects.select_related("case__household__housing_request", "case__agreement"), pk=pk
    )


def _back(offer: Offer) -> str:
    return reverse("allocations:presentation", args=[offer.presentation_id])


@access(OFFICER)
def notify(request: HttpRequest, pk: str) -> HttpResponse:
    """Write to the household; its deadline is computed and shown."""
    records = CalPresentation.objects.select_related("case__household", "case__agreement")
    passage = open_or_404(request, records, pk=pk)
    form = OfferForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Notifier l'offre de logement", submit="Notifier",
        verb=lambda told: Offer.notify(passage, on=told["on"], by=by(request)),
        back=reverse("allocations:presentation", args=[passage.pk]), case=passage.case, done="Offre notifiée.",
    )  # fmt: skip


@access(OFFICER)
def accept(request: HttpRequest, pk: str) -> HttpResponse:
    offer = _offer(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Le ménage accepte l'offre", submit="Enregistrer l'acceptation",
        verb=lambda told: offer.accept(on=told["on"], by=by(request)), back=_back(offer), case=offer.case,
        done="Offre acceptée : le bail et l'entrée se préparent.",
    )  # fmt: skip


@access(OFFICER)
def refuse(request: HttpRequest, pk: str) -> HttpResponse:
    """A refusal has its reason; it is not a fault of the household's."""
    offer = _offer(request, pk)
    request_of_housing = getattr(offer.case.household, "housing_request", None)
    dalo = request_of_housing is not None and request_of_housing.dalo_status == HousingRequest.Dalo.RECOGNISED
    form = RefusalForm(request.POST or None, today=timezone.localdate(), initial={"on": timezone.localdate()})

    def record(told: dict[str, Any]) -> None:
        offer.refuse(on=told["on"], reason=told["reason"], by=by(request))

    return act_page(
        request, form=form, title="Le ménage refuse l'offre", submit="Enregistrer le refus", verb=record, danger=dalo,
        back=_back(offer), case=offer.case, done="Refus enregistré : le ménage est de nouveau prêt pour la CAL.",
        consequence=DALO_WARNING if dalo else "",
    )  # fmt: skip


@access(OFFICER)
def silence(request: HttpRequest, pk: str) -> HttpResponse:
    """Past the deadline, silence is a refusal in law; a person confirms it."""
    offer = _offer(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Constater le silence du ménage", submit="Constater le refus par silence", danger=True,
        verb=lambda told: offer.confirm_silence(today=timezone.localdate(), by=by(request)), back=_back(offer),
        case=offer.case, done="Silence constaté : l'offre est refusée.",
        consequence=f"Réponse attendue au plus tard le {offer.reply_deadline:%d/%m/%Y}. Avez-vous essayé de joindre le ménage ?",
    )  # fmt: skip


@access(OFFICER)
def lapse(request: HttpRequest, pk: str) -> HttpResponse:
    """The dwelling is no longer available."""
    offer = _offer(request, pk)
    form = LapseForm(request.POST or None)
    return act_page(
        request, form=form, title="L'offre devient caduque", submit="Enregistrer", danger=True,
        verb=lambda told: offer.lapse(cause=told["cause"], by=by(request)), back=_back(offer), case=offer.case,
        done="Offre caduque : le ménage est de nouveau prêt pour la CAL.",
        consequence="La caducité tient au logement, pas au ménage : elle ne compte pas comme un refus.",
    )  # fmt: skip
