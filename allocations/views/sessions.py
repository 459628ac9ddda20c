"""Pré-CAL sessions: the calendar of the year, and what happens to one of them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from allocations.forms.sessions import CancelForm, ExtraForm, MoveForm, PlaceForm, YearForm, day_or
from allocations.models import Meeting
from allocations.places import PlaceBook
from allocations.session_calendar import month_of, neighbours
from allocations.sessions import add_session, next_first, plan_year
from allocations.views.precal_shared import room
from allocations.views.shared import ORGANISERS, PARTNERS, by
from households.acts import act_page
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement

WEEKDAYS = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
PAST_SHOWN = 26
"""A year of sessions every fourteen days."""


@access(PARTNERS)
def index(request: HttpRequest) -> HttpResponse:
    """The calendar: sessions to come, those of the past year, and a month at a time."""
    agreement = current_agreement(request)
    prefetch_related_objects([agreement], "terms")
    today = timezone.localdate()
    everything = Meeting.objects.visible_to(request.membership).precal().filter(agreement=agreement)  # type: ignore[attr-defined]
    waiting = Count("items", filter=~Q(items__state="withdrawn"))
    sessions = list(everything.annotate(candidates=waiting).order_by("on"))
    book, first = PlaceBook(agreement, today), day_or(request.GET.get("mois", ""), today)
    coming = [one for one in sessions if one.on >= today]
    before, after = neighbours(first)
    month = month_of(first, sessions, agreement.closures.all())
    context = {
        "agreement": agreement,
        "agreements": request.membership.agreements,  # type: ignore[attr-defined]
        "today": today,
        "coming": [(one, book.on(one.on)) for one in coming],
        "past": [one for one in reversed(sessions) if one.on < today][:PAST_SHOWN],
        "month": month,
        "nothing_this_month": not any(day.tells_something for week in month for day in week),
        "weekdays": WEEKDAYS,
        "first": first,
        "before": before,
        "after": after,
        "may_plan": ORGANISERS(request),
    }
    return render(request, "allocations/session_list.html", context)


@access(ORGANISERS)
def plan(request: HttpRequest) -> HttpResponse:
    """Generate a year of sessions."""
    agreement = current_agreement(request)
    first = next_first(agreement, timezone.localdate())
    every = agreement.terms_on(first).precal_every_days
    form = YearForm(request.POST or None, initial={"first": first, "year": first.year})

    def generate(told: dict[str, Any]) -> None:
        made = plan_year(agreement, first=told["first"], year=told["year"])
        cancelled = sum(one.state == Meeting.State.CANCELLED for one in made)
        moved = sum(one.was_moved for one in made)
        told_so = f"{len(made)} séance(s) inscrite(s) au calendrier, dont {moved} décalée(s) et {cancelled} annulée(s)."
        messages.success(
            request, told_so if made else "Toutes ces séances étaient déjà au calendrier : rien ne change."
        )

    return act_page(
        request, form=form, title="Inscrire les séances de l'année", submit="Inscrire les séances", verb=generate,
        back=reverse("allocations:sessions"),
        intro=f"Une séance tous les {every} jours ; un jour férié décale, une fermeture annule en gardant la date et le "
        "motif. Rien n'est écrasé : recommencer n'ajoute rien.",
    )  # fmt: skip


@access(ORGANISERS)
def extra(request: HttpRequest) -> HttpResponse:
    """One more session, outside the rhythm."""
    agreement = current_agreement(request)
    form = ExtraForm(request.POST or None)
    return act_page(
        request, form=form, title="Ajouter une séance", submit="Ajouter la séance",
        verb=lambda told: add_session(agreement, **told), done="Séance ajoutée au calendrier.",
        back=reverse("allocations:sessions"), intro="En plus du rythme convenu, qui ne change pas.",
    )  # fmt: skip


@access(ORGANISERS)
def place(request: HttpRequest, pk: str) -> HttpResponse:
    """Where it takes place."""
    session = room(request, pk)
    form = PlaceForm(request.POST or None, initial={"place": session.place})
    return act_page(
        request, form=form, title=f"Lieu de la séance du {session.on:%d/%m/%Y}", submit="Enregistrer le lieu",
        verb=lambda told: session.meet_at(told["place"]), done="Lieu enregistré.",
        back=reverse("allocations:session", args=[session.pk]),
    )  # fmt: skip


@access(ORGANISERS)
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Hold it another day."""
    session = room(request, pk)
    form = MoveForm(request.POST or None, initial={"on": session.on})
    return act_page(
        request, form=form, title=f"Reporter la séance du {session.on:%d/%m/%Y}", submit="Reporter",
        verb=lambda told: session.move_to(told["on"], reason=told["reason"]), done="Séance reportée.",
        back=reverse("allocations:session", args=[session.pk]),
        consequence="La première date et le motif restent au calendrier. Les réponses à l'invitation sont redemandées.",
    )  # fmt: skip


@access(ORGANISERS)
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Not held at all."""
    session = room(request, pk)
    form = CancelForm(request.POST or None)
    return act_page(
        request, form=form, title=f"Annuler la séance du {session.on:%d/%m/%Y}", submit="Annuler la séance", danger=True,
        verb=lambda told: session.cancel(reason=told["reason"], by=by(request)), done="Séance annulée.",
        consequence="Les candidatures inscrites et non décidées retournent dans la liste d'attente.",
        back=reverse("allocations:session", args=[session.pk]),
    )  # fmt: skip
