"""Who follows a household, from when to when: one referent, one deputy, a psychologist when invited."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q

from households.confidentiality import DataClass
from households.handovers import tell_handover
from households.models.case import Case
from households.models.event import Event
from households.models.record import CaseRecord
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Period(Func):
    """The days from `starts_on` to `ends_on`, the last one not counted."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[)')"


class Assignment(CaseRecord):
    """A professional answers for a household in one capacity over a period (R-28)."""

    data_class = DataClass.PROCESS
    outside_reads_when = "capacity <> 'psychologist'"
    """That a psychologist follows a household is health: the landlord reads neither the row nor its event."""

    class Capacity(models.TextChoices):
        REFERENT = "referent", "Référent unique"
        DEPUTY = "deputy", "Suppléant"
        PSYCHOLOGIST = "psychologist", "Psychologue"

    class Reason(models.TextChoices):
        """Why a household passes to somebody else; nothing of anybody's health."""

        LEAVING = "depart", "Départ d'un collègue"
        LONG_ABSENCE = "absence", "Absence longue"
        LOAD = "charge", "Charge mieux répartie"
        HOUSEHOLD = "demande_menage", "À la demande du ménage"
        SECTOR = "secteur", "Secteur"
        OTHER = "autre", "Autre"

    capacity = EnumField("qualité", choices=Capacity)
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="assignments", verbose_name="professionnel"
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu'au (exclu)", null=True, blank=True)
    reason = EnumField("pourquoi", choices=Reason, blank=True)

    class Meta:
        verbose_name = "suivi confié"
        verbose_name_plural = "suivis confiés"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="assignment_one_at_a_time",
                expressions=[
                    (Period("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("case"), RangeOperators.EQUAL),
                    (F("capacity"), RangeOperators.EQUAL),
                ],
                violation_error_message="Ce ménage a déjà quelqu'un à cette place sur cette période.",
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Un suivi finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_capacity_display()} : {self.professional}"

    @property
    def event_class(self) -> DataClass:
        return DataClass.HEALTH if self.capacity == self.Capacity.PSYCHOLOGIST else DataClass.PROCESS


def assign(
    case: Case, capacity: str, professional: "Professional", *, on: date, by: "Professional | None", reason: str = ""
) -> None:
    """Give the case to somebody from that day on; whoever had it hands it over the same day, with what it brings."""
    former = getattr(case, capacity)
    with transaction.atomic():
        Assignment.objects.filter(case=case, capacity=capacity, ends_on__isnull=True).update(ends_on=on)
        made = Assignment.objects.create(
            case=case, capacity=capacity, professional=professional, starts_on=on, reason=reason, created_by=by
        )
        Case.objects.filter(pk=case.pk).update(**{capacity: professional})
        setattr(case, capacity, professional)
        Event.record(made, f"case.{capacity}_assigned", by=by, facts={"on": on, "professional": str(professional.pk)})
        if former is not None and former.pk != professional.pk:
            tell_handover(case, capacity, former, professional, on)
