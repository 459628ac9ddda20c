"""« Ma journée »: the visits of one professional on one day, each with what she needs at the door."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F

from accompaniment.away import hers_or_covered, replaces
from accompaniment.danger import danger_page
from accompaniment.models import HouseholdAlert, Visit
from accompaniment.reach import Reach, reaches
from accompaniment.vigilance import lacks_a_second

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


@dataclass(frozen=True)
class Stop:
    """One visit of the day. `alert`: what the last report warned of; `alerts`: what to know before the door."""

    visit: Visit
    reach: Reach
    alert: str = ""
    danger_url: str = ""
    may_note: bool = False
    may_correct: bool = False
    instead: str = ""
    """« remplace Leïla », when the visit is an absent colleague's."""
    alerts: list[HouseholdAlert] = field(default_factory=list)
    lacks_a_second: bool = False


def visits_of(member: "Membership", day: date) -> list[Visit]:
    """Hers and those she is the second person of, in the order of the day."""
    seen = Visit.objects.visible_to(member).filter(hers_or_covered(member), on=day)
    seen = seen.select_related("case__household", "case__agreement", "author")
    return list(seen.prefetch_related("case__household__persons").order_by(F("at").asc(nulls_last=True), "pk"))


def stops(member: "Membership", visits: list[Visit], today: date) -> list[Stop]:
    """Each visit with how to reach the household and where it lives."""
    meetings = {one.case_id: one for one in visits if one.status == Visit.Status.PLANNED}
    found = reaches(member, [one.case for one in visits], today=today, meetings=meetings)
    cases = {one.case_id for one in visits}
    alerts = last_alerts(member, cases)
    first = min((one.on for one in visits), default=today)
    vigilance = HouseholdAlert.objects.of_cases(member, cases, first)
    return [
        Stop(
            visit=one, reach=found[one.case_id], alert=_label(alerts.get(one.case_id, "")),
            danger_url=danger_page(one.case) if alerts.get(one.case_id) == Visit.Alert.DANGER else "",
            may_note=one.status == Visit.Status.PLANNED, may_correct=one.may_be_corrected(today),
            instead=replaces(member, one.author, one.second_id),
            alerts=vigilance[one.case_id], lacks_a_second=lacks_a_second(one, vigilance[one.case_id]),
        )
        for one in visits
    ]  # fmt: skip


def last_alerts(member: "Membership", cases: Iterable[object]) -> dict[object, str]:
    """The alert of the last visit done with each household, when it carried one."""
    seen = Visit.objects.visible_to(member).done().filter(case__in=list(cases))
    last = seen.order_by("case", "-on", F("at").desc(nulls_last=True)).distinct("case")
    return {case: alert for case, alert in last.values_list("case", "alert") if alert}


def _label(alert: str) -> str:
    return str(Visit.Alert(alert).label) if alert else ""
