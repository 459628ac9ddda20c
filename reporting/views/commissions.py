"""The commission Logement d'abord: its meetings, what was said there, the figures of the territory."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from allocations.models import Meeting
from households.access import open_or_404
from households.acts import act_page
from households.keeping import revision_of
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from reporting.committee_content import lines_of
from reporting.committee_forms import (
    CameForm,
    CancelForm,
    CommissionForm,
    CommissionTextsForm,
    ContextForm,
    SeatsForm,
)
from reporting.context_figures import compared, current
from reporting.models import Commission, ContextFigure, Situation
from reporting.models.seat import seat_people, seats_from
from reporting.views.committee_shared import leads, member_of, professional, table, without_names


def _commission(request: HttpRequest, pk: str) -> Commission:
    found: Commission = open_or_404(
        request, Commission.objects.select_related("meeting__agreement", "agreement"), pk=pk
    )
    return found


def _page(commission: Commission) -> str:
    return reverse("copil:commission", args=[commission.pk])


@access(table)
def index(request: HttpRequest) -> HttpResponse:
    """The meetings of the network, and the territory's figures beside the programme's."""
    agreement = current_agreement(request)
    mine = Commission.objects.visible_to(member_of(request)).filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "agreements": member_of(request).agreements,
        "commissions": mine.select_related("meeting").order_by("-meeting__on"),
        "figures": current(agreement),
        "compared": compared(agreement, member_of(request)),
        "may_lead": leads(request),
    }
    return render(request, "reporting/commission_list.html", context)


@access(leads)
def create(request: HttpRequest) -> HttpResponse:
    """On the calendar."""
    agreement = current_agreement(request)
    kind = Meeting.Kind.HOUSING_FIRST_COMMISSION
    coming = Meeting.objects.filter(agreement=agreement, kind=kind, commission=None).upcoming(timezone.localdate())
    first = coming.first()
    form = CommissionForm(request.POST or None, initial={"on": first.on, "place": first.place} if first else {})

    def plan(told: dict[str, Any]) -> None:
        without_names(request, told["themes"])
        Commission.plan(agreement, **told)

    return act_page(
        request, form=form, title="Prévoir une commission Logement d'abord", submit="Prévoir la commission", verb=plan,
        done="Commission prévue.", back=f"{reverse('copil:commissions')}?convention={agreement.code}",
    )  # fmt: skip


@access(table)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Before it, who comes and what is presented; after it, what was said."""
    commission = _commission(request, pk)
    mine, on = member_of(request), commission.meeting.on
    found = Situation.objects.visible_to(mine).filter(meeting=commission.meeting)
    situations = found.select_related("case__household", "validated_by")
    context = {
        "commission": commission,
        "meeting": commission.meeting,
        "themes": lines_of(commission.themes),
        "seats": list(commission.meeting.seats.all()),  # type: ignore[attr-defined]
        "situations": [(one, one.weeks(on), one.waits_for(mine)) for one in situations],
        "today": timezone.localdate(),
        "may_lead": leads(request),
    }
    return render(request, "reporting/commission.html", context)


@access(leads)
def texts(request: HttpRequest, pk: str) -> HttpResponse:
    """The themes before, the summary after."""
    commission = _commission(request, pk)
    initial = {"themes": commission.themes, "summary": commission.summary}
    form = CommissionTextsForm(request.POST or None, initial=initial)

    def write(told: dict[str, Any]) -> None:
        without_names(request, *told.values())
        commission.write(**told, revision=revision_of(request) or commission.revision)

    return act_page(
        request, form=form, title=f"Thèmes et compte rendu, {commission.meeting.on:%d/%m/%Y}", submit="Enregistrer",
        verb=write, done="Textes enregistrés.", back=_page(commission), revision=commission.revision,
    )  # fmt: skip


@access(leads)
def seats(request: HttpRequest, pk: str) -> HttpResponse:
    """Who is expected, by function."""
    commission = _commission(request, pk)
    known = [f"{one.organisation} : {one.function}".rstrip(" :") for one in commission.meeting.seats.all()]  # type: ignore[attr-defined]
    form = SeatsForm(request.POST or None, initial={"people": "\n".join(known)})

    def seat(told: dict[str, Any]) -> None:
        without_names(request, told["people"])
        seat_people(commission.meeting, seats_from(told["people"]))

    return act_page(
        request, form=form, title="Participants de la commission", submit="Enregistrer les participants", verb=seat,
        done="Participants enregistrés.", back=_page(commission),
    )  # fmt: skip


@access(leads)
def hold(request: HttpRequest, pk: str) -> HttpResponse:
    """It took place: who came."""
    commission = _commission(request, pk)
    seats_there = list(commission.meeting.seats.all())  # type: ignore[attr-defined]
    form = CameForm(request.POST if request.method == "POST" else None, seats=seats_there)
    return act_page(
        request, form=form, title="Commission : présences", submit="Noter la commission tenue", back=_page(commission),
        verb=lambda told: commission.hold(form.chosen(), today=timezone.localdate()), done="Commission notée tenue.",
        consequence="Les participants et les situations ne changeront plus ; le compte rendu s'écrit ensuite.",
    )  # fmt: skip


@access(leads)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Not held at all."""
    commission = _commission(request, pk)
    return act_page(
        request, form=CancelForm(request.POST or None), title="Annuler la commission", submit="Annuler la commission",
        verb=lambda told: commission.cancel(**told), done="Commission annulée.", back=_page(commission), danger=True,
    )  # fmt: skip


@access(leads)
def enter_figure(request: HttpRequest) -> HttpResponse:
    """A figure of the territory, with its source and its date."""
    agreement = current_agreement(request)
    form = ContextForm(request.POST or None)

    def enter(told: dict[str, Any]) -> None:
        without_names(request, told["source"], told["why"])
        ContextFigure.enter(agreement, at=timezone.now(), by=professional(request), **told)

    return act_page(
        request, form=form, title="Saisir un chiffre de contexte", submit="Enregistrer le chiffre", verb=enter,
        done="Chiffre enregistré.", back=f"{reverse('copil:commissions')}?convention={agreement.code}",
        intro="Ces chiffres viennent d'ailleurs : chacun porte sa source et sa date.",
    )  # fmt: skip
