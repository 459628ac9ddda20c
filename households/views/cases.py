"""The list of cases, and the household's file."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from households.access import open_or_404, readers
from households.acts_menu import acts_for
from households.confidentiality import DataClass
from households.models import Case
from households.panels import panels_for
from households.path import path_of
from households.stages import State, Track
from households.stalled import days_at_stage, is_stalled
from households.strips import strips_for
from lodabord.kernel.access import access

PER_PAGE = 25


@access(readers(DataClass.PROCESS))
def index(request: HttpRequest) -> HttpResponse:
    """The cases one stands on: searched by code or name, filtered by track and stage."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "volet", "etape", "miens")}
    cases = Case.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    found = _narrow(cases, asked, request.user.pk)
    found = (
        found.select_related("household", "referent")
        .prefetch_related("household__persons")
        .order_by("-opened_on", "pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "page": page,
        "asked": asked,
        "query": f"{urlencode(kept)}&" if kept else "",
        "tracks": Track.choices,
        "states": State.choices,
    }
    return render(request, "households/case_list.html", context)


def _narrow(cases: QuerySet, asked: dict[str, str], me: Any) -> QuerySet:
    if asked["q"]:
        words = Q()
        for word in asked["q"].split():
            words &= (
                Q(household__code__icontains=word)
                | Q(household__persons__role="holder", household__persons__last_name__unaccent__icontains=word)
                | Q(household__persons__role="holder", household__persons__first_name__unaccent__icontains=word)
            )
        cases = cases.filter(words).distinct()
    if asked["volet"] in Track.values:
        cases = cases.filter(track=asked["volet"])
    if asked["etape"] in State.values:
        cases = cases.filter(state=asked["etape"])
    elif not asked["q"]:
        cases = cases.exclude(state=State.CLOSED)
    if asked["miens"]:
        cases = cases.filter(Q(referent=me) | Q(deputy=me))
    return cases


@access(readers(DataClass.PROCESS))
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The file: who, where on the path, what can be done, then each room's panels."""
    cases = Case.objects.select_related(
        "household", "agreement__landlord", "agreement__association", "referent", "deputy", "landlord_contact"
    )
    case = open_or_404(request, cases.prefetch_related("household__persons"), pk=pk)
    today = timezone.localdate()
    context = {
        "case": case,
        "today": today,
        "path": path_of(case),
        "days_at_stage": days_at_stage(case, today),
        "stalled": is_stalled(case, today),
        "acts": acts_for(request, case),
        "panels": panels_for(request, case),
        "strips": strips_for(request, case),
    }
    return render(request, "households/case.html", context)
