"""Trends and territories: frozen reports read together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from households.access import roles
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from lodabord.partners.roles import Role
from reporting.earlier import earlier
from reporting.editions import edition_for
from reporting.periods import Quarter
from reporting.territories import CAUTIONS, quarters, side_by_side
from reporting.trends import QUARTERS, ahead, multiples
from reporting.views.reports import READERS, makers


@access(roles(READERS))
def trends(request: HttpRequest) -> HttpResponse:
    """What one's role follows, over the year behind, and its objectives."""
    agreement, today = current_agreement(request), timezone.localdate()
    member, terms = request.membership, agreement.terms_on(today)  # type: ignore[attr-defined]
    told = earlier(agreement, Quarter.of(today).next, edition_for(member), most=QUARTERS)
    role = Role(member.role)
    context = {
        "agreement": agreement,
        "agreements": member.agreements,
        "last": told[-1] if told else None,
        "multiples": multiples(told, terms, role) if told else [],
        "ahead": ahead(told[-1], terms, role) if told else [],
        "may_make": makers(request),
    }
    return render(request, "reporting/trends.html", context)


@access(roles(READERS))
def territories(request: HttpRequest) -> HttpResponse:
    """One's agreements side by side, at fixed horizons."""
    member = request.membership  # type: ignore[attr-defined]
    agreements, edition = list(member.agreements), edition_for(member)
    known = quarters(agreements, edition)
    chosen = next((one for one in known if str(one) == request.GET.get("trimestre")), known[0] if known else None)
    context = {
        "agreements": agreements,
        "quarters": known,
        "told": side_by_side(agreements, edition, chosen) if chosen else None,
        "cautions": CAUTIONS,
    }
    return render(request, "reporting/territories.html", context)
