"""People are away: for which days, and who does what is needed meanwhile (decision 0018)."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Now, TruncDate

from households.confidentiality import DataClass
from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from lodabord.kernel.working_days import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from households.models.case import Case
    from lodabord.partners.models import Membership, Professional

TODAY = TruncDate(Now(), tzinfo=PARIS)
"""The day of the database's own clock, as its row policies read it."""
LONGEST = timedelta(days=92)
"""Beyond three months a file is given on rather than covered."""


class Days(Func):
    """From the first day to the last one, both counted."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def within(self, first: date, last: date) -> Self:
        """Of which a day lies between these two, both counted."""
        return self.standing().filter(starts_on__lte=last, ends_on__gte=first)


class Absence(models.Model):
    """Somebody of an organisation is away. The kind is neutral: never anything of anybody's health."""

    class Kind(models.TextChoices):
        AWAY = "absence", "Absence"
        TRAINING = "formation", "Formation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    professional = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="absences", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", models.PROTECT, related_name="+", verbose_name="organisme", editable=False
    )
    kind = EnumField("nature", choices=Kind, default=Kind.AWAY)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au (inclus)")
    cancelled_at = models.DateTimeField("annulée le", null=True, editable=False)
    created_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="saisie par", editable=False
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        verbose_name_plural = "absences"
        ordering = ["starts_on"]
        constraints = [
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                    (F("professional"), RangeOperators.EQUAL),
                ],
                condition=Q(cancelled_at__isnull=True),
                violation_error_message="Cette personne est déjà notée absente sur une partie de ces jours.",
            ),
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Une absence finit le jour où elle commence, ou après.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional}, du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """The colleagues of the same organisation; written by oneself or by the head."""
        from households.wall import ME, ORGANISATION, ROLE, Right

        seen = f"organisation_id = {ORGANISATION}"
        written = f"{seen} AND (professional_id = {ME} OR {ROLE} = 'asso_head')"
        return {"association": Right(frozenset({"SELECT", "INSERT", "UPDATE"}), seen, written)}

    def is_over(self, today: date) -> bool:
        return self.ends_on < today

    @classmethod
    def note(
        cls, professional: "Professional", *, organisation: Any, kind: str, starts_on: date, ends_on: date,
        covers: "Iterable[tuple[Professional, Case | None]]", by: "Professional", today: date,
    ) -> "Absence":  # fmt: skip
        """Away on these days; `covers`: who replaces, for one household or for all of hers (None)."""
        if ends_on < today:
            raise MoveRefused("Ces jours sont passés : une absence se note avant, ou pendant.")
        if ends_on - starts_on > LONGEST:
            raise MoveRefused("Au-delà de trois mois, confiez plutôt les dossiers à un collègue, depuis « L'équipe ».")
        with transaction.atomic():
            absence = cls.objects.create(
                professional=professional, organisation=organisation, kind=kind, starts_on=starts_on, ends_on=ends_on,
                created_by=by,
            )  # fmt: skip
            for colleague, case in covers:
                absence.cover(colleague, case=case)
        return absence

    def cover(self, colleague: "Professional", *, case: "Case | None" = None) -> "Cover":
        """A colleague does what is needed on these days, for one household or for all."""
        if colleague.pk == self.professional_id:
            raise MoveRefused("Une autre personne que l'absente la remplace.")
        away = Absence.objects.within(self.starts_on, self.ends_on).filter(professional=colleague)
        if case is None and away.filter(starts_on__lte=self.starts_on, ends_on__gte=self.ends_on).exists():
            raise MoveRefused(f"{colleague} est aussi absent(e) ces jours-là : choisissez quelqu'un d'autre.")
        return Cover.objects.create(
            absence=self, organisation_id=self.organisation_id, replaced_id=self.professional_id, professional=colleague,
            case=case, starts_on=self.starts_on, ends_on=self.ends_on,
        )  # fmt: skip

    def shorten(self, ends_on: date, *, today: date) -> None:
        """Back sooner: the files close again to whoever replaced her the day after."""
        if not max(self.starts_on, today - timedelta(days=1)) <= ends_on <= self.ends_on:
            raise MoveRefused("Choisissez un jour entre le début (ou hier) et la fin prévue.")
        with transaction.atomic():
            Absence.objects.filter(pk=self.pk).update(ends_on=ends_on)
            self.covers.update(ends_on=ends_on)
            self.ends_on = ends_on

    def cancel(self, *, today: date) -> None:
        """It does not take place: nothing opens any more, at once. Its covers stay, so that who could read is known."""
        if self.starts_on < today:
            raise MoveRefused("Cette absence a commencé : raccourcissez-la plutôt.")
        with transaction.atomic():
            Absence.objects.filter(pk=self.pk).update(cancelled_at=Now())
            self.covers.update(ends_on=self.starts_on - timedelta(days=1))


class CoverQuerySet(models.QuerySet["Cover"]):
    def running(self) -> Self:
        """On the day of the database's clock."""
        return self.filter(starts_on__lte=TODAY, ends_on__gte=TODAY)

    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Cover(models.Model):
    """A colleague stands in for somebody away. It opens what is needed for these days, in the database too."""

    data_class = DataClass.SOCIAL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absence = models.ForeignKey(Absence, models.CASCADE, related_name="covers", verbose_name="pendant l'absence")
    organisation = models.ForeignKey(
        "partners.Organisation", models.PROTECT, related_name="+", verbose_name="organisme", editable=False
    )
    replaced = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="personne remplacée"
    )
    professional = models.ForeignKey("partners.Professional", models.PROTECT, related_name="covers", verbose_name="par")
    case = models.ForeignKey(
        "households.Case", models.PROTECT, null=True, related_name="covers", verbose_name="dossier"
    )
    """None: every household she is the referent or the deputy of."""
    starts_on = models.DateField("du")
    ends_on = models.DateField("au (inclus)")

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = "remplacement"
        verbose_name_plural = "remplacements"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="cover_by_another",
                condition=~Q(professional=F("replaced")),
                violation_error_message="Une autre personne que l'absente la remplace.",
            ),
            models.UniqueConstraint(
                name="cover_once",
                fields=["absence", "professional", "case"],
                nulls_distinct=False,
                violation_error_message="Ce remplacement est déjà noté.",
            ),
        ]
        indexes = [models.Index(fields=["professional", "starts_on", "ends_on"], name="cover_by_dates")]

    def __str__(self) -> str:
        return f"{self.professional} remplace {self.replaced}"

    @classmethod
    def own_rights(cls) -> dict[str, Any]:
        """The colleagues of the same organisation; written with the absence, by the same people."""
        from households.wall import ME, ORGANISATION, ROLE, Right

        seen = f"organisation_id = {ORGANISATION}"
        written = f"{seen} AND (replaced_id = {ME} OR {ROLE} = 'asso_head')"
        verbs = frozenset({"SELECT", "INSERT", "UPDATE"})
        return {"association": Right(verbs, seen, written)}


def covered_by(membership: "Membership", prefix: str = "") -> Q:
    """The cases that this person covers today, for the rule of `households.visibility`."""
    running = Cover.objects.running().filter(professional=membership.professional_id)
    whole = running.filter(case__isnull=True).values("replaced")
    hers = Q(replaced=F("case__referent")) | Q(replaced=F("case__deputy"))
    one_by_one = running.filter(hers, case__isnull=False).values("case")
    return (
        Q(**{f"{prefix}pk__in": one_by_one})
        | Q(**{f"{prefix}referent__in": whole})
        | Q(**{f"{prefix}deputy__in": whole})
    )
