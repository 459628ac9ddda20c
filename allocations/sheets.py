"""One page per household for the pré-CAL (sheet 06 §6.1): what both partners may read of it, gathered in few queries.

Never a note, never a letter of the law: a priority public is « L441-1 » and the pré-diagnostic its result by criterion.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from allocations.models import AgendaItem, PreDiagnosis
from households.models import HousingRequest, Person, ResidentialSituation, Resources

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

YEAR = 365.25


@dataclass
class Sheet:
    """What is shown of one candidature."""

    item: AgendaItem
    on: date
    people: list[Person] = field(default_factory=list)
    situation: ResidentialSituation | None = None
    resources: list[Resources] = field(default_factory=list)
    request: HousingRequest | None = None
    assessment: PreDiagnosis | None = None

    @property
    def composition(self) -> str:
        """« Parent isolé, 42 ans, 2 enfants (8 et 5 ans) »."""
        household = self.item.case.household
        told = [household.get_composition_display()]
        holder = next((one for one in self.people if one.role == Person.Role.HOLDER), None)
        if holder and holder.birth_date:
            told.append(f"{int((self.on - holder.birth_date).days / YEAR)} ans")
        if household.dependants:
            told.append(f"{household.dependants} enfant{'s' if household.dependants > 1 else ''} à charge{self._ages}")
        return ", ".join(told)

    @property
    def _ages(self) -> str:
        years = [one.birth_year for one in self.people if one.role == Person.Role.CHILD and one.birth_year]
        ages = [str(self.on.year - year) for year in sorted(years)]
        return f" ({', '.join(ages)} ans)" if ages else ""

    @property
    def income(self) -> int | None:
        """Euros a month, all kinds together; None when no amount is known."""
        amounts = [one.monthly_amount for one in self.resources if one.monthly_amount is not None]
        return sum(amounts) if amounts else None

    @property
    def request_status(self) -> Any:
        return self.request.status_on(self.on) if self.request else HousingRequest.Status.TO_CREATE

    @property
    def request_age(self) -> str:
        """« 2 ans et 3 mois » since the first filing."""
        if self.request is None or self.request.first_filed_on is None:
            return ""
        filed = self.request.first_filed_on
        months = (self.on.year - filed.year) * 12 + self.on.month - filed.month - (self.on.day < filed.day)
        years, rest = divmod(max(months, 0), 12)
        told = [f"{years} an{'s' if years > 1 else ''}"] if years else []
        return " et ".join([*told, f"{rest} mois"] if rest or not told else told)

    @property
    def priority(self) -> str:
        return "L441-1" if self.request and self.request.priority_public else ""


def sheets_of(items: Iterable[AgendaItem], membership: "Membership", on: date) -> list[Sheet]:
    """The sheets of a session, in the order of its agenda; the same number of queries for one and for twenty."""
    told = [Sheet(item, on) for item in items]
    households = [one.item.case.household_id for one in told]
    people = _by_household(Person, membership, households, "role", "birth_year")
    situations = _by_household(ResidentialSituation, membership, households, "-since")
    resources = _by_household(Resources, membership, households, "-since")
    requests = _by_household(HousingRequest, membership, households, "pk")
    assessments = _assessments(membership, [one.item.case_id for one in told])
    for sheet in told:
        key = sheet.item.case.household_id
        sheet.people = people[key]
        sheet.situation = next(iter(situations[key]), None)
        sheet.resources = list({one.kind: one for one in reversed(resources[key])}.values())
        sheet.request = next(iter(requests[key]), None)
        sheet.assessment = assessments.get(sheet.item.case_id)
    return told


def _by_household(model: Any, membership: "Membership", households: list[Any], *order: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for one in model.objects.visible_to(membership).filter(household__in=households).order_by(*order):
        found[one.household_id].append(one)
    return found


def _assessments(membership: "Membership", cases: list[Any]) -> dict[Any, PreDiagnosis]:
    """The last one concluded of each case."""
    done = PreDiagnosis.objects.visible_to(membership).filter(case__in=cases, assessed_on__isnull=False)
    return {one.case_id: one for one in done.select_related("grid").order_by("assessed_on")}
