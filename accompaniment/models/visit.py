"""Visits and other contacts with a household: planned, done, attempted (R-31 to R-33)."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q

from accompaniment.models.earlier_text import Rewritable
from accompaniment.models.measure import Measure, Suspension
from accompaniment.models.visit_lists import Present, Theme
from households.confidentiality import DataClass
from households.models import CaseRecord, Cover, Event, VisitFact
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional


class VisitQuerySet(OfCaseQuerySet):
    def at_home(self) -> Self:
        return self.filter(kind=Visit.Kind.HOME)

    def done(self) -> Self:
        return self.filter(status=Visit.Status.DONE)

    def planned(self) -> Self:
        return self.filter(status=Visit.Status.PLANNED)

    def of_professional(self, professional: "Professional") -> Self:
        """The visits somebody makes, alone or as the second person."""
        return self.filter(Q(author=professional) | Q(second=professional))

    def without_report(self) -> Self:
        """Done, of a kind that calls for a report, and nothing written yet."""
        return self.filter(status=Visit.Status.DONE, kind__in=REPORTED_KINDS, report="", taken_over=False)

    def in_week_of(self, day: date) -> Self:
        """Of the ISO week, Monday to Sunday, that holds this day."""
        monday = day - timedelta(days=day.weekday())
        return self.filter(on__range=(monday, monday + timedelta(days=6)))


class Visit(Rewritable, CaseRecord):
    """A contact with the household. What it says never leaves the association."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 90
    TEXTS = {"report": "Compte rendu", "person_says": "Ce que dit la personne"}

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
    second = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avec"
    )
    plan_of = models.ForeignKey(
        "accompaniment.VisitPlan", models.SET_NULL, null=True, related_name="visits", editable=False,
        verbose_name="rendez-vous régulier",
    )  # fmt: skip
    plan_week = models.DateField("semaine du rendez-vous", null=True, editable=False)
    """Monday of the week it was written for, wherever it was moved since: written once."""
    noted_on = models.DateField("état noté le", null=True, editable=False)
    """The day the present status was noted: that day, a tap made by mistake is corrected in one more."""
    contact_made = models.BooleanField("contact établi", null=True, blank=True)
    present = ArrayField(
        models.CharField(max_length=12, choices=Present), default=list, blank=True, verbose_name="présents"
    )
    themes = ArrayField(models.CharField(max_length=20, choices=Theme), default=list, blank=True, verbose_name="thèmes")
    report = models.TextField("compte rendu", max_length=6000, blank=True)
    person_says = models.TextField("ce que dit la personne", max_length=3000, blank=True)
    next_steps = models.TextField("suites notées en texte", max_length=2000, blank=True)
    """Of earlier reports; since then each is a `NextStep`, with who and for when."""
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
            ),
            models.UniqueConstraint(
                name="visit_planned_once_a_week",
                fields=["plan_of", "plan_week"],
                violation_error_message="La visite de cette semaine est déjà écrite.",
            ),
            models.CheckConstraint(
                name="visit_second_is_another",
                condition=Q(second__isnull=True) | Q(author__isnull=True) | ~Q(second=F("author")),
                violation_error_message="La seconde personne est une autre que la première.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.on:%d/%m/%Y}"

    @property
    def is_home_visit(self) -> bool:
        return self.kind == self.Kind.HOME

    @property
    def themes_told(self) -> list[str]:
        return [str(Theme(one).label) for one in self.themes]

    @property
    def present_told(self) -> list[str]:
        return [str(Present(one).label) for one in self.present]

    @property
    def waits_for_report(self) -> bool:
        return self.status == self.Status.DONE and self.kind in REPORTED_KINDS and not self.report

    def report_late_after(self) -> date:
        """The last day on which its report is not late (parameter of the agreement)."""
        return self.on + timedelta(days=self.case.agreement.terms_on(self.on).report_late_days)

    def may_be_corrected(self, today: date) -> bool:
        """The very day its status was noted."""
        return self.status != self.Status.PLANNED and self.noted_on == today

    @classmethod
    def plan(
        cls, case: "Case", *, on: date, at: Any = None, kind: str = Kind.HOME, author: "Professional",
        by: "Professional | None" = None, second: "Professional | None" = None,
    ) -> "Visit":  # fmt: skip
        """A visit to come. `by`: who plans it, when it is not who will make it; `second`: who comes along."""
        told_by = by or author
        visit = cls.objects.create(case=case, on=on, at=at, kind=kind, author=author, second=second, created_by=told_by)
        Event.record(visit, "visit.planned", by=told_by, facts={"on": on, "kind": kind})
        return visit

    def log(
        self, status: str, *, today: date, by: "Professional", was: str | None = None, moved_to: date | None = None,
        moved_at: time | None = None, revision: int | None = None, **details: Any,
    ) -> "Visit | None":  # fmt: skip
        """Say what became of it, and what was done. Below the wall only « réalisée » or « non réalisée » is told.

        `was` is the status its author saw: when somebody else noted another one meanwhile, she is told.
        `revision` is the version of its texts that she read. Postponed, it asks for the new date; the visit then
        planned is returned.
        """
        before = self.status if was is None else was
        if was is not None and not details and self._already(status):
            return None
        moved = status == self.Status.POSTPONED and before != status
        self._check(status, kind=details.get("kind", self.kind), on=details.get("on", self.on), today=today)
        if moved:
            _require_a_new_date(moved_to, today)
        with transaction.atomic():
            if details and not self._state.adding:
                details["revision"] = self.take_turn(by=by, revision=revision, **details)
            if not self._write(status, before, today=today, by=by, details=details):
                return None
            same = status == before and status != self.Status.PLANNED
            facts = {"on": self.on, "kind": self.kind, "from": before}
            Event.record(self, "visit.completed" if same else f"visit.{status}", by=by, facts=facts)
            self._tell_below_the_wall(by)
            if moved and moved_to is not None:
                return self.plan_again(on=moved_to, at=moved_at or self.at, by=by)
        return None

    def plan_again(
        self, *, on: date, at: time | None, by: "Professional", second: "Professional | None" = None
    ) -> "Visit":
        """The same contact on another day, with the same people: whoever came along still does."""
        author, along = self.author or by, second or self.second
        along = None if along == author else along
        return Visit.plan(self.case, on=on, at=at, kind=self.kind, author=author, second=along, by=by)

    def tap(self, status: str, *, was: str, today: date, by: "Professional", **moved: Any) -> "Visit | None":
        """One tap from a list or from the confirmation: noted, or corrected the very day it was noted."""
        noted_before = was == self.status != self.Status.PLANNED and status != self.status
        if noted_before and not self.may_be_corrected(today):
            raise MoveRefused("Cet état a été noté un autre jour : corrigez-le depuis « Compléter ».")
        if status == self.Status.PLANNED:
            self._take_back(was, by=by)
            return None
        return self.log(status, was=was, today=today, by=by, **moved)

    def _take_back(self, was: str, *, by: "Professional") -> None:
        """Tapped on the wrong line: the visit is to come, or to be noted, again."""
        told = {"status": self.Status.PLANNED, "noted_on": None, "contact_made": None}
        with transaction.atomic():
            if not Visit.objects.filter(pk=self.pk, status=was).exclude(status=self.Status.PLANNED).update(**told):
                raise MoveRefused("Cette visite a changé entre-temps : rechargez la page.")
            self._take(told)
            Event.record(self, "visit.taken_back", by=by, facts={"on": self.on, "kind": self.kind, "from": was})
            self._tell_below_the_wall(by)

    def _already(self, status: str) -> bool:
        """A second tap on what the first one wrote."""
        return not self._state.adding and self.status == status != self.Status.PLANNED

    def _write(self, status: str, before: str, *, today: date, by: "Professional", details: dict[str, Any]) -> bool:
        """Compare and swap: of two people who tap at once the second is told what the first noted."""
        told = {"author": self._made_by(by), **details, "status": status}
        if told.get("contact_made") is None:
            told["contact_made"] = CONTACT_OF.get(status)
        if status != before or self.noted_on is None:
            told["noted_on"] = today
        if self._state.adding:
            self._take(told)
            self.save(force_insert=True)
            return True
        if Visit.objects.filter(pk=self.pk, status=before).update(**told):
            self._take(told)
            return True
        now = Visit.objects.get(pk=self.pk)
        if now.status == status and not details:
            return False
        raise MoveRefused(
            f"Cette visite vient d'être notée « {now.get_status_display()} » par ailleurs. Rechargez la page : "
            "vous pourrez corriger."
        )

    def _made_by(self, by: "Professional") -> "Professional":
        """Whoever notes the visit of somebody away, in whose place she is that day, made it."""
        if self.author is None:
            return by
        if by.pk in (self.author_id, self.second_id):
            return self.author
        covers = Cover.objects.on(self.on).filter(professional=by, replaced=self.author_id)
        return by if covers.filter(Q(case__isnull=True) | Q(case=self.case_id)).exists() else self.author

    def _take(self, told: dict[str, Any]) -> None:
        for name, value in told.items():
            setattr(self, name, value)

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
        told = self.kind in TOLD_KINDS and self.status in PAST_OUTCOMES
        VisitFact.objects.filter(pk=self.pk).delete()
        if told:
            VisitFact.objects.create(
                pk=self.pk, case_id=self.case_id, visited_on=self.on, done=self.status == self.Status.DONE,
                mediation=self.kind == self.Kind.MEDIATION, created_by=by,
            )  # fmt: skip


PAST_OUTCOMES = frozenset(
    {Visit.Status.DONE, Visit.Status.NO_SHOW, Visit.Status.CANCELLED_HOUSEHOLD, Visit.Status.CANCELLED_SERVICE}
)


TOLD_KINDS = frozenset({Visit.Kind.HOME, Visit.Kind.MEDIATION})
"""Of which the landlord reads the date, and whether they took place (decision 16)."""
CONTACT_OF: dict[str, bool] = {Visit.Status.DONE: True, Visit.Status.NO_SHOW: False}
"""Whether there was a contact, when nobody says otherwise."""
REPORTED_KINDS = [Visit.Kind.HOME, Visit.Kind.OFFICE, Visit.Kind.OUTSIDE, Visit.Kind.VIDEO, Visit.Kind.MEDIATION]
"""A call may be without a word; the psychologist and group activities have their own records."""


def _require_a_new_date(moved_to: date | None, today: date) -> None:
    if moved_to is None:
        raise MoveRefused("Une visite reportée indique sa nouvelle date.")
    if moved_to < today:
        raise MoveRefused("La nouvelle date est déjà passée : choisissez-en une à venir.")


def iso_monday(day: date | datetime) -> date:
    """Monday of the ISO week."""
    plain = day.date() if isinstance(day, datetime) else day
    return plain - timedelta(days=plain.weekday())
