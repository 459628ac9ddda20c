"""The « bail glissant »: tripartite convention, examination periods and their notice to the prefect (CCH L442-8-3)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models, transaction
from django.db.models import F, Q

from allocations.models.sliding_review import SlidingReview
from allocations.models.tenancy import Tenancy
from allocations.models.tenancy_lists import TenancyStatus
from allocations.sliding_deadlines import PREFECT_NOTICE_ANNOUNCED, prefect_notice_due
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.models.assignment import Period
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Organisation

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class OfSlidingLease(OfCaseQuerySet):
    def still_sliding(self) -> Self:
        """Of an occupation that goes on as a « bail glissant »."""
        return self.filter(tenancy__status=TenancyStatus.SLIDING_LEASE, tenancy__ends_on__isnull=True)


class SlidingConvention(CaseRecord):
    """The convention of landlord, association and sub-tenant, annexed to the sub-lease (CCH L442-8-3)."""

    data_class = DataClass.TENANCY
    tells_where = True

    class Ground(models.TextChoices):
        DALO = "dalo", "Ménage reconnu prioritaire (DALO)"
        L301 = "l301", "Ménage en difficulté (CCH L301-1 II)"

    tenancy = models.OneToOneField(Tenancy, models.PROTECT, related_name="convention", verbose_name="occupation")
    signed_on = models.DateField("convention signée le")
    holder = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="association titulaire du bail principal"
    )
    ground = EnumField("ménage concerné", choices=Ground)
    annexed = models.BooleanField("annexée au contrat de sous-location", default=False)

    objects = OfSlidingLease.as_manager()

    class Meta:
        verbose_name = "convention de bail glissant"
        verbose_name_plural = "conventions de bail glissant"
        constraints = [
            models.CheckConstraint(
                name="sliding_convention_is_annexed",
                condition=Q(annexed=True) | Q(taken_over=True),
                violation_error_message="La convention tripartite est annexée au contrat de sous-location (CCH L442-8-3).",
            )
        ]

    def __str__(self) -> str:
        return f"Convention du {self.signed_on:%d/%m/%Y}"

    @classmethod
    def sign(
        cls, tenancy: Tenancy, *, signed_on: date, holder: Organisation, ground: str, annexed: bool,
        examined_until: date, by: "Professional",
    ) -> "SlidingConvention":  # fmt: skip
        """Signed by the three: the first examination period runs, and the first review is due."""
        if tenancy.status != TenancyStatus.SLIDING_LEASE:
            raise MoveRefused("Cette convention accompagne un bail glissant : changez d'abord le statut d'occupation.")
        with transaction.atomic():
            made = cls.objects.create(
                case_id=tenancy.case_id, tenancy=tenancy, signed_on=signed_on, holder=holder, ground=ground,
                annexed=annexed, created_by=by,
            )  # fmt: skip
            Event.record(made, "slidingconvention.signed", by=by, facts={"on": signed_on})
            starts = max(tenancy.starts_on, signed_on)
            ExaminationPeriod.open(tenancy, starts_on=starts, ends_on=examined_until, by=by)
            SlidingReview.expect(tenancy, since=starts, by=by)
            return made


class ExaminationPeriodQuerySet(OfSlidingLease):
    def notice_to_give(self, today: date) -> Self:
        """Those whose notice to the prefect is near or late."""
        return self.still_sliding().filter(
            notified_on__isnull=True, notice_due_on__lte=today + PREFECT_NOTICE_ANNOUNCED
        )


class ExaminationPeriod(CaseRecord):
    """The time in which the sub-tenant's situation is examined; two months before its end the prefect is told."""

    data_class = DataClass.TENANCY
    tells_where = True

    class Proposal(models.TextChoices):
        LEASE = "bail", "Un bail au nom du ménage"
        EXTENSION = "prolongation", "Pas encore de bail : nouvelle période d'examen"
        NO_LEASE = "pas_de_bail", "Pas de bail"

    tenancy = models.ForeignKey(Tenancy, models.PROTECT, related_name="examinations", verbose_name="occupation")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au (exclu)")
    notice_due_on = models.DateField("préfet à informer au plus tard le", editable=False, db_index=True)
    notified_on = models.DateField("préfet informé le", null=True, editable=False)
    proposal = EnumField("ce que le bailleur propose", choices=Proposal, blank=True, editable=False)
    why_not = models.CharField("pourquoi pas de bail", max_length=400, blank=True, editable=False)

    objects = ExaminationPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "période d'examen du bail glissant"
        verbose_name_plural = "périodes d'examen des baux glissants"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="examination_one_at_a_time",
                expressions=[
                    (Period("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("tenancy"), RangeOperators.EQUAL),
                ],
                violation_error_message="Une période d'examen court déjà sur ces dates.",
            ),
            models.CheckConstraint(
                name="examination_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Une période d'examen finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="examination_notice_is_dated",
                condition=Q(notified_on__isnull=True, proposal="") | (Q(notified_on__isnull=False) & ~Q(proposal="")),
                violation_error_message="L'information du préfet porte sa date et ce que le bailleur propose.",
            ),
            models.CheckConstraint(
                name="examination_without_lease_says_why",
                condition=Q(proposal__in=["", "bail"]) | ~Q(why_not=""),
                violation_error_message="Sans proposition de bail, le bailleur en indique les motifs (CCH L442-8-3).",
            ),
        ]

    def __str__(self) -> str:
        return f"Période d'examen jusqu'au {self.ends_on:%d/%m/%Y}"

    @classmethod
    def open(cls, tenancy: Tenancy, *, starts_on: date, ends_on: date, by: "Professional") -> "ExaminationPeriod":
        """A period and its deadline. The dates are checked by the database."""
        due = prefect_notice_due(ends_on)
        period = cls.objects.create(
            case_id=tenancy.case_id, tenancy=tenancy, starts_on=starts_on, ends_on=ends_on, notice_due_on=due,
            created_by=by,
        )  # fmt: skip
        Event.record(period, "examination.opened", by=by, facts={"until": ends_on, "notice_due_on": due})
        return period

    def notify_prefect(self, proposal: str, *, on: date, why_not: str, by: "Professional") -> None:
        """What the landlord proposes and, without a lease, why not. Told once."""
        why = "" if proposal == self.Proposal.LEASE else why_not.strip()
        facts = {"notified_on": on, "proposal": proposal, "why_not": why}
        with transaction.atomic():
            if not ExaminationPeriod.objects.filter(pk=self.pk, notified_on__isnull=True).update(**facts):
                raise MoveRefused("Le préfet est déjà informé pour cette période. Rechargez la page.")
            for name, value in facts.items():
                setattr(self, name, value)
            Event.record(self, "examination.notified", by=by, facts={"on": on, "proposal": proposal})

    def extend(self, *, until: date, by: "Professional") -> "ExaminationPeriod":
        """The next period, from the day this one ends: the first stays as it was."""
        if not self.notified_on:
            raise MoveRefused("Informez d'abord le préfet de ce que vous proposez pour la période en cours.")
        if self.tenancy.status != TenancyStatus.SLIDING_LEASE or self.tenancy.ends_on:
            raise MoveRefused("Ce bail ne glisse plus : il n'y a plus de période d'examen.")
        return ExaminationPeriod.open(self.tenancy, starts_on=self.ends_on, ends_on=until, by=by)
