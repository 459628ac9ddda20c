"""Who lives where, in which status, from when to when."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models, transaction
from django.db.models import F, Q

from allocations.models.dwelling import Dwelling
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.models.assignment import Period
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Tenancy(CaseRecord):
    """A household's occupation of a dwelling (sheet 03 §3.7)."""

    data_class = DataClass.TENANCY
    tells_where = True

    class Status(models.TextChoices):
        DIRECT_LEASE = "bail_direct", "Bail direct"
        SUBLEASE = "sous_location", "Sous-location"
        SLIDING_LEASE = "bail_glissant", "Bail glissant"
        IML = "iml", "Intermédiation locative (parc privé)"
        BOARDING_HOUSE = "pension_famille", "Pension de famille, résidence accueil"
        SOCIAL_RESIDENCE = "residence_sociale", "Résidence sociale"

    case = models.ForeignKey(Case, models.PROTECT, related_name="tenancies", verbose_name="dossier")
    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, null=True, blank=True, related_name="tenancies", verbose_name="logement"
    )
    status = EnumField("statut d'occupation", choices=Status, default=Status.DIRECT_LEASE)
    lease_signed_on = models.DateField("bail signé le", null=True, blank=True)
    starts_on = models.DateField("remise des clés, état des lieux le")
    ends_on = models.DateField("fin le", null=True, blank=True)
    end_reason = models.CharField("motif de fin", max_length=120, blank=True)
    next_situation = models.CharField("situation ensuite", max_length=120, blank=True)

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
    ) -> "Tenancy":
        """The lease is signed and the day of the keys is set."""
        with transaction.atomic():
            lease = cls.objects.create(
                case=case,
                dwelling=dwelling,
                status=status,
                lease_signed_on=lease_signed_on,
                starts_on=starts_on,
                created_by=by,
            )
            Event.record(lease, "tenancy.signed", by=by, facts={"signed": lease_signed_on, "keys": starts_on})
            Dwelling.follow_tenancy(lease, by=by)
            return lease

    def end(self, *, on: date, reason: str, next_situation: str, by: "Professional") -> None:
        self.ends_on, self.end_reason, self.next_situation = on, reason, next_situation
        self.save(update_fields=["ends_on", "end_reason", "next_situation"])
        Event.record(self, "tenancy.ended", by=by, facts={"on": on})
        Dwelling.follow_tenancy(self, by=by)
