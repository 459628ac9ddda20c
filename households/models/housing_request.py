"""The request for social housing and what makes it a priority (CCH L441-1, L441-2-1; sheet 03 §3.2, §3.3)."""

import re
import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.deadlines import REQUEST_RENEWAL_NOTICE
from households.models.household import Household
from households.visibility import OfHouseholdQuerySet
from lodabord.kernel.fields import EnumField

USUAL_NUMBER = re.compile(r"^[0-9A-Z]{18}$")
"""Sources disagree on what the eighteen characters mean: checked softly, never parsed (sheet 03 §3.3)."""


class HousingRequest(models.Model):
    """The household's request in the national registry: number, dates, wishes. Nothing else is copied."""

    data_class = DataClass.ADMINISTRATIVE

    class Status(models.TextChoices):
        TO_CREATE = "to_create", "À déposer"
        ACTIVE = "active", "Active"
        TO_RENEW = "to_renew", "À renouveler"
        EXPIRED = "expired", "Expirée"
        STRUCK_OFF = "struck_off", "Radiée"

    class Dalo(models.TextChoices):
        NONE = "none", "Pas de recours"
        FILED = "filed", "Recours déposé"
        RECOGNISED = "recognised", "Reconnu prioritaire"
        REJECTED = "rejected", "Rejeté"
        WITHOUT_OBJECT = "without_object", "Sans objet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.OneToOneField(Household, models.PROTECT, related_name="housing_request", verbose_name="ménage")
    number = models.CharField("numéro unique", max_length=18, blank=True)
    first_filed_on = models.DateField("déposée le", null=True, blank=True)
    expires_on = models.DateField("valable jusqu'au", null=True, blank=True)
    struck_off_on = models.DateField("radiée le", null=True, blank=True)
    wanted_types = models.CharField("typologie souhaitée", max_length=40, blank=True)
    wanted_communes = models.CharField("communes souhaitées", max_length=300, blank=True)
    priority_public = models.BooleanField("public prioritaire (L441-1)", default=False)
    dalo_status = EnumField("DALO", choices=Dalo, default=Dalo.NONE)
    dalo_recognised_on = models.DateField("DALO reconnu le", null=True, blank=True)
    syplo_labelled_on = models.DateField("labellisé SYPLO le", null=True, blank=True)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de logement social"
        verbose_name_plural = "demandes de logement social"
        constraints = [
            models.UniqueConstraint(
                name="housing_request_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message="Ce numéro unique est déjà celui d'un autre ménage.",
            )
        ]

    def __str__(self) -> str:
        return self.number or "Demande à déposer"

    def save(self, *args: object, **kwargs: object) -> None:
        self.number = self.number.strip().upper()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def number_looks_unusual(self) -> bool:
        """Worth a second look; never a reason to refuse it."""
        return bool(self.number) and not USUAL_NUMBER.match(self.number)

    def status_on(self, day: date) -> "HousingRequest.Status":
        """Where the request stands that day; it lives one year at a time (CCH R441-2-7)."""
        if self.struck_off_on and self.struck_off_on <= day:
            return self.Status.STRUCK_OFF
        if not self.number:
            return self.Status.TO_CREATE
        if self.expires_on and self.expires_on < day:
            return self.Status.EXPIRED
        if self.expires_on and self.expires_on <= day + REQUEST_RENEWAL_NOTICE:
            return self.Status.TO_RENEW
        return self.Status.ACTIVE

    def may_be_examined_on(self, day: date) -> bool:
        """No candidature without a number in force (CCH L441-2-1)."""
        return self.status_on(day) in (self.Status.ACTIVE, self.Status.TO_RENEW)


class PriorityPublic(models.Model):
    """A priority public: of the law, or of a territory's plan. Dated, because the list changes (R-08)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("code", max_length=40)
    label = models.CharField("libellé", max_length=200)
    legal_ref = models.CharField("référence", max_length=60, blank=True)
    sensitive = models.BooleanField("révèle une information protégée", default=False)
    territory = models.ForeignKey(
        "partners.Territory", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    valid_from = models.DateField("en vigueur du")
    valid_to = models.DateField("au", null=True, blank=True)

    class Meta:
        verbose_name = "public prioritaire"
        verbose_name_plural = "publics prioritaires"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                name="priority_public_once", fields=["code", "territory", "valid_from"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.label


class HouseholdPriority(models.Model):
    """Which priority publics a household belongs to. The association's only: outside one reads « L441-1 »."""

    data_class = DataClass.SENSITIVE_PRIORITY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="priorities", verbose_name="ménage")
    public = models.ForeignKey(PriorityPublic, models.PROTECT, related_name="+", verbose_name="public prioritaire")
    main = models.BooleanField("motif principal", default=True)
    declared_on = models.DateField("déclaré le")

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "motif de priorité"
        verbose_name_plural = "motifs de priorité"
        constraints = [
            models.UniqueConstraint(
                name="household_priority_one_main",
                fields=["household"],
                condition=Q(main=True),
                violation_error_message="Ce ménage a déjà un motif principal de priorité.",
            )
        ]

    def __str__(self) -> str:
        return self.public.label


class Wanted(models.TextChoices):
    """What the household wishes (R-58)."""

    OWN = "own", "Un logement autonome"
    SUPPORTED = "supported", "Un logement accompagné"
    UNDECIDED = "undecided", "Ne sait pas encore"


__all__ = ["HouseholdPriority", "HousingRequest", "PriorityPublic", "Wanted"]
