"""The money: what each funder brings, what is spent of it, the gap; dated, corrected, never overwritten."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from households.acts import act_page
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement
from reporting.editions import edition_for
from reporting.funding import funders_of, lines_of, years_of
from reporting.funding_forms import FundingPlanForm, SpendingForm
from reporting.models import PlanVersion, SpendingStatement, SteeringSnapshot
from reporting.views.committee_shared import leads, member_of, professional, table
from reporting.wording import say

COSTS = ("B1", "B2", "B3", "B4")


def _back(agreement: Any) -> str:
    return f"{reverse('copil:funding')}?convention={agreement.code}"


@access(table)
def show(request: HttpRequest) -> HttpResponse:
    """By year: the plan, the spending, the gaps; then what a household and a place cost, from the last report."""
    agreement = current_agreement(request)
    last = SteeringSnapshot.objects.visible_to(member_of(request)).filter(agreement=agreement).first()
    figures = last.told(edition_for(member_of(request)))["indicators"] if last else {}
    context = {
        "agreement": agreement,
        "agreements": member_of(request).agreements,
        "years": years_of(agreement),
        "last": last,
        "costs": [(code, figures[code]["label"], say(figures[code]["all"]["year"])) for code in COSTS if figures],
        "may_lead": leads(request),
    }
    return render(request, "reporting/funding.html", context)


@access(leads)
def plan(request: HttpRequest) -> HttpResponse:
    """The plan of a year, or its correction."""
    agreement, today = current_agreement(request), timezone.localdate()
    funders = funders_of(agreement)
    known = list(agreement.funding_lines.filter(year=today.year).select_related("funder"))
    initial: dict[str, Any] = {"year": today.year, "budget": sum(line.amount for line in known) or None}
    for rank, line in enumerate(known, start=1):
        initial |= {f"funder_{rank}": str(line.funder_id), f"share_{rank}": line.share}
    form = FundingPlanForm(request.POST or None, funders=funders, known=bool(known), initial=initial)

    def write(told: dict[str, Any]) -> None:
        PlanVersion.write(
            agreement, year=told["year"], budget=told["budget"], shares=form.shares(), why=told["why"],
            at=timezone.now(), by=professional(request),
        )  # fmt: skip

    return act_page(
        request, form=form, title="Plan de financement d'une année", submit="Enregistrer le plan", verb=write,
        done="Plan enregistré.", back=_back(agreement),
        intro="Le budget se répartit en euros entiers ; le dernier financeur prend le reste. Le plan d'avant reste lisible. "
        "Un financeur absent de la liste s'y trouve une fois invité par l'administration technique.",
    )  # fmt: skip


@access(leads)
def spend(request: HttpRequest) -> HttpResponse:
    """What was spent of a funder's part."""
    agreement = current_agreement(request)
    lines = lines_of(agreement)
    form = SpendingForm(request.POST or None, lines=lines, initial={"as_of": timezone.localdate()})

    def declare(told: dict[str, Any]) -> None:
        SpendingStatement.declare(agreement, at=timezone.now(), by=professional(request), **form.told())

    return act_page(
        request, form=form, title="Déclarer une dépense", submit="Déclarer la dépense", verb=declare,
        done="Dépense déclarée : les prochains chiffres figés la porteront.", back=_back(agreement),
        intro="Le total depuis le 1er janvier, et non la dépense du trimestre."
        if lines
        else "Écrivez d'abord le plan de financement de l'année : aucun financeur n'y figure.",
    )  # fmt: skip
