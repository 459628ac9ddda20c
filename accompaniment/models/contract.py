"""The accompaniment contract: what the person and the association commit to (sheet 06 §6.3)."""

from django.db import models

from households.confidentiality import DataClass
from households.models import CaseRecord


class Contract(CaseRecord):
    """Signed by the person and the association before a measure starts. The person may stop at any time."""

    data_class = DataClass.SOCIAL

    signed_on = models.DateField("signé le")
    objectives = models.TextField("objectifs, dans les mots de la personne", max_length=1500, blank=True)
    rhythm = models.CharField("rythme convenu", max_length=200, blank=True)

    class Meta:
        verbose_name = "contrat d'accompagnement"
        verbose_name_plural = "contrats d'accompagnement"
        ordering = ["-signed_on"]

    def __str__(self) -> str:
        return f"Contrat du {self.signed_on:%d/%m/%Y}"
