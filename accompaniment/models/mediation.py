"""Neighbour mediation: why in a list, who by their role and never by name, when they met, how it ended."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from accompaniment.models.visit import Visit
from allocations.models import Disturbance
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional

STANDS_STILL_AFTER = timedelta(days=30)
"""Without a meeting held nor planned for that long, whoever follows the household is asked where it stands."""


class Party(models.TextChoices):
    """In which capacity somebody takes part. There is no room for a name."""

    HOUSEHOLD = "menage", "Le ménage"
    NEIGHBOUR = "voisin", "Un voisin ou une voisine"
    NEIGHBOURS = "voisins", "Plusieurs voisins"
    CARETAKER = "gardien", "Le gardien"
    LANDLORD = "bailleur", "Le bailleur"
    TENANTS = "locataires", "Une association de locataires"
    MEDIATOR = "mediateur", "Un médiateur extérieur"


class MediationQuerySet(OfCaseQuerySet):
    def open(self) -> Self:
        return self.filter(state=Mediation.State.OPEN)

    def standing_still(self, today: date) -> Self:
        """Open for a month, and no meeting held or planned since a month ago."""
        since = today - STANDS_STILL_AFTER
        meetings = Visit.objects.filter(case=OuterRef("case"), kind=Visit.Kind.MEDIATION, on__gte=since)
        alive = meetings.filter(status__in=[Visit.Status.DONE, Visit.Status.PLANNED])
        return self.open().filter(opened_on__lt=since).exclude(case__state="closed").exclude(Exists(alive))


class Mediation(Stateful, CaseRecord):
    """Opened for a household with those around it. Its meetings are the visits of nature « médiation » meanwhile."""

    data_class = DataClass.SOCIAL

    class Reason(models.TextChoices):
        NOISE = "bruit", "Le bruit"
        SHARED_PLACES = "communs", "Les parties communes"
        ANIMAL = "animal", "Un animal"
        GUESTS = "visites", "Les allées et venues"
        TALKING = "entente", "Se parler entre voisins"
        OTHER = "autre", "Autre"

    class State(models.TextChoices):
        OPEN = "ouverte", "En cours"
        CLOSED = "close", "Close"

    class Outcome(models.TextChoices):
        AGREEMENT = "accord", "Accord entre les parties"
        NONE = "sans_accord", "Sans accord"
        ABANDONED = "abandonnee", "Abandonnée"

    MOVES = {State.OPEN: frozenset({State.CLOSED})}

    reason = EnumField("à propos de", choices=Reason)
    parties = ArrayField(models.CharField(max_length=12, choices=Party), verbose_name="parties en présence")
    opened_on = models.DateField("ouverte le")
    state = EnumField("état", choices=State, default=State.OPEN, editable=False)
    outcome = EnumField("issue", choices=Outcome, blank=True, editable=False)
    closed_on = models.DateField("close le", null=True, editable=False)

    objects = MediationQuerySet.as_manager()

    class Meta:
        verbose_name = "médiation de voisinage"
        verbose_name_plural = "médiations de voisinage"
        ordering = ["-opened_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="mediation_one_open_per_case",
                fields=["case"],
                condition=Q(state="ouverte"),
                violation_error_message="Une médiation est déjà en cours pour ce ménage.",
            ),
            models.CheckConstraint(
                name="mediation_between_two_parties",
                condition=Q(parties__len__gte=2) & Q(parties__contains=["menage"]),
                violation_error_message="Une médiation réunit le ménage et au moins une autre partie.",
            ),
            models.CheckConstraint(
                name="mediation_closed_with_its_outcome",
                condition=(Q(state="close", closed_on__isnull=False) & ~Q(outcome=""))
                | Q(state="ouverte", closed_on__isnull=True, outcome=""),
                violation_error_message="Une médiation close dit son issue et sa date.",
            ),
            models.CheckConstraint(
                name="mediation_closed_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="Une médiation se clôt après avoir été ouverte : vérifiez la date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Médiation du {self.opened_on:%d/%m/%Y}, {self.get_state_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("accompaniment:mediation", args=[self.pk])

    # --- reading ---------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def parties_told(self) -> list[str]:
        return [_small(Party(one).label) for one in self.parties]

    @property
    def others_told(self) -> list[str]:
        return [_small(Party(one).label) for one in self.parties if one != Party.HOUSEHOLD]

    def meetings(self) -> Any:
        """The visits of nature « médiation » of the household, from its opening to its end."""
        met = Visit.objects.filter(case_id=self.case_id, kind=Visit.Kind.MEDIATION, on__gte=self.opened_on)
        return met.filter(on__lte=self.closed_on) if self.closed_on else met

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def open_with(
        cls, case: "Case", *, reason: str, parties: list[str], on: date, by: "Professional",
        disturbances: "list[Disturbance] | None" = None,
    ) -> "Mediation":  # fmt: skip
        """With the household's agreement to sit down with the others; the disturbances it is about, if any."""
        if case.state == case.State.CLOSED:
            raise MoveRefused("Ce dossier est clos : une médiation ne s'y ouvre plus.")
        if on < case.opened_on:
            raise MoveRefused("Cette date précède l'arrivée du ménage : vérifiez-la.")
        told = sorted({Party.HOUSEHOLD, *parties}, key=list(Party.values).index)
        with transaction.atomic():
            made = cls.objects.create(case=case, reason=reason, parties=told, opened_on=on, created_by=by)
            MediationSubject.objects.bulk_create(
                MediationSubject(case=case, mediation=made, disturbance=one, created_by=by)
                for one in disturbances or []
                if one.case_id == case.pk
            )
            Event.record(made, "mediation.opened", by=by, facts={"on": on, "reason": reason})
            return made

    def plan_meeting(self, *, on: date, at: time | None, by: "Professional") -> Visit:
        """A visit of nature « médiation », with its place in the calendar."""
        if not self.is_open:
            raise MoveRefused("Cette médiation est close : ouvrez-en une autre.")
        if on < self.opened_on:
            raise MoveRefused(f"La médiation est ouverte depuis le {self.opened_on:%d/%m/%Y} : vérifiez la date.")
        return Visit.plan(self.case, on=on, at=at, kind=Visit.Kind.MEDIATION, author=by)

    def close(self, *, outcome: str, on: date, today: date, by: "Professional") -> None:
        """How it ended. A meeting still planned is first noted, or cancelled."""
        if on > today:
            raise MoveRefused("Cette date est à venir : une médiation se clôt une fois finie.")
        if on < self.opened_on:
            raise MoveRefused(f"La médiation est ouverte depuis le {self.opened_on:%d/%m/%Y} : vérifiez la date.")
        if self.meetings().filter(status=Visit.Status.PLANNED).exists():
            raise MoveRefused("Une rencontre est encore prévue : notez-la ou annulez-la d'abord.")
        self._move(self.State.CLOSED, by=by, outcome=outcome, closed_on=on)


def _small(label: Any) -> str:
    return f"{str(label)[0].lower()}{str(label)[1:]}"


class MediationSubject(CaseRecord):
    """A neighbour disturbance that a mediation is about: a dated fact of the landlord's, without whoever complained."""

    data_class = DataClass.SOCIAL

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="subjects", verbose_name="médiation")
    disturbance = models.ForeignKey(Disturbance, models.PROTECT, related_name="+", verbose_name="trouble de voisinage")

    class Meta:
        verbose_name = "objet d'une médiation"
        verbose_name_plural = "objets des médiations"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                name="mediation_subject_once",
                fields=["mediation", "disturbance"],
                violation_error_message="Ce trouble est déjà l'objet de cette médiation.",
            )
        ]

    def __str__(self) -> str:
        return str(self.disturbance)
