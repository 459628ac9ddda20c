"""Which records a membership sees: the same rule as the rows' policies in the database (`households.wall`).

The database is the wall; this is what pages ask, so that what lies beyond is not even looked for.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from households.confidentiality import CLOSED_TO_COVER, READERS
from lodabord.partners.roles import ASSOCIATION, LANDLORD, Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership


def standing_rule(membership: "Membership", prefix: str = "", *, covering: bool = True) -> Q | None:
    """The cases on which a membership stands (decision 19), or None when it stands on none.

    `prefix` leads from the filtered model to the case, such as "case__". `covering`: with those of a colleague
    whom one replaces today (decision 0018).
    """
    me, role = membership.professional_id, membership.role
    agreements = [one.pk for one in membership.agreements]

    def rule(**lookups: Any) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})

    within = rule(agreement_id__in=agreements)
    if role in ASSOCIATION:
        team = [one.pk for one in membership.agreements if one.team_reads_all or role == Role.ASSO_HEAD]
        mine = rule(referent_id=me) | rule(deputy_id=me) | rule(psychologist_id=me)
        if covering and len(team) < len(agreements):
            mine |= _covered_by(membership, prefix)
        return within & (rule(agreement_id__in=team) | mine)
    if role not in LANDLORD:
        return None
    if role == Role.LANDLORD_CLIENT:
        return within & rule(reported_by_id=me)
    opening = "allocation_from" if role == Role.LANDLORD_ALLOC else "landlord_from"
    return within & rule(**{f"{opening}__isnull": False})


def _covered_by(membership: "Membership", prefix: str) -> Q:
    from households.models.absence import covered_by

    return covered_by(membership, prefix)


def dwelling_rule(membership: "Membership", prefix: str = "") -> Q:
    """Reinforced confidentiality (decision 12): who may still know where the household lives."""
    if membership.role == Role.ASSO_HEAD:
        return Q()
    me = membership.professional_id
    named = [f"{prefix}{name}" for name in ("referent_id", "deputy_id", "landlord_contact_id")]
    allowed = Q(**{f"{prefix}reinforced": False})
    for name in named:
        allowed |= Q(**{name: me})
    return allowed


def knows_where(membership: "Membership", case: Any) -> bool:
    """The same rule, of one case already read."""
    few = (case.referent_id, case.deputy_id, case.landlord_contact_id)
    return not case.reinforced or membership.role == Role.ASSO_HEAD or membership.professional_id in few


class CaseQuerySet(models.QuerySet):
    """Cases, restricted to those a membership stands on."""

    def visible_to(self, membership: "Membership | None") -> Self:
        rule = standing_rule(membership) if membership else None
        return self.filter(rule) if rule is not None else self.none()

    def open(self) -> Self:
        return self.exclude(state="closed")


class OfCaseQuerySet(models.QuerySet):
    """Records about a case. Their model says its `data_class`; the matrix does the rest."""

    case_path = "case__"

    def visible_to(self, membership: "Membership | None") -> Self:
        model: Any = self.model
        if membership is None or membership.role not in READERS[model.data_class]:
            return self.none()
        rule = self._standing_of(membership)
        if rule is None:
            return self.none()
        if model.data_class == "tenancy" or getattr(model, "tells_where", False):
            rule &= dwelling_rule(membership, self.case_path)
        return self.filter(rule)

    def _standing_of(self, membership: "Membership") -> Q | None:
        """While one replaces a colleague, what is needed and no more (decision 0018)."""
        model: Any = self.model
        needed = getattr(model, "needed_while_covering", None)
        if model.data_class not in CLOSED_TO_COVER or needed == 0:
            return standing_rule(membership, self.case_path)
        own = standing_rule(membership, self.case_path, covering=False)
        if needed is None or own is None:
            return own
        from households.models.absence import TODAY

        covered = standing_rule(membership, self.case_path)
        return own | (covered & Q(on__gte=TODAY - timedelta(days=needed))) if covered is not None else own


class HouseholdQuerySet(models.QuerySet):
    """Households, seen through their cases, or through one's own undecided referral."""

    def visible_to(self, membership: "Membership | None") -> Self:
        rule = household_rule(membership)
        return self.filter(rule) if rule is not None else self.none()


class OfHouseholdQuerySet(models.QuerySet):
    """Records about a household rather than one of its cases: persons, situations, resources."""

    def visible_to(self, membership: "Membership | None") -> Self:
        model: Any = self.model
        if membership is None or membership.role not in READERS[model.data_class]:
            return self.none()
        rule = household_rule(membership, "household_id__in")
        return self.filter(rule) if rule is not None else self.none()


def household_rule(membership: "Membership | None", lookup: str = "pk__in") -> Q | None:
    """The households behind the cases one stands on; for a prescriber, behind its own open referrals."""
    from households.models.case import Case

    if membership is None:
        return None
    if membership.role == Role.PRESCRIBER:
        own = Case.objects.filter(referred_by=membership.professional_id, decided_on__isnull=True)
        return Q(**{lookup: own.values("household_id")})
    if standing_rule(membership) is None:
        return None
    return Q(**{lookup: Case.objects.visible_to(membership).values("household_id")})
