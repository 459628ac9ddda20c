"""The tenant's notice to quit (« congé »): from the day the landlord received it, until the lease ends."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q

from allocations.models.tenancy import Tenancy
from allocations.sliding_deadlines import NOTICE_MONTHS, notice_ends
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class LeaseNoticeQuerySet(OfCaseQuerySet):
    def running(self) -> Self:
        """Given, not withdrawn, and the household still there."""
        return self.filter(withdrawn_on__isnull=True, tenancy__ends_on__isnull=True)


class LeaseNotice(CaseRecord):
    """The household leaves its dwelling: the delay runs from the reception (loi du 6 juillet 1989, article 15 I)."""

    data_class = DataClass.TENANCY
    tells_where = True

    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="notices", verbose_name="occupation")
    received_on = models.DateField("congé reçu le")
    months = models.PositiveSmallIntegerField("préavis (mois)")
    ends_on = models.DateField("fin du préavis le", editable=False, db_index=True)
    withdrawn_on = models.DateField("congé retiré d'un commun accord le", null=True, blank=True, editable=False)

    objects = LeaseNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "congé du ménage"
        verbose_name_plural = "congés des ménages"
        ordering = ["-received_on"]
        constraints = [
            models.UniqueConstraint(
                name="lease_notice_one_running",
                fields=["tenancy"],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message="Un congé est déjà noté pour cette occupation.",
            ),
            models.CheckConstraint(
                name="lease_notice_of_the_law",
                condition=Q(months__in=list(NOTICE_MONTHS)) & Q(ends_on__gt=F("received_on")),
                violation_error_message="Un préavis dure un, deux ou trois mois à compter de la réception du congé.",
            ),
        ]

    def __str__(self) -> str:
        return f"Congé reçu le {self.received_on:%d/%m/%Y}"

    @classmethod
    def receive(cls, tenancy: Tenancy, *, on: date, months: int, by: "Professional") -> "LeaseNotice":
        """The notice arrived: the lease ends at the term, unless both sides withdraw it."""
        if tenancy.ends_on:
            raise MoveRefused("Cette occupation est déjà terminée.")
        if on < tenancy.starts_on:
            raise MoveRefused("Un congé suit l'entrée dans le logement : vérifiez la date.")
        with transaction.atomic():
            notice = cls.objects.create(
                case_id=tenancy.case_id, tenancy=tenancy, received_on=on, months=months,
                ends_on=notice_ends(on, months), created_by=by,
            )  # fmt: skip
            Event.record(notice, "leasenotice.received", by=by, facts={"on": on, "ends_on": notice.ends_on})
            return notice

    def withdraw(self, *, on: date, by: "Professional") -> None:
        """The household stays, and the landlord agrees."""
        with transaction.atomic():
            if not LeaseNotice.objects.filter(pk=self.pk, withdrawn_on__isnull=True).update(withdrawn_on=on):
                raise MoveRefused("Ce congé est déjà retiré. Rechargez la page.")
            self.withdrawn_on = on
            Event.record(self, "leasenotice.withdrawn", by=by, facts={"on": on})
