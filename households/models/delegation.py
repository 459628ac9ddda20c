"""The head of service or the pilot is away: a colleague gives her visas for some days (decision 0019)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from households.models.absence import Days
from households.stateful import MoveRefused
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Agreement, Membership, Professional

DELEGATES = {Role.ASSO_HEAD: Role.ASSO_WORKER, Role.LANDLORD_PILOT: Role.LANDLORD_SOCIAL}
"""Whose visa binds a partner, and who of the same side may give it in her name."""
LONGEST = timedelta(days=92)
"""Beyond three months somebody else is appointed to the post."""


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def standing(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def on(self, day: date) -> Self:
        """Running that day, from somebody who still holds the post."""
        in_post = Q(membership__ends_on__isnull=True) | Q(membership__ends_on__gte=day)
        return self.standing().filter(in_post, starts_on__lte=day, ends_on__gte=day)

    def given_to(self, membership: "Membership") -> Self:
        """To this person, by somebody of her own organisation whose visa she may give."""
        roles = [head for head, delegate in DELEGATES.items() if delegate == membership.role]
        return self.filter(
            delegate=membership.professional_id, organisation=membership.organisation_id, membership__role__in=roles
        )


class Delegation(models.Model):
    """For these days the delegate gives the visas of the delegator, under the delegator's agreements."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(
        "partners.Membership", models.PROTECT, related_name="delegations", verbose_name="habilitation"
    )
    delegator = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="au nom de", editable=False
    )
    organisation = models.ForeignKey(
        "partners.Organisation", models.PROTECT, related_name="+", verbose_name="organisme", editable=False
    )
    delegate = models.ForeignKey("partners.Professional", models.PROTECT, related_name="+", verbose_name="à")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au (inclus)")
    revoked_at = models.DateTimeField("retirée le", null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "délégation"
        verbose_name_plural = "délégations"
        ordering = ["-starts_on"]
        constraints = [
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("membership"), RangeOperators.EQUAL),
                ],
                condition=Q(revoked_at__isnull=True),
                violation_error_message="Une délégation couvre déjà une partie de ces jours : retirez-la d'abord.",
            ),
            models.CheckConstraint(
                name="delegation_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une délégation finit le jour où elle commence, ou après.",
            ),
            models.CheckConstraint(
                name="delegation_to_another",
                condition=~Q(delegate=F("delegator")),
                violation_error_message="On délègue à quelqu'un d'autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} par délégation de {self.delegator}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """Read within one's organisation; written by the head or the pilot, in her own name."""
        from households.wall import ME, ORGANISATION, ROLE, Right

        seen = f"organisation_id = {ORGANISATION}"
        rights = {}
        for side, head in (("association", Role.ASSO_HEAD), ("landlord", Role.LANDLORD_PILOT)):
            written = f"{seen} AND delegator_id = {ME} AND {ROLE} = '{head}'"
            rights[side] = Right(frozenset({"SELECT", "INSERT", "UPDATE"}), seen, written)
        return rights

    @classmethod
    def appoint(
        cls, membership: "Membership", delegate: "Professional", *, starts_on: date, ends_on: date, today: date
    ) -> "Delegation":
        """She has `delegate` give her visas on these days. A delegate appoints nobody: it asks for the post itself."""
        if membership.role not in DELEGATES:
            raise MoveRefused("La délégation est donnée par la cheffe de service ou par la pilote du bailleur.")
        if starts_on < today:
            raise MoveRefused("Une délégation ne commence pas dans le passé.")
        if ends_on - starts_on > LONGEST:
            raise MoveRefused("Une délégation dure trois mois au plus.")
        if delegate not in delegates_of(membership, starts_on):
            raise MoveRefused(f"{delegate} n'est pas habilité(e) chez vous pour les mêmes conventions ce jour-là.")
        return cls.objects.create(
            membership=membership, delegator=membership.professional, organisation_id=membership.organisation_id,
            delegate=delegate, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip

    def revoke(self) -> None:
        """At once. What was signed stays signed."""
        if not Delegation.objects.standing().filter(pk=self.pk).update(revoked_at=Now()):
            raise MoveRefused("Cette délégation est déjà retirée.")


@dataclass(frozen=True)
class Visa:
    """Whose visa binds, and in whose name it is given when it is not one's own."""

    role: Role
    instead_of: "Professional | None" = None


def visa_of(membership: "Membership", agreement: "Agreement", today: date) -> Visa | None:
    """What this person may sign under this agreement that day: her own visa, a delegated one, or nothing."""
    if membership.role in DELEGATES:
        return Visa(Role(membership.role))
    held = Delegation.objects.on(today).given_to(membership).select_related("membership", "delegator")
    for one in held:
        if agreement in one.membership.agreements:
            return Visa(Role(one.membership.role), one.delegator)
    return None


def require_visa(membership: "Membership", agreement: "Agreement", today: date) -> Visa:
    """The same, or a sentence that says why not."""
    found = visa_of(membership, agreement, today)
    if found is not None:
        return found
    last = Delegation.objects.given_to(membership).order_by("-starts_on").first()
    if last is None:
        raise MoveRefused("Le visa est donné par la cheffe de service et par la pilote du bailleur.")
    if last.revoked_at is not None:
        raise MoveRefused(f"{last.delegator} a retiré votre délégation : demandez-lui son visa.")
    if last.starts_on > today:
        raise MoveRefused(
            f"Votre délégation commence le {last.starts_on:%d/%m/%Y} : d'ici là, demandez son visa à {last.delegator}."
        )
    raise MoveRefused(f"Votre délégation a pris fin le {last.ends_on:%d/%m/%Y} : demandez son visa à {last.delegator}.")


def delegates_of(membership: "Membership", day: date) -> "Iterable[Professional]":
    """Those who may give her visas: her organisation's, under all of her agreements."""
    from lodabord.partners.models import Membership, Professional

    role = DELEGATES.get(Role(membership.role))
    found = Professional.objects.exclude(pk=membership.professional_id)
    for agreement in membership.agreements:
        held = (
            Membership.objects.current(day).under(agreement).filter(organisation=membership.organisation_id, role=role)
        )
        found = found.filter(pk__in=held.values("professional"))
    return found.order_by("last_name", "first_name")


def told_in_the_journal(visa: Visa) -> dict[str, str]:
    """What the event of a signature adds when it was given in another's name."""
    return {"instead_of": str(visa.instead_of.pk)} if visa.instead_of else {}


def signed(by: "Professional | None", instead_of: "Professional | None") -> str:
    """« Inès Fontaine, par délégation de Bruno Morel »."""
    if by is None:
        return ""
    return f"{by}, par délégation de {instead_of}" if instead_of else str(by)
