"""The measure: preparation then follow-up, its intensity over time, its suspensions (R-18, R-40)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import CaseRecord
from households.models.assignment import Period
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case


class PeriodQuerySet(OfCaseQuerySet):
    def on(self, day: date) -> Self:
        """Running on that day: an end date is the first day it no longer runs."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


class Measure(CaseRecord):
    """A preparation or a follow-up. An extension adds a row; the planned end is never overwritten."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    class Kind(models.TextChoices):
        PREPARATION = "preparation", "Formation-préparation"
        FOLLOW_UP = "suivi", "Accompagnement"

    class EndReason(models.TextChoices):
        COMPLETED = "achevee", "Achevée"
        EARLY = "anticipee", "Achevée plus tôt que prévu"
        BROKEN = "rupture", "Rupture"
        CLOSED = "sortie", "Fin d'accompagnement"

    kind = EnumField("nature", choices=Kind)
    starts_on = models.DateField("commence le")
    planned_end = models.DateField("fin prévue", null=True, blank=True, editable=False)
    ends_on = models.DateField("terminée le", null=True, blank=True, editable=False)
    end_reason = EnumField("motif de fin", choices=EndReason, blank=True, editable=False)
    end_note = models.CharField("précision", max_length=300, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "mesure"
        verbose_name_plural = "mesures"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="measure_one_at_a_time",
                expressions=[
                    (Period("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("case"), RangeOperators.EQUAL),
                ],
                violation_error_message="Une mesure est déjà en cours sur cette période.",
            ),
            models.CheckConstraint(
                name="measure_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une mesure finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="measure_ended_says_why",
                condition=Q(ends_on__isnull=True, end_reason="") | (Q(ends_on__isnull=False) & ~Q(end_reason="")),
                violation_error_message="Une mesure terminée indique son motif.",
            ),
            models.CheckConstraint(
                name="measure_preparation_has_a_planned_end",
                condition=~Q(kind="preparation") | Q(planned_end__isnull=False) | Q(taken_over=True),
                violation_error_message="Une préparation a une fin prévue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} depuis le {self.starts_on:%d/%m/%Y}"

    @property
    def expected_end(self) -> date | None:
        """The planned end, or the last extension's."""
        extensions = list(self.extensions.all())
        return extensions[-1].until if extensions else self.planned_end


class Extension(CaseRecord):
    """A preparation goes on beyond its planned end, decided by the head, with a reason."""

    data_class = DataClass.SOCIAL

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="extensions", verbose_name="mesure")
    decided_on = models.DateField("décidée le")
    until = models.DateField("jusqu'au")
    reason = models.CharField("motif", max_length=300)

    class Meta:
        verbose_name = "prolongation"
        verbose_name_plural = "prolongations"
        ordering = ["until"]
        constraints = [
            models.CheckConstraint(
                name="extension_says_why",
                condition=~Q(reason=""),
                violation_error_message="Une prolongation indique son motif.",
            )
        ]

    def __str__(self) -> str:
        return f"jusqu'au {self.until:%d/%m/%Y}"


class MeasurePeriod(CaseRecord):
    """How intense the follow-up is over a period: what is due each week depends on it."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    class Intensity(models.TextChoices):
        REINFORCED = "renforcee", "Renforcée (deux visites par semaine ou plus)"
        WEEKLY = "hebdomadaire", "Hebdomadaire"
        FORTNIGHTLY = "quinzaine", "Tous les quinze jours"
        MONTHLY = "mensuelle", "Mensuelle"
        WATCH = "veille", "Veille (un contact par mois)"

    DUE_EVERY_WEEK = frozenset({"renforcee", "hebdomadaire"})

    intensity = EnumField("intensité", choices=Intensity, default=Intensity.WEEKLY)
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu'au (exclu)", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "période d'intensité"
        verbose_name_plural = "périodes d'intensité"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="measure_period_one_at_a_time",
                expressions=[
                    (Period("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("case"), RangeOperators.EQUAL),
                ],
                violation_error_message="Une intensité est déjà fixée sur cette période.",
            ),
            models.CheckConstraint(
                name="measure_period_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une période d'intensité finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_intensity_display()


class Suspension(CaseRecord):
    """No contact due for a while; the place is kept. It ends before its end date (sheet 07 §7.6)."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    class Reason(models.TextChoices):
        HOSPITAL = "hospitalisation", "Hospitalisation"
        DETENTION = "incarceration", "Incarcération"
        ABSENCE = "absence", "Absence"
        HOUSEHOLD_WISH = "demande_menage", "À la demande du ménage"
        STABLE = "situation_stabilisee", "Situation stabilisée"
        OTHER = "autre", "Autre"

    class AskedBy(models.TextChoices):
        HOUSEHOLD = "household", "Le ménage"
        LANDLORD = "landlord", "Le bailleur"
        REFERENT = "referent", "Le référent"

    starts_on = models.DateField("suspendu à partir du")
    review_on = models.DateField("à revoir le", null=True, blank=True)
    ends_on = models.DateField("réactivé le", null=True, blank=True, editable=False)
    reason = EnumField("motif", choices=Reason, blank=True)
    resumed_at_request_of = EnumField("réactivé à la demande de", choices=AskedBy, blank=True, editable=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "suspension"
        verbose_name_plural = "suspensions"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="suspension_no_overlap",
                expressions=[
                    (Period("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("case"), RangeOperators.EQUAL),
                ],
                violation_error_message="L'accompagnement est déjà suspendu sur cette période.",
            ),
            models.CheckConstraint(
                name="suspension_with_a_review_date",
                condition=Q(review_on__isnull=False) | Q(taken_over=True),
                violation_error_message="Une suspension indique quand elle sera revue.",
            ),
            models.CheckConstraint(
                name="suspension_says_why",
                condition=~Q(reason="") | Q(taken_over=True),
                violation_error_message="Une suspension indique son motif.",
            ),
            models.CheckConstraint(
                name="suspension_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une réactivation suit la suspension.",
            ),
        ]

    def __str__(self) -> str:
        return f"Suspension depuis le {self.starts_on:%d/%m/%Y}"


class SuspensionReview(CaseRecord):
    """A suspension was looked at again and goes on: until when, and why. Nothing of it is rewritten."""

    data_class = DataClass.SOCIAL
    append_only = True

    suspension = models.ForeignKey(Suspension, models.PROTECT, related_name="reviews", verbose_name="suspension")
    on = models.DateField("revue le")
    until = models.DateField("maintenue jusqu'au")
    note = models.CharField("ce qui a été convenu", max_length=300, blank=True)

    class Meta:
        verbose_name = "revue de suspension"
        verbose_name_plural = "revues de suspension"
        ordering = ["on", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="suspension_review_goes_further",
                condition=Q(until__gt=F("on")),
                violation_error_message="La nouvelle date de revue suit celle de la revue.",
            )
        ]

    def __str__(self) -> str:
        return f"maintenue jusqu'au {self.until:%d/%m/%Y}"


def running_measure(case: "Case", day: date) -> Measure | None:
    """The measure of the case that runs on that day."""
    return Measure.objects.filter(case=case).on(day).first()
