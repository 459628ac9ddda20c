"""The housing benefit (APL) as simulated with the household: an estimate, and its day."""

from django.db import models

from households.confidentiality import DataClass
from households.models import Case, CaseRecord
from lodabord.partners.roles import Role


class BenefitEstimate(CaseRecord):
    """Euros a month, for a rent within the need. Of the class of resources: closed to the officer until the CAL."""

    data_class = DataClass.ADMINISTRATIVE
    writers = frozenset({Role.ASSO_WORKER, Role.ASSO_HEAD})

    case = models.OneToOneField(Case, models.PROTECT, related_name="benefit_estimate", verbose_name="dossier")
    monthly_amount = models.PositiveSmallIntegerField("APL estimée (€ par mois)")
    estimated_on = models.DateField("estimée le")

    class Meta:
        verbose_name = "APL estimée"
        verbose_name_plural = "APL estimées"

    def __str__(self) -> str:
        return f"{self.monthly_amount} €"
