"""From a figure to the files behind it. Never for funders."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from households.access import journal_list, roles
from lodabord.kernel.access import access
from lodabord.partners.roles import Role
from reporting.behind import behind, lines, may_open
from reporting.editions import edition_for, own_caseload
from reporting.indicators import Indicator, every
from reporting.models import SteeringSnapshot
from reporting.parts.context import SPAN_LABEL, TRACK_LABEL
from reporting.views.reports import READERS, opened
from reporting.wording import say

PER_PAGE = 100
WHO_FOLLOWS = READERS - {Role.FUNDER}


@dataclass(frozen=True)
class Cell:
    """A figure, and the address of its list when there is one to open."""

    text: str
    address: str


@dataclass(frozen=True)
class Row:
    indicator: Indicator
    cells: list[Cell]


@access(roles(WHO_FOLLOWS))
def index(request: HttpRequest, pk: str) -> HttpResponse:
    """Every figure of the report that has a list."""
    snapshot, member = opened(request, pk), request.membership  # type: ignore[attr-defined]
    values = snapshot.told(edition_for(member), naming_professionals=True)["indicators"]
    open_to_me = [one for one in every() if may_open(one, member)]
    tracks = [
        (label, [Row(one, _cells(snapshot, one, track, values)) for one in open_to_me if track in one.tracks])
        for track, label in TRACK_LABEL.items()
    ]
    context = {
        "snapshot": snapshot,
        "tracks": tracks,
        "spans": SPAN_LABEL.values(),
        "caseload": _caseload(values, member),
    }
    return render(request, "reporting/behind_index.html", context)


def _cells(snapshot: SteeringSnapshot, indicator: Indicator, track: str, values: dict[str, Any]) -> list[Cell]:
    told = values.get(indicator.code, {}).get(track, {})
    return [
        Cell(say(told.get(span)), _address(snapshot, indicator, track, span) if told.get(span) else "")
        for span in SPAN_LABEL
    ]


def _address(snapshot: SteeringSnapshot, indicator: Indicator, track: str, span: str) -> str:
    return reverse("reporting:behind", args=[snapshot.pk, indicator.code, track, span])


def _caseload(values: dict[str, Any], member: Any) -> list[tuple[str, int]]:
    """Households by referent: for the head, her team; for a professional, her own."""
    by = (values["A11"]["all"]["quarter"] or {}).get("by", {}) if may_open(_one("A11"), member) else {}
    return sorted(own_caseload(by, member).items())


def _one(code: str) -> Indicator:
    """The indicator of that code, or nothing at this address."""
    found = next((one for one in every() if one.code == code), None)
    if found is None:
        raise Http404
    return found


@access(roles(WHO_FOLLOWS))
def show(request: HttpRequest, pk: str, code: str, track: str, span: str) -> HttpResponse:
    """The list behind a figure; each household shown is journalled as read."""
    snapshot, member = opened(request, pk), request.membership  # type: ignore[attr-defined]
    indicator = _one(code)
    if not indicator.defined_for(track, span) or not may_open(indicator, member):
        raise Http404
    found = behind(snapshot, indicator, track, span, membership=member, today=timezone.localdate())
    page = Paginator(found.units, PER_PAGE).get_page(request.GET.get("page"))
    shown = lines(indicator, list(page.object_list), member)
    journal_list(request, snapshot, [one.case for one in shown if one.case])
    presented = say(snapshot.told(edition_for(member))["indicators"].get(code, {}).get(track, {}).get(span))
    context = {
        "snapshot": snapshot,
        "indicator": indicator,
        "track": TRACK_LABEL[track],
        "span": SPAN_LABEL[span],
        "found": found,
        "presented": presented,
        "page": page,
        "lines": shown,
    }
    return render(request, "reporting/behind.html", context)
