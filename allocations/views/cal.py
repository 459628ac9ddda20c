"""The CAL (CALEOL): who is ready, who is presented, what the commission decided. The landlord's officer writes; others read."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from allocations.forms.cal import CalDecisionForm, ScheduleForm, WithdrawalForm
from allocations.forms.shared import OnForm
from allocations.models import CalPresentation, Dwelling, Offer
from allocations.views.shared import by, opened, visible_cases, writers_of
from households.access import open_or_404, readers
from households.acts import act_page
from households.confidentiality import DataClass
from households.models import Case, Transmission
from lodabord.kernel.access import access

OFFICER = writers_of(CalPresentation)


@access(readers(DataClass.PROCESS))
def index(request: HttpRequest) -> HttpResponse:
    """Ready for the CAL (oldest first), presented, offers awaiting an answer."""
    today = timezone.localdate()
    notes = Transmission.objects.filter(kind=Transmission.Kind.CAL_NOTE).order_by("-version")
    cases = visible_cases(request).select_related("household__housing_request", "agreement")
    ready = cases.filter(state=Case.State.CAL_READY).order_by("cal_ready_on")
    ready = ready.prefetch_related("household__persons", Prefetch("transmissions", notes, to_attr="sent_notes"))
    passages = CalPresentation.objects.visible_to(request.membership).select_related("case__household", "dwelling")  # type: ignore[attr-defined]
    offers = Offer.objects.visible_to(request.membership).awaiting_reply().select_related("case__household")  # type: ignore[attr-defined]
    context = {
        "today": today,
        "ready": [_readiness(case, today) for case in ready],
        "scheduled": passages.filter(state=CalPresentation.State.SCHEDULED).order_by("cal_on"),
        "pending": passages.filter(effect=CalPresentation.Effect.PENDING).order_by("cal_on"),
        "offers": offers.order_by("reply_deadline"),
        "recent": passages.filter(state=CalPresentation.State.DECIDED).order_by("-cal_on")[:15],
        "may_write": OFFICER(request),
    }
    return render(request, "allocations/cal.html", context)


def _readiness(case: Any, today: Any) -> dict[str, Any]:
    """What is there and what blocks, for one household ready for the CAL."""
    request = getattr(case.household, "housing_request", None)
    status = request.status_on(today) if request else None
    note = case.sent_notes[0] if case.sent_notes else None
    blocked = [
        reason
        for reason, missing in [
            ("numéro unique absent ou périmé", not (request and request.may_be_examined_on(today))),
            ("note non transmise", note is None),
        ]
        if missing
    ]
    waited = (today - case.cal_ready_on).days if case.cal_ready_on else 0
    late = waited > case.agreement.terms_on(today).cal_within_days
    return {
        "case": case,
        "status": status,
        "request": request,
        "note": note,
        "blocked": blocked,
        "waited": waited,
        "late": late,
    }


@access(OFFICER)
def schedule(request: HttpRequest, pk: str) -> HttpResponse:
    """Inscribe on a CAL, as a priority (R-23)."""
    case = opened(request, pk)
    dwellings = Dwelling.objects.visible_to(request.membership).filter(agreement=case.agreement)  # type: ignore[attr-defined]
    form = ScheduleForm(request.POST or None, dwellings=dwellings)

    def inscribe(told: dict[str, Any]) -> None:
        CalPresentation.schedule(case, on=timezone.localdate(), by=by(request), **told)

    return act_page(
        request, form=form, title="Inscrire en CAL", submit="Inscrire", verb=inscribe, back=reverse("allocations:cal"),
        case=case, done="Ménage inscrit en CAL, dossier prioritaire.",
    )  # fmt: skip


def _passage(request: HttpRequest, pk: str) -> CalPresentation:
    records = CalPresentation.objects.select_related(
        "case__household__housing_request", "case__agreement", "dwelling", "note", "motive"
    )
    return open_or_404(request, records, pk=pk)


@access(readers(DataClass.PROCESS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """One passage: the note that was read, the decision, what follows."""
    passage = _passage(request, pk)
    offer = Offer.objects.visible_to(request.membership).filter(presentation=passage).first()  # type: ignore[attr-defined]
    context = {
        "passage": passage,
        "case": passage.case,
        "offer": offer,
        "today": timezone.localdate(),
        "may_write": OFFICER(request),
    }
    return render(request, "allocations/presentation.html", context)


@access(OFFICER)
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Record what the commission decided: one of five, nothing else."""
    passage = _passage(request, pk)
    form = CalDecisionForm(request.POST or None, today=timezone.localdate(), initial={"candidates_count": 3})

    def record(told: dict[str, Any]) -> None:
        details = {name: value for name, value in told.items() if name != "decision"}
        passage.decide(told["decision"], by=by(request), **details)

    return act_page(
        request, form=form, title=f"Décision de la CAL du {passage.cal_on:%d/%m/%Y}", submit="Enregistrer la décision",
        verb=record, back=reverse("allocations:presentation", args=[passage.pk]), case=passage.case,
        done="Décision enregistrée.",
        intro="« Ajournement » n'est pas une décision de CAL : un dossier non examiné est retiré de l'ordre du jour.",
    )  # fmt: skip


@access(OFFICER)
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    passage = _passage(request, pk)
    form = WithdrawalForm(request.POST or None)
    return act_page(
        request, form=form, title="Retirer de l'ordre du jour", submit="Retirer",
        verb=lambda told: passage.withdraw(reason=told["reason"], by=by(request)), back=reverse("allocations:cal"),
        case=passage.case, done="Dossier retiré : aucune décision n'a été prise, le ménage reste prêt pour la CAL.",
    )  # fmt: skip


@access(OFFICER)
def take_effect(request: HttpRequest, pk: str) -> HttpResponse:
    """Those ranked before refused, or the condition is met."""
    passage = _passage(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="L'attribution devient effective", submit="Enregistrer",
        verb=lambda told: passage.become_effective(on=told["on"], by=by(request)),
        back=reverse("allocations:presentation", args=[passage.pk]), case=passage.case,
        done="Attribution effective : le logement peut être proposé au ménage.",
    )  # fmt: skip


@access(OFFICER)
def no_effect(request: HttpRequest, pk: str) -> HttpResponse:
    """Someone ranked before accepted, or the condition was not met."""
    passage = _passage(request, pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="L'attribution reste sans effet", submit="Enregistrer", danger=True,
        verb=lambda told: passage.remain_without_effect(by=by(request)), back=reverse("allocations:cal"),
        case=passage.case, done="Le ménage est de nouveau prêt pour la CAL.",
        consequence="Le ménage sera présenté à une prochaine CAL.",
    )  # fmt: skip
