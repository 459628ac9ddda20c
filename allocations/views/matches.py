"""« Logements et besoin »: each point with its facts and its reason; people decide."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from allocations.models import CalPresentation, Dwelling, ForeseenDwelling, HousingNeed
from allocations.need_matches import files_of, means_of_files
from allocations.suitability import Means, points
from allocations.views.shared import writers_of
from households.access import open_or_404, roles
from households.confidentiality import READERS, DataClass
from households.models import Case
from lodabord.kernel.access import access

MATCHERS = roles(READERS[DataClass.HOUSING_NEED] & READERS[DataClass.TENANCY])
PRESENTER = writers_of(CalPresentation)
OFFICER = writers_of(ForeseenDwelling)
PER_PAGE = 10


@access(MATCHERS)
def dwellings(request: HttpRequest, pk: str) -> HttpResponse:
    """For a need: the dwellings open to the programme; the vacant ones too when asked."""
    member: Any = request.membership  # type: ignore[attr-defined]
    needs = HousingNeed.objects.visible_to(member).with_what_is_foreseen().select_related("agreement")
    need = open_or_404(request, needs, pk=pk)
    vacant = request.GET.get("vacants") == "1"
    states = [Dwelling.State.ACCEPTING, Dwelling.State.VACANT] if vacant else [Dwelling.State.ACCEPTING]
    found = Dwelling.objects.visible_to(member).filter(agreement=need.agreement, state__in=states)
    page = Paginator(found.order_by("commune", "reference"), PER_PAGE).get_page(request.GET.get("page"))
    files = files_of([need], member)
    means = means_of_files(files, member).get(need.case_id, Means())
    attention = need.agreement.terms_on(timezone.localdate()).effort_rate_attention
    context = {
        "need": need,
        "case_file": files.get(need.case_id),
        "page": page,
        "vacant": vacant,
        "query": "vacants=1&" if vacant else "",
        "rows": [
            {
                "dwelling": one,
                "points": points(one, need, means, attention=attention),
                "schedule_url": _schedule(request, need, files, one),
            }
            for one in page.object_list
        ],
        "may_foresee": OFFICER(request),
    }
    return render(request, "allocations/need_dwellings.html", context)


@access(MATCHERS)
def needs(request: HttpRequest, pk: str) -> HttpResponse:
    """For a dwelling: the needs to come, the soonest ready first."""
    member: Any = request.membership  # type: ignore[attr-defined]
    dwelling = open_or_404(request, Dwelling.objects.select_related("agreement"), pk=pk)
    found = HousingNeed.objects.visible_to(member).current().filter(agreement=dwelling.agreement)
    page = Paginator(found.order_by("ready_on", "code"), PER_PAGE).get_page(request.GET.get("page"))
    files = files_of(page.object_list, member)
    means = means_of_files(files, member)
    attention = dwelling.agreement.terms_on(timezone.localdate()).effort_rate_attention
    context = {
        "dwelling": dwelling,
        "page": page,
        "query": "",
        "rows": [
            {
                "need": one,
                "points": points(dwelling, one, means.get(one.case_id, Means()), attention=attention),
                "schedule_url": _schedule(request, one, files, dwelling),
            }
            for one in page.object_list
        ],
        "may_foresee": OFFICER(request),
    }
    return render(request, "allocations/dwelling_needs.html", context)


def _schedule(request: HttpRequest, need: HousingNeed, files: dict[Any, Case], dwelling: Dwelling) -> str:
    """Where to inscribe on a CAL with this dwelling; nothing while the household is not ready."""
    case = files.get(need.case_id)
    if case is None or case.state != Case.State.CAL_READY or not PRESENTER(request):
        return ""
    return reverse("allocations:cal_schedule", args=[case.pk]) + f"?logement={dwelling.pk}"
