"""The household goes and sees the dwelling before it answers the offer."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from allocations.models.offer import Offer
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class DwellingViewing(CaseRecord):
    """One viewing per offer, noted by whoever goes along: the association or the landlord. Dates, no place."""

    data_class = DataClass.PROCESS

    case = models.ForeignKey(Case, models.PROTECT, related_name="viewings", verbose_name="dossier")
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="viewing", verbose_name="offre")
    planned_on = models.DateField("visite prévue le", null=True, blank=True)
    done_on = models.DateField("visité le", null=True, blank=True)

    class Meta:
        verbose_name = "visite du logement proposé"
        verbose_name_plural = "visites des logements proposés"
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="viewing_planned_or_done",
                condition=Q(planned_on__isnull=False) | Q(done_on__isnull=False),
                violation_error_message="Une visite du logement est prévue, ou faite.",
            ),
        ]

    def __str__(self) -> str:
        return f"visité le {self.done_on:%d/%m/%Y}" if self.done_on else f"visite prévue le {self.planned_on:%d/%m/%Y}"

    @classmethod
    def of(cls, offer: Offer) -> "DwellingViewing":
        return cls.objects.filter(offer=offer).first() or cls(offer=offer, case=offer.case)

    def plan(self, *, on: date, by: "Professional") -> None:
        """Agreed for a day before the answer is due."""
        self._require_in_time(on)
        self._keep("viewing.planned", by=by, planned_on=on)

    def note_done(self, *, on: date, by: "Professional") -> None:
        """They saw it."""
        if on < self.offer.notified_on:
            raise MoveRefused(f"L'offre a été notifiée le {self.offer.notified_on:%d/%m/%Y} : vérifiez la date.")
        self._keep("viewing.done", by=by, done_on=on)

    def _require_in_time(self, on: date) -> None:
        if self.offer.state != Offer.State.OPEN:
            raise MoveRefused("Cette offre n'attend plus de réponse.")
        if not self.offer.notified_on <= on <= self.offer.reply_deadline:
            raise MoveRefused(
                f"Le logement se visite avant la réponse, attendue le {self.offer.reply_deadline:%d/%m/%Y} au plus tard."
            )

    def _keep(self, action: str, *, by: "Professional", **facts: date) -> None:
        with transaction.atomic():
            for name, value in facts.items():
                setattr(self, name, value)
            self.created_by = self.created_by or by
            self.save()
            Event.record(self, action, by=by, facts=facts)
