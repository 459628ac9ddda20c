"""Who is away and what it leaves: visits planned meanwhile, households that nobody covers."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accompaniment.models import Visit
from households.absences import stand_ins
from households.models import Absence, Case, Cover

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

AHEAD = timedelta(days=60)
"""How far ahead absences are shown."""


@dataclass
class Away:
    """One absence as the team reads it."""

    absence: Absence
    uncovered: list[Case] = field(default_factory=list)
    """Households of hers that nobody covers."""
    visits: list[Visit] = field(default_factory=list)
    """Planned with her meanwhile, that nobody covers: to be moved, or given."""

    @property
    def covers(self) -> list[Cover]:
        return list(self.absence.covers.all())


def away_of(membership: "Membership", today: date) -> list[Away]:
    """Those away now or soon in the association, with what is left open, in a bounded number of queries."""
    found = Absence.objects.within(today, today + AHEAD).filter(organisation=membership.organisation_id)
    absences = list(
        found.select_related("professional").prefetch_related("covers__professional", "covers__case__household")
    )
    if not absences:
        return []
    people = [one.professional_id for one in absences]
    cases = Case.objects.visible_to(membership).open().filter(referent__in=people)
    held = list(cases.select_related("household").prefetch_related("household__persons"))
    planned = (
        Visit.objects.visible_to(membership).planned().filter(author__in=people, on__gte=today, on__lte=today + AHEAD)
    )
    visits = list(
        planned.select_related("case__household").prefetch_related("case__household__persons").order_by("on", "at")
    )
    return [_told(one, held, visits) for one in absences]


def _told(absence: Absence, held: list[Case], visits: list[Visit]) -> Away:
    covers, who = list(absence.covers.all()), absence.professional_id
    days = (absence.starts_on, absence.ends_on)
    return Away(
        absence,
        uncovered=[case for case in held if case.referent_id == who and not stand_ins(covers, who, case.pk)],
        visits=[
            one for one in visits
            if one.author_id == who and days[0] <= one.on <= days[1] and not stand_ins(covers, who, one.case_id)
        ],
    )  # fmt: skip


def in_her_place(membership: "Membership") -> Q:
    """The visits of a colleague whom one replaces on their very day, for a filter on `Visit`."""
    covers = Cover.objects.filter(
        Q(case__isnull=True) | Q(case=OuterRef("case")), professional=membership.professional_id,
        replaced=OuterRef("author"), starts_on__lte=OuterRef("on"), ends_on__gte=OuterRef("on"),
    )  # fmt: skip
    return Q(Exists(covers))


def hers_or_covered(membership: "Membership") -> Q:
    """Hers, those she is the second person of, and an absent colleague's, for a filter on `Visit`."""
    me = membership.professional_id
    return Q(author=me) | Q(second=me) | in_her_place(membership)


def replaces(membership: "Membership", person: "Professional | None", other: Any = None) -> str:
    """« remplace Leïla », for what is hers and neither one's own nor `other`'s, when that is oneself."""
    if person is None or membership.professional_id in (person.pk, other):
        return ""
    return f"remplace {person.first_name}"
