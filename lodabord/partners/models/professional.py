"""The people who work in the programme, and in which capacity, from when to when."""

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from lodabord.kernel.actor import Actor
from lodabord.kernel.fields import EnumField
from lodabord.partners.models.agreement import Agreement
from lodabord.partners.models.organisation import Agency, Organisation
from lodabord.partners.roles import Role


class ProfessionalManager(BaseUserManager["Professional"]):
    """Accounts are made by invitation only: there is no password at birth."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Professional":
        professional = self.model(email=self.normalize_email(email).lower(), **fields)
        professional.set_password(password)
        professional.save(using=self._db)
        return professional

    def get_by_natural_key(self, username: str | None) -> "Professional":
        return self.get(email__iexact=username)


class Professional(AbstractBaseUser):
    """A person with an account; what she may know depends on her memberships alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80, blank=True)
    phone = models.CharField("téléphone professionnel", max_length=20, blank=True)
    is_active = models.BooleanField("compte actif", default=True)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = ProfessionalManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name"]

    class Meta:
        verbose_name = "professionnel"
        verbose_name_plural = "professionnels"
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, today: date) -> "MembershipQuerySet":
        """In force on that day; the last day counts."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, professional__is_active=True
        )

    def under(self, agreement: Agreement) -> "MembershipQuerySet":
        """Of this agreement, by name or because the organisation works under all of its own."""
        everywhere = Q(agreement__isnull=True, organisation__in=[agreement.landlord_id, agreement.association_id])
        return self.filter(Q(agreement=agreement) | everywhere)


class Membership(models.Model):
    """A professional works for an organisation, in one role, under one agreement or all of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    professional = models.ForeignKey(
        Professional, models.PROTECT, related_name="memberships", verbose_name="professionnel"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name="organisme")
    role = EnumField("rôle", choices=Role)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="convention",
        help_text="Vide : toutes les conventions de l'organisme.",
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="agence"
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu'au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une habilitation finit après avoir commencé.",
            ),
            models.UniqueConstraint(
                name="membership_held_once",
                fields=["professional", "organisation", "role", "agreement", "starts_on"],
                nulls_distinct=False,
                violation_error_message="Cette habilitation existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional}, {self.get_role_display()}, {self.organisation}"

    @property
    def kind(self) -> Role:
        """The role as a member of the enumeration."""
        return Role(self.role)

    @property
    def side(self) -> str:
        return self.kind.side

    @cached_property
    def agreements(self) -> list[Agreement]:
        """The agreements under which this membership stands, oldest first."""
        if self.agreement_id:
            return [self.agreement] if self.agreement else []
        organisation = self.organisation_id
        return list(
            Agreement.objects.filter(Q(landlord=organisation) | Q(association=organisation)).order_by(
                "starts_on", "code"
            )
        )

    def as_actor(self) -> Actor:
        """What the database must know of this person for the length of a request."""
        agreements = self.agreements
        team = [one for one in agreements if one.team_reads_all or self.role == Role.ASSO_HEAD]
        return Actor(
            side=self.side,
            role=self.role,
            professional=str(self.professional_id),
            organisation=str(self.organisation_id),
            agency=str(self.agency_id or ""),
            agreements=tuple(str(one.pk) for one in agreements),
            team_agreements=tuple(str(one.pk) for one in team),
        )
