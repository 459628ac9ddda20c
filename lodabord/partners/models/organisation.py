"""Who takes part: organisations, the territories they work on, the landlord's agencies."""

import uuid

from django.db import models

from lodabord.kernel.fields import EnumField


class Territory(models.Model):
    """A perimeter of work; each association of the programme has its own (R-43)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("nom", max_length=120, unique=True)

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A partner of the programme."""

    class Kind(models.TextChoices):
        LANDLORD = "landlord", "Bailleur social"
        ASSOCIATION = "association", "Association"
        STATE = "state", "Service de l'État"
        METROPOLIS = "metropolis", "Métropole ou intercommunalité"
        PRESCRIBER = "prescriber", "Prescripteur"
        RELAY = "relay", "Partenaire relais"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = EnumField("type d'organisme", choices=Kind)
    name = models.CharField("nom", max_length=120)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    prescriber_type = models.ForeignKey(
        "partners.PrescriberType",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="type de prescripteur",
        related_name="organisations",
    )

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="organisation_named_once_by_kind",
                fields=["kind", "name"],
                violation_error_message="Un organisme de ce type porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PrescriberType(models.Model):
    """A kind of prescriber (sheet 04 §4.4); a table, because the network changes."""

    code = models.SlugField("code", max_length=40, primary_key=True)
    label = models.CharField("libellé", max_length=120)
    reveals = models.BooleanField(
        "révèle une information protégée",
        default=False,
        help_text="Santé, justice ou protection de l'enfance : hors de l'association, on lit « partenaire ».",
    )
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "type de prescripteur"
        verbose_name_plural = "types de prescripteur"
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label


class Agency(models.Model):
    """A local office of the landlord."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="agencies", verbose_name="bailleur")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="agencies", verbose_name="territoire")
    name = models.CharField("nom", max_length=120)

    class Meta:
        verbose_name = "agence"
        verbose_name_plural = "agences"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
