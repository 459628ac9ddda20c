"""Offers: notified, then accepted, refused, left without an answer, or lapsed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from allocations.forms.offers import LapseForm, OfferForm, RefusalForm, ViewingForm
from allocations.forms.shared import OnForm
from allocations.letters import is_dalo, offer_letter
from allocations.models import DwellingViewing, Offer
from allocations.views.cal import cal_page
from allocations.views.presentations import may_read_letters, passage_or_404, print_letter
from allocations.views.shared import by, writers_of
from households.access import open_or_404, readers
from households.acts import act_page
from households.confidentiality import DataClass
from lodabord.kernel.access import access
from lodabord.templatetags.lodabord import relative_day

OFFICER = writers_of(Offer)
VIEWERS = writers_of(DwellingViewing)
DALO_WARNING = (
    "Ce ménage est reconnu au titre du DALO : refuser une offre adaptée peut lui en faire perdre le bénéfice."
)


def _offer(request: HttpRequest, pk: str) -> Offer:
    loaded = Offer.objects.select_related(
        "case__household__housing_request", "case__agreement__landlord", "case__agreement__association",
        "case__agreement__programme", "case__agreement__territory", "case__referent", "presentation__dwelling",
    )  # fmt: skip
    offer = open_or_404(request, loaded, pk=pk)
    if offer.presentation is not None:
        offer.presentation.case = offer.case
    return offer


def _back(offer: Offer) -> str:
    """Its passage; its household's file when it was taken over without one."""
    if offer.presentation_id is None:
        return offer.case.get_absolute_url()
    return reverse("allocations:presentation", args=[offer.presentation_id])


@access(readers(DataClass.PROCESS))
def index(request: HttpRequest) -> HttpResponse:
    """« Propositions en cours »: the last day to answer, the viewing, J-3 and J-1."""
    today = timezone.localdate()
    offers = Offer.objects.visible_to(request.membership).awaiting_reply()  # type: ignore[attr-defined]
    offers = offers.select_related(
        "case__household__housing_request", "case__referent", "presentation__dwelling", "viewing"
    ).prefetch_related("case__household__persons")
    rows = [
        {
            "offer": one,
            "stage": one.stage_on(today),
            "when": relative_day(one.reply_deadline, today),
            "viewing": getattr(one, "viewing", None),
        }
        for one in offers.order_by("reply_deadline")
    ]
    return cal_page(request, "offers", "allocations/cal_offers.html", rows=rows, may_view=VIEWERS(request))


@access(OFFICER)
def notify(request: HttpRequest, pk: str) -> HttpResponse:
    """Write to the household; its deadline is computed and shown."""
    passage = passage_or_404(request, pk)
    form = OfferForm(request.POST or None, initial={"on": timezone.localdate()})
    days = passage.case.agreement.terms_on(timezone.localdate()).offer_reply_days
    return act_page(
        request, form=form, title="Notifier l'offre de logement", submit="Notifier",
        verb=lambda told: Offer.notify(passage, on=told["on"], by=by(request)),
        back=reverse("allocations:presentation", args=[passage.pk]), case=passage.case,
        done="Offre notifiée. La lettre est prête à imprimer, son dernier jour de réponse y figure.",
        intro=f"Délai de réponse de cette convention : {days} jours, reportés au jour ouvré suivant s'il le faut.",
    )  # fmt: skip


@access(may_read_letters)
def letter(request: HttpRequest, pk: str) -> HttpResponse:
    """The offer, written to the household."""
    offer = _offer(request, pk)
    if offer.presentation is None:
        raise Http404
    return print_letter(offer.presentation, offer_letter(offer))


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
    dalo = is_dalo(offer)
    form = RefusalForm(request.POST or None, today=timezone.localdate(), initial={"on": timezone.localdate()})

    def record(told: dict[str, Any]) -> None:
        offer.refuse(on=told["on"], reason=told["reason"], by=by(request))

    return act_page(
        request, form=form, title="Le ménage refuse l'offre", submit="Enregistrer le refus", verb=record, danger=dalo,
        back=_back(offer), case=offer.case, done="Refus enregistré : le ménage est de nouveau prêt pour la CAL.",
        consequence=f"{DALO_WARNING} Le ménage le sait-il ?" if dalo else "",
    )  # fmt: skip


@access(OFFICER)
def silence(request: HttpRequest, pk: str) -> HttpResponse:
    """Past the deadline, silence is a refusal in law; a person confirms it."""
    offer = _offer(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    tried = f"Réponse attendue au plus tard le {offer.reply_deadline:%d/%m/%Y}. Avez-vous essayé de joindre le ménage ?"
    return act_page(
        request, form=form, title="Constater le silence du ménage", submit="Constater le refus par silence", danger=True,
        verb=lambda told: offer.confirm_silence(today=told["on"], by=by(request)), back=_back(offer),
        case=offer.case, done="Silence constaté : l'offre est refusée.",
        consequence=f"{tried} {DALO_WARNING}" if is_dalo(offer) else tried,
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


@access(VIEWERS)
def viewing(request: HttpRequest, pk: str) -> HttpResponse:
    """The household sees the dwelling before it answers: planned, then done."""
    offer = _offer(request, pk)
    one = DwellingViewing.of(offer)
    form = ViewingForm(request.POST or None, initial={"planned_on": one.planned_on, "done_on": one.done_on})

    def keep(told: dict[str, Any]) -> None:
        if told["done_on"]:
            one.note_done(on=told["done_on"], by=by(request))
        else:
            one.plan(on=told["planned_on"], by=by(request))

    return act_page(
        request, form=form, title="Visite du logement proposé", submit="Enregistrer la visite", verb=keep,
        back=_back(offer), case=offer.case, done="Visite du logement enregistrée.",
        intro=f"Avant la réponse, attendue au plus tard le {offer.reply_deadline:%d/%m/%Y}.",
    )  # fmt: skip
