"""Absences of the team: who is away, who does what is needed, what is left open."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment.away import away_of
from accompaniment.forms.absences import AbsenceForm, CoverForm, ShorteningForm
from accompaniment.views.shared import TEAM, by
from households.acts import act_page, attempt
from households.models import Absence, Case
from lodabord.kernel.access import access
from lodabord.partners.roles import Role


@access(TEAM)
def index(request: HttpRequest) -> HttpResponse:
    today, member = timezone.localdate(), request.membership  # type: ignore[attr-defined]
    context = {"away": away_of(member, today), "today": today, "me": by(request), "head": _is_head(member)}
    return render(request, "accompaniment/absences.html", context)


@access(TEAM)
def create(request: HttpRequest) -> HttpResponse:
    """One's own; the head writes anybody's."""
    today, member = timezone.localdate(), request.membership  # type: ignore[attr-defined]
    form = AbsenceForm(
        request.POST or None, me=by(request), head=_is_head(member), agreements=member.agreements, today=today
    )

    def note(told: dict[str, Any]) -> None:
        colleague = told["colleague"]
        Absence.note(
            told["professional"], organisation=member.organisation, kind=told["kind"], starts_on=told["starts_on"],
            ends_on=told["ends_on"], covers=[(colleague, None)] if colleague else [], by=by(request), today=today,
        )  # fmt: skip

    return _page(request, form, "Noter une absence", "Noter l'absence", note, "Absence notée.")


@access(TEAM)
def cover(request: HttpRequest, pk: str) -> HttpResponse:
    """A colleague for one household, or for all of them."""
    absence, today = _own(request, pk), timezone.localdate()
    cases = Case.objects.visible_to(request.membership).open().filter(referent=absence.professional)  # type: ignore[attr-defined]
    form = CoverForm(
        request.POST or None, cases=cases.select_related("household").prefetch_related("household__persons"),
        absent=absence.professional, agreements=request.membership.agreements, today=today,  # type: ignore[attr-defined]
    )  # fmt: skip
    return _page(
        request, form, f"Qui remplace {absence.professional}", "Noter le remplacement",
        lambda told: absence.cover(told["colleague"], case=told["case"]), "Remplacement noté.",
    )  # fmt: skip


@access(TEAM)
def shorten(request: HttpRequest, pk: str) -> HttpResponse:
    absence, today = _own(request, pk), timezone.localdate()
    form = ShorteningForm(request.POST or None, initial={"ends_on": today})
    return _page(
        request, form, f"Raccourcir l'absence de {absence.professional}", "Raccourcir",
        lambda told: absence.shorten(told["ends_on"], today=today), "Absence raccourcie.",
        consequence="Le lendemain, qui remplaçait ne lit plus ce que le remplacement ouvrait.",
    )  # fmt: skip


@access(TEAM)
@require_POST
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    absence, today = _own(request, pk), timezone.localdate()
    attempt(request, lambda: absence.cancel(today=today), done="Absence annulée.")
    return redirect("accompaniment:absences")


def _is_head(member: Any) -> bool:
    return bool(member.role == Role.ASSO_HEAD)


def _own(request: HttpRequest, pk: str) -> Absence:
    """One's own absence, or anybody's of the association for the head; still to come or running."""
    member: Any = request.membership  # type: ignore[attr-defined]
    found = Absence.objects.standing().filter(pk=pk, organisation=member.organisation_id, ends_on__gte=_today())
    absence = found.select_related("professional").first()
    if absence is None or not (_is_head(member) or absence.professional_id == member.professional_id):
        raise Http404
    return absence


def _today() -> date:
    return timezone.localdate()


def _page(request: HttpRequest, form: Any, title: str, submit: str, verb: Any, done: str, **more: Any) -> HttpResponse:
    return act_page(
        request, form=form, title=title, submit=submit, verb=verb, done=done, private=True,
        back=reverse("accompaniment:absences"), **more,
    )  # fmt: skip
