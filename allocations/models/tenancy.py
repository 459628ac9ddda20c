"""Who lives where, in which status, from when to when."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import connection, models, transaction
from django.db.models import F, Q

from allocations.models.dwelling import Dwelling
from allocations.models.tenancy_lists import EndReason, NextSituation, TenancyStatus, told_or_other
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.models.assignment import Period
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class TenancyQuerySet(OfCaseQuerySet):
    def running(self, day: date) -> Self:
        """Not over on that day; signed and not begun counts."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class Tenancy(CaseRecord):
    """A household's occupation of one dwelling (sheet 03 §3.7). Its statuses, dated, are `StatusPeriod`."""

    data_class = DataClass.TENANCY
    tells_where = True

    Status = TenancyStatus
    EndReason = EndReason
    NextSituation = NextSituation

    case = models.ForeignKey(Case, models.PROTECT, related_name="tenancies", verbose_name="dossier")
    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, null=True, blank=True, related_name="tenancies", verbose_name="logement"
    )
    status = EnumField("statut d'occupation", choices=TenancyStatus, default=TenancyStatus.DIRECT_LEASE)
    """The present one; the verbs keep it equal to the last `StatusPeriod`."""
    lease_signed_on = models.DateField("bail signé le", null=True, blank=True)
    starts_on = models.DateField("remise des clés, état des lieux le")
    ends_on = models.DateField("fin le", null=True, blank=True)
    end_reason = EnumField("motif de fin", choices=EndReason, blank=True)
    end_note = models.CharField("précision", max_length=200, blank=True)
    next_situation = EnumField("situation ensuite", choices=NextSituation, blank=True)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        verbose_name = "occupation"
        verbose_name_plural = "occupations"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="tenancy_one_at_a_time",
                expressions=[
                    (Period("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("case"), RangeOperators.EQUAL),
                ],
                violation_error_message="Ce ménage occupe déjà un logement sur cette période.",
            ),
            models.CheckConstraint(
                name="tenancy_keys_after_the_lease",
                condition=Q(lease_signed_on__isnull=True) | Q(starts_on__gte=F("lease_signed_on")),
                violation_error_message="Les clés sont remises au plus tôt à la signature du bail.",
            ),
            models.CheckConstraint(
                name="tenancy_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une occupation finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()

    @classmethod
    def sign(
        cls,
        case: Case,
        *,
        dwelling: Dwelling | None,
        status: str,
        lease_signed_on: date,
        starts_on: date,
        by: "Professional",
        chosen: bool | None = None,
    ) -> "Tenancy":
        """The lease is signed and the day of the keys is set. `chosen`: the person chose this status (R-58)."""
        from allocations.models.move_in import MoveIn
        from allocations.models.status_period import StatusPeriod

        case.require_named_contact(by)
        with transaction.atomic():
            hold(f"lease:{case.pk}")  # two officers at once: the second is told, the database does not choose a victim
            lease = cls.objects.create(
                case=case,
                dwelling=dwelling,
                status=status,
                lease_signed_on=lease_signed_on,
                starts_on=starts_on,
                created_by=by,
            )
            StatusPeriod.begin(lease, status, on=starts_on, lease_signed_on=lease_signed_on, chosen=chosen, by=by)
            Event.record(lease, "tenancy.signed", by=by, facts={"signed": lease_signed_on, "keys": starts_on})
            MoveIn.signed(lease, by=by)
            Dwelling.follow_tenancy(lease, by=by)
            return lease

    @classmethod
    def transfer(
        cls,
        case: Case,
        *,
        dwelling: Dwelling | None,
        status: str,
        lease_signed_on: date,
        starts_on: date,
        by: "Professional",
        chosen: bool | None = None,
    ) -> "Tenancy":
        """Mutation: the household leaves its dwelling the day it gets the keys of the next one, or has left already."""
        from allocations.models.move_in import MoveIn

        with transaction.atomic():
            here = cls.objects.filter(case=case, ends_on__isnull=True).first()
            if here is not None:
                here.end(on=starts_on, reason=EndReason.TRANSFER, next_situation=NextSituation.TENANT_SOCIAL, by=by)
            MoveIn.open_for_transfer(case, signature_on=lease_signed_on, keys_on=starts_on, by=by)
            return cls.sign(
                case, dwelling=dwelling, status=status, lease_signed_on=lease_signed_on, starts_on=starts_on, by=by,
                chosen=chosen,
            )  # fmt: skip

    def move_keys(self, *, on: date, by: "Professional") -> None:
        """The day of the keys changes: the first status and the steps that hang on it follow."""
        from allocations.models.move_in import MoveIn

        if self.case.moved_in_on and self.case.moved_in_on >= self.starts_on:
            raise MoveRefused("L'entrée dans le logement est déjà notée : cette date ne bouge plus.")
        with transaction.atomic():
            with connection.cursor() as cursor:  # tenancy and status move together, then are checked together
                cursor.execute("SET CONSTRAINTS tenancy_status_within, status_within_tenancy DEFERRED")
                self.statuses.filter(starts_on=self.starts_on).update(starts_on=on)  # type: ignore[attr-defined]
                self.starts_on = on
                self.save(update_fields=["starts_on"])
                cursor.execute("SET CONSTRAINTS tenancy_status_within, status_within_tenancy IMMEDIATE")
            Event.record(self, "tenancy.keys_moved", by=by, facts={"keys": on})
            MoveIn.keys_moved(self, by=by)

    def end(self, *, on: date, reason: str, next_situation: str, by: "Professional", note: str = "") -> None:
        """The household no longer lives there. The accompaniment goes on until the association says otherwise."""
        reason, note = told_or_other(reason, note)
        situation = next_situation if next_situation in NextSituation.values else ""
        facts = {"ends_on": on, "end_reason": reason, "end_note": note, "next_situation": situation}
        with transaction.atomic():
            if not Tenancy.objects.filter(pk=self.pk, ends_on__isnull=True).update(**facts):
                raise MoveRefused("La fin de cette occupation est déjà notée. Rechargez la page.")
            for name, value in facts.items():
                setattr(self, name, value)
            Event.record(self, "tenancy.ended", by=by, facts={"on": on, "reason": reason, "next": situation})
            Dwelling.follow_tenancy(self, by=by)
