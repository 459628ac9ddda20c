"""Free notes of the association, those that support a pré-diagnostic included."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction

from accompaniment.models.earlier_text import Rewritable
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Note(Rewritable, CaseRecord):
    """Something the team must remember. Facts, no judgement, no diagnosis: the person may ask to read it."""

    data_class = DataClass.SOCIAL
    TEXTS = {"text": "Note"}

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

    def rewrite(self, *, text: str, written_on: date, by: "Professional", revision: int | None) -> None:
        """Write it again; what it said is kept among its versions."""
        self.require_author(by)
        with transaction.atomic():
            self.revision = self.take_turn(by=by, revision=revision, text=text)
            self.text, self.written_on = text, written_on
            self.save(update_fields=["revision", "text", "written_on"])
            Event.record(self, "note.rewritten", by=by, facts={"revision": self.revision})
