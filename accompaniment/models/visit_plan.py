"""The agreed appointment of a household: which day, at what hour, with whom; its visits are written some weeks ahead."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models, transaction
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.models.assignment import Period
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet

if TYPE_CHECKING:
    from datetime import time

    from lodabord.partners.models import Professional


class Weekday(models.IntegerChoices):
    """Working days, as Python counts them."""

    MONDAY = 0, "lundi"
    TUESDAY = 1, "mardi"
    WEDNESDAY = 2, "mercredi"
    THURSDAY = 3, "jeudi"
    FRIDAY = 4, "vendredi"


class Every(models.IntegerChoices):
    """How many weeks from one visit to the next."""

    WEEK = 1, "chaque semaine"
    FORTNIGHT = 2, "tous les quinze jours"
    FOUR_WEEKS = 4, "toutes les quatre semaines"


class VisitPlanQuerySet(OfCaseQuerySet):
    def running(self, day: date) -> Self:
        """Still in force on that day or later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class VisitPlan(CaseRecord):
    """One at a time for a household. Changed, it ends and another begins: the past stays as it was agreed."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    weekday = models.PositiveSmallIntegerField("jour", choices=Weekday)
    at = models.TimeField("heure")
    every_weeks = models.PositiveSmallIntegerField("rythme", choices=Every, default=Every.WEEK)
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="qui fait la visite"
    )
    second = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avec"
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu'au (exclu)", null=True, editable=False)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "rendez-vous régulier"
        verbose_name_plural = "rendez-vous réguliers"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="visit_plan_one_at_a_time",
                expressions=[
                    (Period("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("case"), RangeOperators.EQUAL),
                ],
                violation_error_message="Ce ménage a déjà un rendez-vous régulier sur cette période.",
            ),
            models.CheckConstraint(
                name="visit_plan_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Un rendez-vous régulier finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="visit_plan_on_a_weekday",
                condition=Q(weekday__in=Weekday.values) & Q(every_weeks__in=Every.values),
                violation_error_message="Choisissez un jour de la semaine et un rythme proposés.",
            ),
            models.CheckConstraint(
                name="visit_plan_second_is_another",
                condition=Q(second__isnull=True) | ~Q(second=F("professional")),
                violation_error_message="La seconde personne est une autre que la première.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} à {self.at:%H:%M}, {self.get_every_weeks_display()}"

    @classmethod
    def agree(
        cls, case: Case, *, weekday: int, at: "time", every_weeks: int, professional: "Professional",
        second: "Professional | None", starts_on: date, today: date, by: "Professional",
    ) -> "VisitPlan":  # fmt: skip
        """Agreed with the household from that day on; the former one ends the day before."""
        if starts_on < today:
            raise MoveRefused("Un rendez-vous régulier commence aujourd'hui ou plus tard.")
        if case.closed_on is not None or case.housed_from is None:
            raise MoveRefused("Ce ménage n'est pas accompagné dans son logement : prévoyez plutôt un entretien.")
        with transaction.atomic():
            cls.objects.filter(case=case, starts_on__gte=starts_on).delete()
            cls.objects.filter(case=case).running(starts_on).update(ends_on=starts_on)
            plan = cls.objects.create(
                case=case, weekday=weekday, at=at, every_weeks=every_weeks, professional=professional, second=second,
                starts_on=starts_on, created_by=by,
            )  # fmt: skip
            Event.record(plan, "visitplan.agreed", by=by, facts={"on": starts_on, "weekday": weekday})
            return plan

    def stop(self, *, on: date, by: "Professional | None") -> None:
        """No more from that day on."""
        with transaction.atomic():
            ends_on = max(on, self.starts_on)
            if not VisitPlan.objects.filter(pk=self.pk).running(ends_on).update(ends_on=ends_on):
                raise MoveRefused("Ce rendez-vous régulier est déjà arrêté.")
            self.ends_on = ends_on
            Event.record(self, "visitplan.stopped", by=by, facts={"on": ends_on})
