"""Needs and dwellings put side by side, for a reader: what of the household she may know, and nothing more."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from allocations.models import BenefitEstimate, HousingNeed
from allocations.needs import total_resources
from allocations.suitability import Means
from households.models import Case, Resources

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


def files_of(needs: Iterable[HousingNeed], membership: "Membership") -> dict[Any, Case]:
    """The files behind these needs that this reader may open: none, for the officer, before the CAL."""
    cases = Case.objects.visible_to(membership).filter(pk__in=[need.case_id for need in needs])
    return {case.pk: case for case in cases}


def means_of_files(files: dict[Any, Case], membership: "Membership") -> dict[Any, Means]:
    """Resources and housing benefit by case, for the files this reader may open, in two queries."""
    lines: dict[Any, list[Resources]] = {}
    households = [case.household_id for case in files.values()]
    for line in Resources.objects.visible_to(membership).filter(household__in=households).order_by("since", "pk"):
        lines.setdefault(line.household_id, []).append(line)
    estimates = BenefitEstimate.objects.visible_to(membership).filter(case__in=files)
    benefits = dict(estimates.values_list("case", "monthly_amount"))
    return {
        pk: Means(total_resources(lines.get(case.household_id, [])), benefits.get(pk)) for pk, case in files.items()
    }
