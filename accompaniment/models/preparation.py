"""The preparation notebook: ten modules, who came to which (R-19)."""

from django.db import models

from households.confidentiality import DataClass
from households.models import CaseRecord
from lodabord.kernel.fields import EnumField


class PrepModule(models.Model):
    """A module of the preparation (sheet 06 §6.3)."""

    code = models.SlugField("code", max_length=40, primary_key=True)
    number = models.PositiveSmallIntegerField("numéro", unique=True)
    label = models.CharField("intitulé", max_length=160)
    content = models.CharField("contenu", max_length=300, blank=True)

    class Meta:
        verbose_name = "module de préparation"
        verbose_name_plural = "modules de préparation"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"


class PrepAttendance(CaseRecord):
    """A household's attendance at a module."""

    data_class = DataClass.SOCIAL

    class Format(models.TextChoices):
        INDIVIDUAL = "individual", "Individuel"
        COLLECTIVE = "collective", "Collectif"

    module = models.ForeignKey(PrepModule, models.PROTECT, related_name="+", verbose_name="module")
    on = models.DateField("le")
    format = EnumField("format", choices=Format, default=Format.INDIVIDUAL)
    present = models.BooleanField("présent", default=True)
    acquired = models.BooleanField("acquis", default=False)

    class Meta:
        verbose_name = "séance de préparation"
        verbose_name_plural = "séances de préparation"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                name="prep_attendance_once_a_day",
                fields=["case", "module", "on"],
                violation_error_message="Cette séance est déjà notée.",
            )
        ]

    def __str__(self) -> str:
        return str(self.module)
