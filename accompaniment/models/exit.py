"""How an accompaniment ended. Its true reason stays with the association (decision 16)."""

from datetime import date

from django.db import models
from django.db.models import Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Consent, ExitReason
from lodabord.kernel.fields import EnumField


class Exit(CaseRecord):
    """The end of an accompaniment: why, to where, on whose initiative, what comes after."""

    data_class = DataClass.SOCIAL

    class Initiative(models.TextChoices):
        HOUSEHOLD = "household", "Ménage"
        SERVICE = "service", "Service"
        LANDLORD = "landlord", "Bailleur"
        THIRD_PARTY = "third_party", "Tiers"

    case = models.ForeignKey(Case, models.PROTECT, related_name="exits", verbose_name="dossier")
    closed_on = models.DateField("fin le")
    reason = models.ForeignKey(ExitReason, models.PROTECT, related_name="+", verbose_name="motif")
    left_dwelling = models.BooleanField("a quitté le logement", default=False)
    destination = models.CharField("destination", max_length=120, blank=True)
    initiative = EnumField("à l'initiative de", choices=Initiative, blank=True)
    handover = models.CharField("relais mis en place", max_length=300, blank=True)
    reopened_on = models.DateField("réactivé le", null=True, editable=False)

    class Meta:
        verbose_name = "fin d'accompagnement"
        verbose_name_plural = "fins d'accompagnement"
        ordering = ["-closed_on"]
        constraints = [
            models.CheckConstraint(
                name="exit_says_where_when_dwelling_left",
                condition=Q(left_dwelling=False) | ~Q(destination="") | Q(taken_over=True),
                violation_error_message="Le logement a été quitté : indiquez la destination.",
            ),
            models.UniqueConstraint(
                name="exit_one_standing",
                fields=["case"],
                condition=Q(reopened_on__isnull=True),
                violation_error_message="La fin d'accompagnement est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Fin le {self.closed_on:%d/%m/%Y}"

    def call_back_agreed(self, day: date) -> bool:
        """Whether the person agreed to be called after the end, and has not withdrawn it that day."""
        purpose = Consent.Purpose.CALL_BACK
        return Consent.objects.filter(case=self.case_id, purpose=purpose).active(day).exists()
