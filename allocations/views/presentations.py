"""One passage before the CAL: the decision, what becomes of it, what is written to the household."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from allocations.forms.cal import AwardForm, CalDecisionForm, WithdrawalForm
from allocations.forms.shared import OnForm
from allocations.letters import decision_letter, offer_letter
from allocations.models import Announcement, CalPresentation, CalSitting, Offer
from allocations.models.cal_guards import still_ranked_before
from allocations.views.cal import OFFICER
from allocations.views.shared import by, writers_of
from households.access import open_or_404, readers, roles
from households.acts import act_page
from households.confidentiality import READERS, DataClass
from lodabord.kernel import pdf
from lodabord.kernel.access import access

ANNOUNCERS = writers_of(Announcement)
OF_LETTERS = READERS[DataClass.PROCESS] & READERS[DataClass.TENANCY] & READERS[DataClass.IDENTITY]
"""A letter names the household and the dwelling: only who may read both."""
may_read_letters = roles(OF_LETTERS)


def passage_or_404(request: HttpRequest, pk: str) -> CalPresentation:
    records = CalPresentation.objects.select_related(
        "case__household__housing_request", "case__agreement__landlord", "case__agreement__association",
        "case__agreement__programme", "case__agreement__territory", "case__referent", "dwelling", "note__recipient",
        "motive",
    )  # fmt: skip
    return open_or_404(request, records, pk=pk)


def _back(passage: CalPresentation) -> str:
    return reverse("allocations:presentation", args=[passage.pk])


@access(readers(DataClass.PROCESS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """One passage: the note that was read, the decision, the offer, what the household is told and by whom."""
    passage, today, member = passage_or_404(request, pk), timezone.localdate(), request.membership  # type: ignore[attr-defined]
    offer = Offer.objects.visible_to(member).filter(presentation=passage).select_related("viewing").first()
    if offer is not None:
        offer.presentation, offer.case = passage, passage.case
    sitting = CalSitting.objects.visible_to(member).filter(
        agreement=passage.case.agreement_id, on=passage.cal_on, state=CalSitting.State.PLANNED
    )
    context = {
        "passage": passage,
        "case": passage.case,
        "offer": offer,
        "stage": offer.stage_on(today) if offer else "",
        "sitting": sitting.first(),
        "before": still_ranked_before(passage) if passage.effect == CalPresentation.Effect.PENDING else [],
        "announcements": passage.announcements.select_related("announcer", "announced_by", "case__referent"),
        "letter": _letter(passage, offer) if may_read_letters(request) else None,
        "today": today,
        "may_write": OFFICER(request),
        "may_announce": ANNOUNCERS(request),
    }
    return render(request, "allocations/presentation.html", context)


def _letter(passage: CalPresentation, offer: Offer | None) -> Any:
    """The text of the moment: the offer while it waits, else the decision."""
    if offer is not None and offer.state == Offer.State.OPEN:
        return offer_letter(offer)
    return decision_letter(passage) if passage.state == CalPresentation.State.DECIDED else None


def print_letter(passage: CalPresentation, letter: Any) -> HttpResponse:
    """The letter as PDF; its file is named by the household's code."""
    context = {"letter": letter, "case": passage.case, "agreement": passage.case.agreement}
    html = render_to_string("allocations/documents/letter.html", context)
    return pdf.response(html, f"{letter.code}-{passage.case.household.code}")


@access(may_read_letters)
def letter(request: HttpRequest, pk: str) -> HttpResponse:
    """The decision, written to the household."""
    passage = passage_or_404(request, pk)
    if passage.state != CalPresentation.State.DECIDED:
        raise Http404
    return print_letter(passage, decision_letter(passage))


@access(OFFICER)
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Record what the commission decided: one of five, nothing else."""
    passage, today = passage_or_404(request, pk), timezone.localdate()
    form = CalDecisionForm(request.POST or None, today=today, initial={"candidates_count": 3})

    def record(told: dict[str, Any]) -> None:
        details = {name: value for name, value in told.items() if name != "decision"}
        passage.decide(told["decision"], by=by(request), today=today, **details)

    return act_page(
        request, form=form, title=f"Décision de la CAL du {passage.cal_on:%d/%m/%Y}", submit="Enregistrer la décision",
        verb=record, back=_back(passage), case=passage.case, done="Décision enregistrée.",
        intro="« Ajournement » n'est pas une décision de CAL : un dossier non examiné est retiré de l'ordre du jour.",
    )  # fmt: skip


@access(OFFICER)
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Not examined: nothing is decided."""
    passage = passage_or_404(request, pk)
    form = WithdrawalForm(request.POST or None)
    return act_page(
        request, form=form, title="Retirer de l'ordre du jour", submit="Retirer",
        verb=lambda told: passage.withdraw(reason=told["reason"], by=by(request)), back=reverse("allocations:cal"),
        case=passage.case, done="Dossier retiré : aucune décision n'a été prise, le ménage reste prêt pour la CAL.",
        consequence="Ce n'est pas une décision de la commission : le ménage redevient prêt pour la CAL.",
    )  # fmt: skip


@access(OFFICER)
def notify(request: HttpRequest, pk: str) -> HttpResponse:
    """The written decision left for the household."""
    passage = passage_or_404(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Décision notifiée au ménage", submit="Enregistrer la notification",
        verb=lambda told: passage.notify(on=told["on"], by=by(request)), back=_back(passage), case=passage.case,
        done="Notification enregistrée.",
    )  # fmt: skip


@access(OFFICER)
def describe(request: HttpRequest, pk: str) -> HttpResponse:
    """For the annual return: first quartile, priority district; « non renseigné » is an answer."""
    passage = passage_or_404(request, pk)
    now = {"first_quartile": passage.first_quartile, "priority_district": passage.priority_district}
    form = AwardForm(request.POST or None, initial=now)
    return act_page(
        request, form=form, title="Décrire l'attribution pour le bilan annuel", submit="Enregistrer",
        verb=lambda told: passage.describe(**told, by=by(request)), back=_back(passage), case=passage.case,
        done="Attribution décrite.",
        intro="Ces réponses ne servent qu'à compter les attributions dans le rapport du comité de pilotage.",
    )  # fmt: skip


@access(OFFICER)
def take_effect(request: HttpRequest, pk: str) -> HttpResponse:
    """Those ranked before refused, or the condition is met."""
    passage = passage_or_404(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    told = "Les ménages classés avant ont refusé" if passage.rank else "La pièce est arrivée dans le délai"
    return act_page(
        request, form=form, title="L'attribution devient effective", submit="Enregistrer",
        verb=lambda told: passage.become_effective(on=told["on"], by=by(request)), back=_back(passage),
        case=passage.case, done="Attribution effective : le logement peut être proposé au ménage.",
        intro=f"{told} : indiquez quand. L'offre peut ensuite être notifiée.",
    )  # fmt: skip


@access(OFFICER)
def no_effect(request: HttpRequest, pk: str) -> HttpResponse:
    """Someone ranked before accepted, or the condition was not met in its delay."""
    passage = passage_or_404(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    told = "Un ménage classé avant a accepté le logement." if passage.rank else "La pièce n'est pas arrivée à temps."
    return act_page(
        request, form=form, title="L'attribution reste sans effet", submit="Enregistrer", danger=True,
        verb=lambda told: passage.remain_without_effect(on=told["on"], by=by(request)),
        back=reverse("allocations:cal"), case=passage.case, done="Le ménage est de nouveau prêt pour la CAL.",
        consequence=f"{told} Le ménage sera présenté à une prochaine CAL.",
    )  # fmt: skip
