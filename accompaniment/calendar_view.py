"""The days of a calendar page: what is planned, what is off, and what should be looked at again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from accompaniment.away import replaces
from accompaniment.models import HouseholdAlert, Visit
from accompaniment.vigilance import lacks_a_second
from accompaniment.weeks import WEEK, monday_of
from households.models import Absence
from lodabord.kernel.working_days import is_public_holiday, is_working_day
from lodabord.partners.models import Closure
from lodabord.templatetags.lodabord import day as told_day
from lodabord.templatetags.lodabord import month_name

if TYPE_CHECKING:
    from lodabord.partners.models import Membership

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What the address asks: a week or a month, one's own or the team's."""

    first: date
    last: date
    month: bool
    team: bool

    @classmethod
    def read(cls, asked: Mapping[str, str], today: date, *, may_see_team: bool) -> "Asked":
        try:
            around = date.fromisoformat(asked.get("du", ""))
        except ValueError:
            around = today
        if not date(2000, 1, 1) <= around <= date(2100, 1, 1):
            around = today
        team = may_see_team and asked.get("qui") == "equipe"
        if asked.get("vue") != "mois":
            monday = monday_of(around)
            return cls(monday, monday + 6 * DAY, False, team)
        first = around.replace(day=1)
        following = (first + 32 * DAY).replace(day=1)
        return cls(monday_of(first), monday_of(following - DAY) + 6 * DAY, True, team)

    @property
    def middle(self) -> date:
        """A day of the month that is shown, whatever the days of its neighbours around it."""
        return self.first + (self.last - self.first) // 2

    @property
    def title(self) -> str:
        if self.month:
            return month_name(self.middle)
        return f"du {told_day(self.first)} au {told_day(self.last)}"

    @property
    def before(self) -> date:
        return (self.middle.replace(day=1) - DAY).replace(day=1) if self.month else self.first - WEEK

    @property
    def after(self) -> date:
        return (self.middle.replace(day=1) + 32 * DAY).replace(day=1) if self.month else self.first + WEEK

    @property
    def kept(self) -> str:
        """What the links of the page carry on."""
        return ("&vue=mois" if self.month else "") + ("&qui=equipe" if self.team else "")


@dataclass
class Day:
    """One day: its visits in order, and why it is off."""

    on: date
    visits: list[Visit] = field(default_factory=list)
    off: str = ""
    away: list[str] = field(default_factory=list)
    """Who of the association is away that day."""
    clashes: set[Any] = field(default_factory=set)
    """Identifiers of the visits that somebody has at the same hour as another."""


def days_shown(visits: Any, member: "Membership", asked: Asked, absences: list[Absence]) -> list[Day]:
    """Every day of the page, in order; each visit with the points of vigilance of its day. `absences`: said on theirs."""
    days = {
        asked.first + number * DAY: Day(asked.first + number * DAY)
        for number in range((asked.last - asked.first).days + 1)
    }
    named = visits.select_related("case__household", "author", "second").prefetch_related("case__household__persons")
    for visit in named.order_by("on", "at"):
        visit.instead = "" if asked.team else replaces(member, visit.author, visit.second_id)  # type: ignore[attr-defined]
        days[visit.on].visits.append(visit)
    shown = [visit for one in days.values() for visit in one.visits]
    _tell_alerts(shown, member, asked)
    closures = list(
        Closure.objects.filter(agreement__in=member.agreements, ends_on__gte=asked.first, starts_on__lte=asked.last)
    )
    for one in days.values():
        one.off = _off(one.on, closures)
        one.clashes = _clashes(one.visits, member)
        one.away = [str(gone.professional) for gone in absences if gone.starts_on <= one.on <= gone.ends_on]
    return list(days.values())


def _tell_alerts(visits: list[Visit], member: "Membership", asked: Asked) -> None:
    cases = {visit.case_id for visit in visits}
    told = HouseholdAlert.objects.of_cases(member, cases, asked.first, asked.last) if cases else {}
    for visit in visits:
        line: Any = visit
        line.alerts_told = [one for one in told.get(visit.case_id, []) if one.in_force(visit.on)]
        line.lacks_a_second = lacks_a_second(visit, line.alerts_told)


def _off(day: date, closures: list[Closure]) -> str:
    if is_public_holiday(day):
        return "jour férié"
    closed = next((one for one in closures if one.starts_on <= day <= one.ends_on), None)
    if closed is not None:
        return closed.reason
    return "" if is_working_day(day) else "fermé"


def _clashes(visits: list[Visit], me: "Membership") -> set[Any]:
    """Planned at the same hour for the same person: warned, never forbidden."""
    planned = [one for one in visits if one.status == Visit.Status.PLANNED and one.at is not None]
    people = {
        one.pk: {me.professional_id if getattr(one, "instead", "") else one.author_id, one.second_id} - {None}
        for one in planned
    }
    held = Counter((who, one.at) for one in planned for who in people[one.pk])
    return {one.pk for one in planned for who in people[one.pk] if held[who, one.at] > 1}


def month_grid(days: list[Day]) -> list[list[Day]]:
    """Weeks of seven days."""
    return [days[start : start + 7] for start in range(0, len(days), 7)]
