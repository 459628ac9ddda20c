"""Where the household lives, by which right, since when; the « bail glissant » and its deadlines."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from allocations.models import ExaminationPeriod, LeaseNotice, SlidingConvention, SlidingReview, StatusPeriod, Tenancy
from allocations.models.sliding_review import PARTNER_OF_ROLE
from allocations.models.tenancy_lists import NEXT_STATUS, TenancyStatus
from households.confidentiality import READERS, DataClass
from households.models import Case
from households.panels import Panel
from lodabord.partners.roles import Role

MAY_SIGN = {Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT, Role.LANDLORD_ALLOC}


@dataclass
class Stay:
    """An occupation with all that its panel shows."""

    tenancy: Tenancy
    today: date
    statuses: list[StatusPeriod] = field(default_factory=list)
    periods: list[ExaminationPeriod] = field(default_factory=list)
    reviews: list[SlidingReview] = field(default_factory=list)
    convention: SlidingConvention | None = None
    notice: LeaseNotice | None = None

    @property
    def slides(self) -> bool:
        return self.tenancy.status == TenancyStatus.SLIDING_LEASE and self.tenancy.ends_on is None

    @property
    def shown_reviews(self) -> list[SlidingReview]:
        """Those that were held; the one awaited, while the lease slides."""
        return [one for one in self.reviews if one.conclusion or self.slides]

    @property
    def changes(self) -> bool:
        """Another status may follow in this dwelling."""
        return TenancyStatus(self.tenancy.status) in NEXT_STATUS

    @property
    def keys_to_come(self) -> bool:
        return self.tenancy.starts_on >= self.today

    @property
    def chosen(self) -> bool | None:
        return self.statuses[-1].chosen if self.statuses else None


def tenancy(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    tenancies = list(Tenancy.objects.visible_to(member).filter(case=case).select_related("dwelling"))
    hidden = case.reinforced and not tenancies and case.housed_from is not None
    if not tenancies and not hidden:
        return None
    return {
        "stays": _stays(case, tenancies, timezone.localdate()),
        "hidden": hidden,
        "may_write": member.role in MAY_SIGN,
        "may_review": member.role in PARTNER_OF_ROLE,
        "today": timezone.localdate(),
    }


def _stays(case: Case, tenancies: list[Tenancy], today: date) -> list[Stay]:
    """The latest first. What hangs on a sliding lease is read only when there is, or was, one."""
    stays = {one.pk: Stay(one, today) for one in sorted(tenancies, key=lambda one: one.starts_on, reverse=True)}
    kept: dict[Any, list[StatusPeriod]] = defaultdict(list)
    for status in StatusPeriod.objects.filter(case=case):
        kept[status.tenancy_id].append(status)
    for pk, statuses in kept.items():
        if pk in stays:
            stays[pk].statuses = statuses
    for notice in LeaseNotice.objects.filter(case=case, withdrawn_on__isnull=True):
        stays[notice.tenancy_id].notice = notice
    if any(one.status == TenancyStatus.SLIDING_LEASE for statuses in kept.values() for one in statuses):
        _slide(case, stays)
    return list(stays.values())


def _slide(case: Case, stays: dict[Any, Stay]) -> None:
    for convention in SlidingConvention.objects.filter(case=case).select_related("holder"):
        stays[convention.tenancy_id].convention = convention
    for period in ExaminationPeriod.objects.filter(case=case):
        stays[period.tenancy_id].periods.append(period)
    for review in SlidingReview.objects.filter(case=case):
        stays[review.tenancy_id].reviews.append(review)


PANELS = [
    Panel("Logement", "allocations/panels/tenancy.html", 55, READERS[DataClass.TENANCY], tenancy),
]
