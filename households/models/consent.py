"""The person's agreement: for what, with whom, since when, and withdrawn or not."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models.event import Event
from households.models.record import CaseRecord
from households.models.referral import ConsentMode
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class ConsentQuerySet(OfCaseQuerySet):
    def active(self, day: date) -> Self:
        """Given, and not withdrawn, on that day."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), given_on__lte=day)


class Consent(CaseRecord):
    """An agreement of the person (R-70). Withdrawn, it blocks what has not left yet; the past stays traced."""

    data_class = DataClass.ADMINISTRATIVE

    class Purpose(models.TextChoices):
        REFERRAL = "referral", "Être orienté vers le dispositif"
        JOIN = "join", "Être accompagné (adhésion)"
        SHARE_ASSESSMENT = "share_assessment", "Présenter ma situation en pré-CAL"
        SHARE_CAL_NOTE = "share_cal_note", "Transmettre la note pour la CAL au bailleur"
        SHARE_SITUATION = "share_situation", "Faire un point de situation avec le bailleur"
        SHARE_PAPERS = "share_papers", "Transmettre des pièces de mon dossier au bailleur"
        SHARE_REQUESTS = "share_requests", "Adresser au bailleur mes demandes sur le logement ou le bail"
        CALL_BACK = "call_back", "Être rappelé après la fin de l'accompagnement"

    purpose = EnumField("objet", choices=Purpose)
    recipients = models.CharField("avec qui", max_length=200, blank=True)
    given_on = models.DateField("donné le")
    mode = EnumField("forme", choices=ConsentMode)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "accord de la personne"
        verbose_name_plural = "accords de la personne"
        ordering = ["-given_on"]
        constraints = [
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                violation_error_message="Un accord se retire après avoir été donné.",
            )
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()

    def withdraw(self, *, on: date, by: "Professional") -> None:
        self.withdrawn_on = on
        self.save(update_fields=["withdrawn_on"])
        Event.record(self, "consent.withdrawn", by=by, facts={"purpose": self.purpose, "on": on})
