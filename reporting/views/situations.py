"""Situations put before a committee or a commission, by code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.models import Meeting
from households.access import open_or_404
from households.acts import act_page, attempt
from households.models import Case
from lodabord.kernel.access import access
from lodabord.kernel.forms import ActForm
from reporting.committee_forms import PointForm, SituationForm
from reporting.committee_words import check_situation_text
from reporting.models import Commission, Committee, Situation
from reporting.views.committee_shared import leads, member_of, professional

MEETINGS = frozenset({Meeting.Kind.STEERING, Meeting.Kind.HOUSING_FIRST_COMMISSION})


def meeting_of(request: HttpRequest, pk: Any) -> Meeting:
    """The meeting of a committee or of a commission."""
    meetings = Meeting.objects.filter(kind__in=list(MEETINGS)).select_related("agreement")
    found: Meeting = open_or_404(request, meetings, pk=pk)
    return found


def page_of_meeting(meeting: Meeting) -> str:
    """The page of whatever is prepared for that meeting."""
    if committee := Committee.objects.filter(meeting=meeting).first():
        return reverse("copil:committee", args=[committee.pk])
    commission = Commission.objects.filter(meeting=meeting).first()
    return reverse("copil:commission", args=[commission.pk]) if commission else reverse("copil:committees")


def _situation(request: HttpRequest, pk: str) -> Situation:
    found: Situation = open_or_404(
        request, Situation.objects.select_related("meeting__agreement", "case__household"), pk=pk
    )
    return found


@access(leads)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """One more situation: a code, two lines."""
    meeting = meeting_of(request, pk)
    known = Situation.objects.filter(meeting=meeting).values("case")
    cases = Case.objects.visible_to(member_of(request)).open().filter(agreement=meeting.agreement)
    cases = cases.filter(landlord_from__isnull=False).exclude(pk__in=known).select_related("household")
    form = SituationForm(request.POST or None, cases=cases.order_by("household__code"))

    def put(told: dict[str, Any]) -> None:
        check_situation_text(told["point"], told["case"])
        Situation.put(meeting, told["case"], point=told["point"], by=member_of(request))

    return act_page(
        request, form=form, title="Présenter une situation", submit="Inscrire la situation", verb=put,
        done="Situation inscrite. L'autre partenaire doit la valider avant que les financeurs ne la lisent.",
        back=page_of_meeting(meeting),
        intro="Les financeurs liront le code, le volet, l'étape, les semaines passées à cette étape et ces deux lignes. "
        "Rien d'autre.",
    )  # fmt: skip


@access(leads)
def rewrite(request: HttpRequest, pk: str) -> HttpResponse:
    """Another wording."""
    situation = _situation(request, pk)
    form = PointForm(request.POST or None, initial={"point": situation.point})

    def write(told: dict[str, Any]) -> None:
        check_situation_text(told["point"], situation.case)
        situation.rewrite(told["point"], by=member_of(request))

    return act_page(
        request, form=form, title=f"Point à arbitrer, {situation.case.household.code}", submit="Enregistrer",
        verb=write, done="Point réécrit : il est à valider de nouveau.", back=page_of_meeting(situation.meeting),
        consequence="Une validation déjà donnée tombe.",
    )  # fmt: skip


@access(leads)
@require_POST
def validate(request: HttpRequest, pk: str) -> HttpResponse:
    """The other partner has read it."""
    situation = _situation(request, pk)
    attempt(
        request, lambda: situation.validate(by=member_of(request), at=timezone.now()),
        done=f"{situation.case.household.code} : point validé.",
    )  # fmt: skip
    return redirect(page_of_meeting(situation.meeting))


@access(leads)
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Off the agenda."""
    situation = _situation(request, pk)
    return act_page(
        request, form=ActForm(request.POST if request.method == "POST" else None), danger=True,
        title=f"Retirer {situation.case.household.code} de l'ordre du jour", submit="Retirer la situation",
        verb=lambda told: situation.withdraw(by=professional(request)), done="Situation retirée.",
        back=page_of_meeting(situation.meeting), consequence="Ce qui a déjà été envoyé reste envoyé.",
    )  # fmt: skip
