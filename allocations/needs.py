"""What a need starts from, and how it keeps in step with its case."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from allocations.models import BenefitEstimate, HousingNeed
from allocations.models.need import IDENTITY_OPEN_AT, OVER_AT, TYPOLOGIES
from allocations.suitability import Means
from households.models import Case, Household, HousingRequest, Resources
from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.kernel.clock import instant

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

TWO_ADULTS = {Household.Composition.COUPLE, Household.Composition.COUPLE_CHILDREN}


def keep_in_step(case: Case, by: "Professional | None") -> None:
    """Ready for the CAL, the identity opens; housed or closed, the need withdraws itself.

    Done by the programme: whoever moved the case need not be somebody who writes needs, and the
    officer, who cannot see the case, must never read a need that is over.
    """
    with acting_as(SYSTEM):
        need = HousingNeed.objects.current().filter(case=case).first()
        if need is None:
            return
        if need.reinforced != case.reinforced:
            need.reinforced = case.reinforced
            need.save(update_fields=["reinforced"])
        if case.state in OVER_AT:
            need.forget_dwelling(on=_today())
            need.withdraw(on=_today(), by=by)
        elif case.state in IDENTITY_OPEN_AT and need.state == HousingNeed.State.OPEN:
            need.open_identity(by=by)


def _today() -> date:
    return timezone.localdate(instant())


@dataclass(frozen=True)
class Start:
    """What is already known of a household, to begin its need with, and how the amount was reached."""

    values: dict[str, Any]
    amount_in_words: str


def starting_point(case: Case, membership: "Membership", *, today: date) -> Start:
    """From the composition, the housing request, the resources, and the agreement's attention rate."""
    household, terms = case.household, case.agreement.terms_on(today)
    request = HousingRequest.objects.visible_to(membership).filter(household=household).first()
    known = means_of(case, membership)
    amount, words = affordable(known, terms.effort_rate_attention)
    return Start(
        {
            "people": people_of(household),
            "typologies": [one for one in TYPOLOGIES if request and one in request.wanted_types.upper()],
            "communes": request.wanted_communes if request else "",
            "priority": bool(request and request.priority_public),
            "max_cost": amount,
            "benefit": known.benefit,
            "ready_on": case.cal_ready_on or case.prep_planned_end,
        },
        words,
    )


def people_of(household: Household) -> int:
    """Everybody who will live there."""
    return household.dependants + (2 if household.composition in TWO_ADULTS else 1)


def means_of(case: Case, membership: "Membership | None") -> Means:
    """Resources and housing benefit, as this reader may know them; unknown otherwise."""
    lines = Resources.objects.visible_to(membership).filter(household=case.household_id).order_by("since", "pk")
    estimate = BenefitEstimate.objects.visible_to(membership).filter(case=case).first()
    return Means(total_resources(lines), estimate.monthly_amount if estimate else None)


def total_resources(lines: Any) -> int | None:
    """The last amount of each kind, added; unknown as soon as one is."""
    latest = {line.kind: (0 if line.kind == Resources.Kind.NONE else line.monthly_amount) for line in lines}
    amounts = [amount for amount in latest.values() if amount is not None]
    return sum(amounts) if latest and len(amounts) == len(latest) else None


def affordable(known: Means, attention: int) -> tuple[int | None, str]:
    """Rent and charges that keep the effort rate at the agreement's figure, and how it is reckoned."""
    if known.resources is None:
        return None, "Les ressources ne sont pas toutes connues : le montant n'est pas proposé."
    share = known.resources * attention // 100
    if known.benefit is None:
        return (
            share or None,
            f"{attention} % de {known.resources} € de ressources font {share} € à la charge du ménage ; ajoutez l'APL "
            "estimée, quand vous la connaissez, pour obtenir le loyer et les charges.",
        )
    return (
        share + known.benefit,
        f"{attention} % de {known.resources} € de ressources, soit {share} €, plus {known.benefit} € d'APL estimée.",
    )
