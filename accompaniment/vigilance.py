"""Points of vigilance where a visit is planned: who should go by two, and with whom."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from accompaniment.models import HouseholdAlert, Visit
from allocations.people import people_of
from lodabord.partners.roles import ASSOCIATION

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Membership, Professional

BY_TWO = frozenset({Visit.Kind.HOME, Visit.Kind.OUTSIDE, Visit.Kind.MEDIATION})
"""Kinds of contact to which a visit by two applies: one goes there."""


def alerts_on(member: "Membership", case: "Case", day: date) -> list[HouseholdAlert]:
    """Those in force for one household on that day, the most serious first."""
    return HouseholdAlert.objects.of_cases(member, [case.pk], day)[case.pk]


def alerts_ahead(member: "Membership", case: "Case", today: date) -> list[HouseholdAlert]:
    """Those in force now or later: a visit may be planned for any of these days."""
    return HouseholdAlert.objects.of_cases(member, [case.pk], today, date.max)[case.pk]


def asks_for_two(alerts: Iterable[HouseholdAlert], kind: str, day: date) -> bool:
    """Whether somebody should come along on that day."""
    return kind in BY_TWO and any(one.asks_for_two and one.in_force(day) for one in alerts)


def lacks_a_second(visit: Visit, alerts: Iterable[HouseholdAlert]) -> bool:
    """Still to come, and nobody comes along though it is asked."""
    return (
        visit.status == Visit.Status.PLANNED and visit.second_id is None and asks_for_two(alerts, visit.kind, visit.on)
    )


def proposed_second(case: "Case", first: Any, team: Any) -> "Professional | None":
    """Who usually comes along, else the deputy or the referent; never the first person. `team`: who may be chosen."""
    last = Visit.objects.filter(case=case, second__isnull=False).exclude(second=first).order_by("-on").first()
    wanted = [last.second_id if last else None, case.deputy_id, case.referent_id]
    here = {one.pk: one for one in team}
    return next((here[pk] for pk in wanted if pk in here and pk != first), None)


def along(visit: Visit, member: "Membership", day: date) -> "Professional | None":
    """Who comes along to the next one: the same second person, or whom to propose where a visit by two is asked."""
    if visit.second_id:
        return visit.second
    if not asks_for_two(alerts_on(member, visit.case, day), visit.kind, day):
        return None
    return proposed_second(visit.case, visit.author_id, people_of(visit.case.agreement, ASSOCIATION, day))
