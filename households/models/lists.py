"""Lists that change in time or by territory: tables, loaded by a data migration (sheet 04 §4.6, §4.7)."""

from django.db import models

from lodabord.kernel.fields import EnumField


class ExitReason(models.Model):
    """Why an accompaniment ended, and what that means for the retention rate (decision 9)."""

    class Effect(models.TextChoices):
        MAINTAINED = "maintained", "Maintenu dans un logement durable"
        LOST = "lost", "Logement perdu"
        EXCLUDED = "excluded", "Hors du calcul"
        AS_HOUSED = "as_housed", "Selon la situation à cette date"

    class Nature(models.TextChoices):
        POSITIVE = "positive", "Positive"
        NEUTRAL = "neutral", "Neutre"
        NEGATIVE = "negative", "Négative"
        BEFORE_HOUSING = "before_housing", "Avant le logement"

    code = models.SlugField("code", max_length=40, primary_key=True)
    """The French code of the workbook (interfaces §5)."""
    label = models.CharField("libellé", max_length=120)
    outside_label = models.CharField(
        "libellé hors de l'association",
        max_length=80,
        help_text="« Perte du bail » pour une détention ou une hospitalisation (décision 16).",
    )
    nature = EnumField("nature", choices=Nature)
    effect = EnumField("effet sur le maintien", choices=Effect)
    leaves_dwelling = models.BooleanField("quitte le logement", default=False)
    same_dwelling = models.BooleanField("reste dans le même logement", default=False)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "motif de fin d'accompagnement"
        verbose_name_plural = "motifs de fin d'accompagnement"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class RefusalReason(models.Model):
    """Why a household was not selected, a dwelling not awarded, an offer refused. R-52 forbids some forever."""

    class Kind(models.TextChoices):
        PRECAL = "precal", "Non retenu en pré-CAL ou en arbitrage"
        CAL = "cal", "Non-attribution en CAL"
        OFFER = "offer", "Refus d'une offre"

    id = models.BigAutoField(primary_key=True)
    kind = EnumField("pour", choices=Kind)
    code = models.SlugField("code", max_length=40)
    label = models.CharField("libellé", max_length=160)
    valid_from = models.DateField("en vigueur du")
    valid_to = models.DateField("au", null=True, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "motif de refus"
        verbose_name_plural = "motifs de refus"
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(name="refusal_reason_once", fields=["kind", "code", "valid_from"]),
            models.CheckConstraint(
                name="refusal_reason_never_a_prerequisite",
                condition=~models.Q(code__in=["not_ready", "health", "no_activity"]),
                violation_error_message="Ni la santé, ni l'activité, ni « pas prêt » ne sont des motifs.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
