"""The statuses of an occupation, one after the other: dated rows, never overwritten."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q

from allocations.models.tenancy import Tenancy
from allocations.models.tenancy_lists import CHOSEN, NEXT_STATUS, TenancyStatus
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class StatusPeriod(CaseRecord):
    """From its day on the household lives there by that right, until the next row begins or the occupation ends.

    There is no end to write: between two rows there can be neither gap nor overlap. That the first
    begins with the occupation and none lies outside it is checked by the database.
    """

    data_class = DataClass.TENANCY
    tells_where = True

    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="statuses", verbose_name="occupation")
    status = EnumField("statut d'occupation", choices=TenancyStatus)
    starts_on = models.DateField("à partir du")
    lease_signed_on = models.DateField("contrat signé le", null=True, blank=True)
    chosen = models.BooleanField("choisi par la personne", null=True, blank=True)

    class Meta:
        verbose_name = "statut d'occupation daté"
        verbose_name_plural = "statuts d'occupation datés"
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                name="status_one_begins_a_day",
                fields=["tenancy", "starts_on"],
                violation_error_message="Un statut commence déjà ce jour-là.",
            ),
            models.CheckConstraint(
                name="status_signed_before_it_begins",
                condition=Q(lease_signed_on__isnull=True) | Q(starts_on__gte=F("lease_signed_on")),
                violation_error_message="Le contrat est signé au plus tard le jour où il commence.",
            ),
            models.CheckConstraint(
                name="status_says_whether_it_was_chosen",
                condition=~Q(status__in=sorted(CHOSEN)) | Q(chosen__isnull=False) | Q(taken_over=True),
                violation_error_message="Pour un logement accompagné ou en intermédiation, indiquez si la personne l'a choisi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} à partir du {self.starts_on:%d/%m/%Y}"

    @classmethod
    def begin(
        cls, tenancy: Tenancy, status: str, *, on: date, lease_signed_on: date | None, chosen: bool | None,
        by: "Professional | None",
    ) -> "StatusPeriod":  # fmt: skip
        """The first status of an occupation, or the next one: the caller has checked that it may follow."""
        return cls.objects.create(
            case_id=tenancy.case_id, tenancy=tenancy, status=status, starts_on=on, lease_signed_on=lease_signed_on,
            chosen=chosen if status in CHOSEN else None, created_by=by,
        )  # fmt: skip


def change_status(
    tenancy: Tenancy, status: str, *, on: date, lease_signed_on: date | None, by: "Professional"
) -> StatusPeriod:
    """Another right to live in the same dwelling: above all, a sub-lease that becomes the household's own lease."""
    allowed = NEXT_STATUS.get(TenancyStatus(tenancy.status), frozenset())
    if status not in allowed:
        told = TenancyStatus(status).label.lower()
        raise MoveRefused(f"« {tenancy.get_status_display()} » ne devient pas « {told} » dans le même logement.")
    if status == TenancyStatus.DIRECT_LEASE and lease_signed_on is None:
        raise MoveRefused("Un bail direct porte la date de sa signature.")
    with transaction.atomic():
        here = Tenancy.objects.filter(pk=tenancy.pk, status=tenancy.status, ends_on__isnull=True)
        if not here.update(status=status):
            raise MoveRefused("Un collègue vient de modifier cette occupation. Rechargez la page.")
        before, tenancy.status = tenancy.status, status
        begun = StatusPeriod.begin(tenancy, status, on=on, lease_signed_on=lease_signed_on, chosen=None, by=by)
        Event.record(tenancy, "tenancy.status", by=by, facts={"from": before, "to": status, "on": on})
        return begun
