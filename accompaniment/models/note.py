"""Free notes of the association, those that support a pré-diagnostic included."""

from django.db import models

from households.confidentiality import DataClass
from households.models import CaseRecord
from lodabord.kernel.fields import EnumField


class Note(CaseRecord):
    """Something the team must remember. Facts, no judgement, no diagnosis: the person may ask to read it."""

    data_class = DataClass.SOCIAL

    class Kind(models.TextChoices):
        PREDIAGNOSIS = "prediagnosis", "À l'appui du pré-diagnostic"
        FREE = "free", "Note de suivi"

    kind = EnumField("nature", choices=Kind, default=Kind.FREE)
    written_on = models.DateField("du")
    text = models.TextField("note", max_length=4000)

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ["-written_on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.written_on:%d/%m/%Y}"
