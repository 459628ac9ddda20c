"""The directory of relays: services of the territory to which a household may turn, kept under each agreement."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from households.stateful import MoveRefused
from lodabord.partners.models import Agreement
from lodabord.partners.roles import ASSOCIATION

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

HEALTH_CODES = "sante_"
"""How the code of a kind of relay that tells of somebody's health begins: figures group them (R1)."""


class RelayKind(models.Model):
    """What a relay is for: a list the partners can change, loaded by a data migration (sheet 04)."""

    code = models.SlugField("code", max_length=40, primary_key=True)
    label = models.CharField("libellé", max_length=120)
    health = models.BooleanField("touche à la santé", default=False)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    active = models.BooleanField("proposé", default=True)

    class Meta:
        verbose_name = "type de relais"
        verbose_name_plural = "types de relais"
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(
                name="relay_kind_code_tells_health",
                condition=Q(health=True, code__startswith=HEALTH_CODES)
                | (Q(health=False) & ~Q(code__startswith=HEALTH_CODES)),
                violation_error_message="Le code d'un type qui touche à la santé commence par « sante_ », et lui seul.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class RelayQuerySet(models.QuerySet):
    def visible_to(self, membership: "Membership | None") -> Self:
        """The association's own directory, agreement by agreement."""
        if membership is None or membership.role not in ASSOCIATION:
            return self.none()
        return self.filter(agreement__in=membership.agreements)

    def kept(self) -> Self:
        """Still to be asked."""
        return self.filter(archived_on__isnull=True)

    def searched(self, words: str) -> Self:
        """Each word is somewhere in what the entry says, accents aside."""
        found = self
        for word in words.split():
            here = Q(service__unaccent__icontains=word) | Q(does__unaccent__icontains=word)
            here |= Q(territory__unaccent__icontains=word) | Q(kind__label__unaccent__icontains=word)
            found = found.filter(here)
        return found


class Relay(models.Model):
    """A service, what it does, how to reach it. Archived when it no longer answers, never erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+", verbose_name="convention")
    service = models.CharField("service", max_length=120)
    kind = models.ForeignKey(RelayKind, models.PROTECT, related_name="+", verbose_name="type de relais")
    does = models.CharField("ce qu'il fait", max_length=300, blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    hours = models.CharField("horaires", max_length=160, blank=True)
    territory = models.CharField("secteur couvert", max_length=160, blank=True)
    updated_on = models.DateField("à jour au", editable=False)
    updated_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="mis à jour par",
        editable=False,
    )
    archived_on = models.DateField("archivé le", null=True, editable=False)

    DETAILS = ("service", "kind", "does", "phone", "address", "hours", "territory")

    objects = RelayQuerySet.as_manager()

    class Meta:
        verbose_name = "relais"
        verbose_name_plural = "annuaire des relais"
        ordering = ["kind", "service"]
        constraints = [
            models.UniqueConstraint(
                name="relay_once_in_the_directory",
                fields=["agreement", "service", "kind"],
                condition=Q(archived_on__isnull=True),
                violation_error_message="Ce service est déjà dans l'annuaire, pour ce type de relais.",
            ),
            models.CheckConstraint(
                name="relay_has_a_name",
                condition=~Q(service=""),
                violation_error_message="Un relais porte le nom d'un service.",
            ),
        ]

    def __str__(self) -> str:
        return self.service

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """The association of the agreement keeps its directory: nobody else reads it, nobody erases a line."""
        from households.wall import AGREEMENTS, Right

        rows = f"agreement_id = {AGREEMENTS}"
        return {"association": Right(frozenset({"SELECT", "INSERT", "UPDATE"}), rows, rows)}

    @classmethod
    def add(cls, agreement: Agreement, *, on: date, by: "Professional", **details: Any) -> "Relay":
        """One more service."""
        return cls.objects.create(agreement=agreement, updated_on=on, updated_by=by, **details)

    def keep_up_to_date(self, *, on: date, by: "Professional", **details: Any) -> None:
        """What it says today. Looked at and still true counts too."""
        for name, value in {**details, "updated_on": on, "updated_by": by}.items():
            setattr(self, name, value)
        self.save(update_fields=["updated_on", "updated_by", *details])

    def archive(self, *, on: date, by: "Professional") -> None:
        """No longer proposed; what was asked of it keeps its name."""
        told = {"archived_on": on, "updated_on": on, "updated_by": by}
        if not Relay.objects.kept().filter(pk=self.pk).update(**told):
            raise MoveRefused("Ce relais est déjà archivé.")
        self.archived_on = on

    def restore(self, *, on: date, by: "Professional") -> None:
        """It answers again."""
        told = {"archived_on": None, "updated_on": on, "updated_by": by}
        if not Relay.objects.filter(pk=self.pk, archived_on__isnull=False).update(**told):
            raise MoveRefused("Ce relais est déjà dans l'annuaire.")
        self.archived_on = None
