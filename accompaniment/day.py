"""« Ma journée »: the visits of one professional on one day, each with what she needs at the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F

from accompaniment.away import hers_or_covered, replaces
from accompaniment.danger import danger_page
from accompaniment.models import Visit
from accompaniment.reach import Reach, reaches

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


@dataclass(frozen=True)
class Stop:
    """One visit of the day. `alert`: what the last report warned of."""

    visit: Visit
    reach: Reach
    alert: str = ""
    danger_url: str = ""
    may_note: bool = False
    may_correct: bool = False
    instead: str = ""
    """« remplace Leïla », when the visit is an absent colleague's."""


def visits_of(member: "Membership", day: date) -> list[Visit]:
    """Hers and those she is the second person of, in the order of the day."""
    seen = Visit.objects.visible_to(member).filter(hers_or_covered(member), on=day)
    seen = seen.select_related("case__household", "case__agreement", "author")
    return list(seen.prefetch_related("case__household__persons").order_by(F("at").asc(nulls_last=True), "pk"))


def stops(member: "Membership", visits: list[Visit], today: date) -> list[Stop]:
    """Each visit with how to reach the household and where it lives."""
    meetings = {one.case_id: one for one in visits if one.status == Visit.Status.PLANNED}
    found = reaches(member, [one.case for one in visits], today=today, meetings=meetings)
    alerts = last_alerts(member, [one.case_id for one in visits])
    return [
        Stop(
            visit=one, reach=found[one.case_id], alert=_label(alerts.get(one.case_id, "")),
            danger_url=danger_page(one.case) if alerts.get(one.case_id) == Visit.Alert.DANGER else "",
            may_note=one.status == Visit.Status.PLANNED, may_correct=one.may_be_corrected(today),
            instead=replaces(member, one.author, one.second_id),
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
