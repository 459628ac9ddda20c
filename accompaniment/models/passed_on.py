"""Which household's request was passed on to the landlord, and whether the answer was read: the association's own."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accompaniment.models.request import Request
from allocations.models import LandlordRequest
from households.confidentiality import DataClass
from households.models import CaseRecord
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class PassedOnQuerySet(OfCaseQuerySet):
    def to_follow(self, today: date) -> Self:
        """An answer nobody has read yet, or no answer in time."""
        answered = Q(sent__answered_on__isnull=False)
        late = Q(sent__answered_on__isnull=True, sent__due_on__lt=today)
        return self.filter(answered | late, read_on__isnull=True)


class PassedOn(CaseRecord):
    """The link lives on this side: what the landlord reads says nothing of the household's own call."""

    data_class = DataClass.REQUEST

    sent = models.OneToOneField(
        LandlordRequest, models.PROTECT, related_name="passed_on", verbose_name="demande au bailleur"
    )
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="passed_on", verbose_name="demande du ménage"
    )
    read_on = models.DateField("réponse lue le", null=True, editable=False)
    read_by = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="réponse lue par",
        editable=False,
    )

    objects = PassedOnQuerySet.as_manager()

    class Meta:
        verbose_name = "demande passée au bailleur"
        verbose_name_plural = "demandes passées au bailleur"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.sent)

    def read_answer(self, *, on: date, by: "Professional") -> None:
        """The answer has been read: it leaves « À faire »."""
        if self.sent.answered_on is None:
            raise MoveRefused("Le bailleur n'a pas encore répondu à cette demande.")
        if not PassedOn.objects.filter(pk=self.pk, read_on__isnull=True).update(read_on=on, read_by=by):
            raise MoveRefused("Cette réponse est déjà notée comme lue.")
        self.read_on, self.read_by = on, by
