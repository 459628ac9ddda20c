"""Visits and other contacts with a household: planned, done, attempted (R-31 to R-33)."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q

from accompaniment.models.measure import Measure, Suspension
from households.confidentiality import DataClass
from households.models import CaseRecord, Event, VisitFact
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional


class Theme(models.TextChoices):
    """What was worked on: the seven of the programme sheet, neighbourhood, housing, other (R-32)."""

    BUDGET = "budget", "Gestion budgétaire"
    SOMATIC_CARE = "soins_somatiques", "Soins somatiques"
    EMPLOYMENT = "emploi", "Travail et emploi"
    ADMIN = "demarches", "Démarches administratives"
    PARENTING = "parentalite", "Parentalité et relations intrafamiliales"
    HYGIENE = "hygiene", "Hygiène dans le logement"
    GROUP = "collectif", "Activités collectives"
    NEIGHBOUR = "voisinage", "Voisinage"
    HOUSING = "logement", "Logement, équipement"
    OTHER = "autre", "Autre"


class VisitQuerySet(OfCaseQuerySet):
    def at_home(self) -> Self:
        return self.filter(kind=Visit.Kind.HOME)

    def done(self) -> Self:
        return self.filter(status=Visit.Status.DONE)

    def planned(self) -> Self:
        return self.filter(status=Visit.Status.PLANNED)

    def in_week_of(self, day: date) -> Self:
        """Of the ISO week, Monday to Sunday, that holds this day."""
        monday = day - timedelta(days=day.weekday())
        return self.filter(on__range=(monday, monday + timedelta(days=6)))


class Visit(CaseRecord):
    """A contact with the household. What it says never leaves the association."""

    data_class = DataClass.SOCIAL

    class Kind(models.TextChoices):
        HOME = "visite_domicile", "Visite à domicile"
        OFFICE = "bureau", "Entretien au bureau"
        OUTSIDE = "exterieur", "Accompagnement extérieur"
        CALL = "appel", "Appel"
        VIDEO = "visio", "Visio"
        GROUP = "collectif", "Action collective"
        MEDIATION = "mediation", "Médiation de voisinage"
        PSYCHOLOGIST = "psychologue", "Entretien avec la psychologue"

    class Status(models.TextChoices):
        PLANNED = "prevue", "Prévue"
        DONE = "realisee", "Faite"
        NO_SHOW = "porte_close", "Porte close"
        CANCELLED_HOUSEHOLD = "annulee_menage", "Annulée par le ménage"
        CANCELLED_SERVICE = "annulee_service", "Annulée par nous"
        POSTPONED = "reportee", "Reportée"

    class Alert(models.TextChoices):
        NONE = "", "Aucune"
        HOUSING = "logement", "Logement"
        ARREARS = "impaye", "Impayé"
        NEIGHBOUR = "voisinage", "Voisinage"
        DANGER = "danger", "Danger"

    kind = EnumField("nature", choices=Kind, default=Kind.HOME)
    status = EnumField("état", choices=Status, default=Status.PLANNED)
    on = models.DateField("date")
    at = models.TimeField("heure", null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)
    author = models.ForeignKey("partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="par")
    contact_made = models.BooleanField("contact établi", null=True, blank=True)
    themes = ArrayField(models.CharField(max_length=20, choices=Theme), default=list, blank=True, verbose_name="thèmes")
    report = models.TextField("compte rendu", max_length=6000, blank=True)
    person_says = models.TextField("ce que dit la personne", max_length=3000, blank=True)
    next_steps = models.TextField("suites : qui fait quoi, pour quand", max_length=2000, blank=True)
    alert = EnumField("alerte", choices=[c for c in Alert.choices if c[0]], blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "visite ou contact"
        verbose_name_plural = "visites et contacts"
        ordering = ["-on", "-at"]
        indexes = [models.Index(fields=["case", "on", "kind", "status"], name="visit_case_on")]
        constraints = [
            models.CheckConstraint(
                name="visit_no_show_only_at_home_or_by_appointment",
                condition=~Q(status="porte_close")
                | Q(kind__in=["visite_domicile", "bureau", "exterieur", "psychologue"]),
                violation_error_message="« Porte close » concerne une visite ou un rendez-vous.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.on:%d/%m/%Y}"

    @property
    def is_home_visit(self) -> bool:
        return self.kind == self.Kind.HOME

    @classmethod
    def plan(cls, case: "Case", *, on: date, at: Any = None, kind: str = Kind.HOME, author: "Professional") -> "Visit":
        """A visit to come."""
        visit = cls.objects.create(case=case, on=on, at=at, kind=kind, author=author, created_by=author)
        Event.record(visit, "visit.planned", by=author, facts={"on": on, "kind": kind})
        return visit

    def log(self, status: str, *, today: date, by: "Professional", **details: Any) -> None:
        """Say what became of it, and what was done. Below the wall only « réalisée » or « non réalisée » is told."""
        on = details.get("on", self.on)
        kind = details.get("kind", self.kind)
        self._check(status, kind=kind, on=on, today=today)
        with transaction.atomic():
            for name, value in {**details, "status": status}.items():
                setattr(self, name, value)
            self.author = self.author or by
            self.save()
            Event.record(self, f"visit.{status}", by=by, facts={"on": self.on, "kind": self.kind})
            self._tell_below_the_wall(by)

    def _check(self, status: str, *, kind: str, on: date, today: date) -> None:
        """Invariant 7: a home visit done is past, within a measure, and not during a suspension."""
        happened = status in (self.Status.DONE, self.Status.NO_SHOW)
        if happened and on > today:
            raise MoveRefused("Cette visite est à venir : elle ne peut pas être déjà notée comme faite.")
        if kind != self.Kind.HOME or status != self.Status.DONE:
            return
        if not Measure.objects.filter(case_id=self.case_id).on(on).exists():
            raise MoveRefused("Aucune mesure n'est en cours ce jour-là : notez plutôt un entretien ou un appel.")
        if Suspension.objects.filter(case_id=self.case_id).on(on).exists():
            raise MoveRefused("L'accompagnement est suspendu ce jour-là : réactivez-le d'abord.")

    def _tell_below_the_wall(self, by: "Professional") -> None:
        told = self.is_home_visit and self.status in PAST_OUTCOMES
        VisitFact.objects.filter(pk=self.pk).delete()
        if told:
            VisitFact.objects.create(
                pk=self.pk,
                case_id=self.case_id,
                visited_on=self.on,
                done=self.status == self.Status.DONE,
                created_by=by,
            )


PAST_OUTCOMES = frozenset(
    {Visit.Status.DONE, Visit.Status.NO_SHOW, Visit.Status.CANCELLED_HOUSEHOLD, Visit.Status.CANCELLED_SERVICE}
)


def iso_monday(day: date | datetime) -> date:
    """Monday of the ISO week."""
    plain = day.date() if isinstance(day, datetime) else day
    return plain - timedelta(days=plain.weekday())
