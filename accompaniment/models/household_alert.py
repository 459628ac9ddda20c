"""« Point de vigilance »: what whoever goes to a household's must know before the door, until a day.

It always ends: what nobody looked at again is no longer shown. Renewed or lifted, it says why.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet, dwelling_rule
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Membership, Professional

LONGEST = timedelta(days=183)
"""Six months from the day it is written or renewed: the farthest day an alert may run to."""
USUAL = timedelta(days=91)
"""What the form proposes: the rhythm of the individual reviews."""
AHEAD = timedelta(days=7)
"""How long before its last day whoever follows the household is asked whether it is still true."""
FORGOTTEN_AFTER = timedelta(days=30)
"""How long after it the question stays."""


class HouseholdAlertQuerySet(OfCaseQuerySet):
    def visible_to(self, membership: "Membership | None") -> Self:
        """What tells of the place is hidden with the dwelling (decision 12)."""
        seen = super().visible_to(membership)
        if membership is None:
            return seen
        may_know_where = dwelling_rule(membership, "case__")
        return seen.filter(~Q(kind__in=HouseholdAlert.TELLS_WHERE) | may_know_where) if may_know_where else seen

    def kept(self) -> Self:
        """Not lifted, be its day past or not."""
        return self.filter(lifted_on__isnull=True)

    def between(self, first: date, last: date) -> Self:
        """In force on one at least of these days, both counted."""
        return self.kept().filter(starts_on__lte=last, until__gte=first)

    def ending(self, today: date) -> Self:
        """To renew or to lift: a week before their last day, and a month after it."""
        return self.kept().filter(until__range=(today - FORGOTTEN_AFTER, today + AHEAD), case__closed_on=None)

    def of_cases(
        self, membership: "Membership", cases: Iterable[UUID], first: date, last: date | None = None
    ) -> "dict[Any, list[HouseholdAlert]]":
        """Those in force for each case on these days, the most serious first, in one query."""
        found: dict[Any, list[HouseholdAlert]] = defaultdict(list)
        seen: Any = self.visible_to(membership).between(first, last or first).filter(case__in=list(cases))
        for one in sorted(seen, key=_gravest_first):
            found[one.case_id].append(one)
        return found


class HouseholdAlert(CaseRecord):
    """One thing to know before going. The association alone reads it, and it is not in the calendars read outside."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0
    TELLS_WHERE = ("lieu",)
    tells_where_when = "kind = 'lieu'"

    class Kind(models.TextChoices):
        TWO_PERSON = "visite_a_deux", "Visite à deux"
        ANIMAL = "animal", "Chien ou autre animal"
        PLACE = "lieu", "Danger du lieu"
        OTHER = "autre", "Autre"

    class Level(models.TextChoices):
        INFORMATION = "information", "Information"
        ATTENTION = "attention", "Attention"
        DANGER = "danger", "Danger"

    kind = EnumField("nature", choices=Kind)
    level = EnumField("niveau", choices=Level, default=Level.ATTENTION)
    why = models.CharField("ce qu'il faut savoir", max_length=300)
    starts_on = models.DateField("à partir du")
    until = models.DateField("jusqu'au")
    lifted_on = models.DateField("levé le", null=True, editable=False)
    lifted_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="levé par", editable=False
    )
    lifted_why = models.CharField("motif de la levée", max_length=300, blank=True, editable=False)

    objects = HouseholdAlertQuerySet.as_manager()

    class Meta:
        verbose_name = "point de vigilance"
        verbose_name_plural = "points de vigilance"
        ordering = ["-starts_on", "kind"]
        indexes = [models.Index(fields=["case", "until"], name="household_alert_case_until")]
        constraints = [
            models.CheckConstraint(
                name="household_alert_says_why",
                condition=~Q(why=""),
                violation_error_message="Un point de vigilance dit ce qu'il faut savoir.",
            ),
            models.CheckConstraint(
                name="household_alert_ends_after_it_starts",
                condition=Q(until__gte=F("starts_on")),
                violation_error_message="Un point de vigilance finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="household_alert_lifted_says_why",
                condition=Q(lifted_on__isnull=True, lifted_by__isnull=True, lifted_why="")
                | (Q(lifted_on__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why="")),
                violation_error_message="Un point de vigilance levé dit par qui et pourquoi.",
            ),
            models.UniqueConstraint(
                name="household_alert_one_two_person_at_a_time",
                fields=["case"],
                condition=Q(kind="visite_a_deux", lifted_on__isnull=True),
                violation_error_message="Une visite à deux est déjà demandée pour ce ménage : renouvelez-la, ou levez-la "
                "avant d'en écrire une autre.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def asks_for_two(self) -> bool:
        return self.kind == self.Kind.TWO_PERSON

    @property
    def tone(self) -> str:
        """Of its badge: the icon and the colour say what the word says."""
        return TONES[self.Level(self.level)]

    @property
    def words(self) -> str:
        """« Danger : chien ou autre animal »; a visit by two says itself, and « autre » says nothing."""
        told = str(self.get_kind_display())
        if self.kind == self.Kind.OTHER:
            return str(self.get_level_display())
        if self.level == self.Level.INFORMATION or (self.asks_for_two and self.level == self.Level.ATTENTION):
            return told
        return f"{self.get_level_display()} : {told[0].lower()}{told[1:]}"

    def is_kept(self, today: date) -> bool:
        """In force, or to come."""
        return self.lifted_on is None and self.until >= today

    def in_force(self, day: date) -> bool:
        return self.lifted_on is None and self.starts_on <= day <= self.until

    @classmethod
    def write(
        cls, case: "Case", *, kind: str, level: str, why: str, starts_on: date, until: date, today: date,
        by: "Professional",
    ) -> "HouseholdAlert":  # fmt: skip
        """Written for the colleagues who go there. It ends within six months."""
        _require_a_case_followed(case)
        _require_an_end(until, starts_on=starts_on, today=today)
        with transaction.atomic():
            told = {"kind": kind, "level": level, "why": why, "starts_on": starts_on, "until": until}
            alert = cls.objects.create(case=case, created_by=by, **told)
            Event.record(alert, "alert.written", by=by, facts={"kind": kind, "level": level, "until": until})
            return alert

    def renew(self, *, until: date, why: str, today: date, by: "Professional") -> "AlertRenewal":
        """Looked at again and still true: until when, and why. What was written before stays."""
        _require_an_end(until, starts_on=today, today=today)
        if until <= self.until:
            raise MoveRefused(
                f"Ce point de vigilance court déjà jusqu'au {self.until:%d/%m/%Y} : choisissez un jour plus éloigné."
            )
        with transaction.atomic():
            here = HouseholdAlert.objects.kept().filter(pk=self.pk, until=self.until)
            if not here.update(until=until):
                raise MoveRefused(
                    "Un collègue vient de renouveler ou de lever ce point de vigilance. Rechargez la page."
                )
            renewal = AlertRenewal.objects.create(
                case=self.case, alert=self, renewed_on=today, was_until=self.until, until=until, why=why, created_by=by
            )
            self.until = until
            Event.record(self, "alert.renewed", by=by, facts={"until": until})
            return renewal

    def lift(self, *, why: str, on: date, by: "Professional") -> None:
        """No longer true, or no longer useful."""
        with transaction.atomic():
            told = {"lifted_on": on, "lifted_by": by, "lifted_why": why}
            if not HouseholdAlert.objects.kept().filter(pk=self.pk).update(**told):
                raise MoveRefused("Ce point de vigilance est déjà levé.")
            self.lifted_on, self.lifted_by, self.lifted_why = on, by, why
            Event.record(self, "alert.lifted", by=by, facts={"on": on})


class AlertRenewal(CaseRecord):
    """An alert looked at again: until when it ran, until when it runs, and why. Read by whoever reads the alert."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0
    append_only = True
    seen_with = "alert"

    alert = models.ForeignKey(
        HouseholdAlert, models.PROTECT, related_name="renewals", verbose_name="point de vigilance"
    )
    renewed_on = models.DateField("renouvelé le")
    was_until = models.DateField("courait jusqu'au")
    until = models.DateField("court jusqu'au")
    why = models.CharField("motif", max_length=300)

    class Meta:
        verbose_name = "renouvellement d'un point de vigilance"
        verbose_name_plural = "renouvellements des points de vigilance"
        ordering = ["renewed_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="alert_renewal_goes_further_and_says_why",
                condition=Q(until__gt=F("was_until")) & ~Q(why=""),
                violation_error_message="Un renouvellement va plus loin et dit pourquoi.",
            )
        ]

    def __str__(self) -> str:
        return f"Renouvelé le {self.renewed_on:%d/%m/%Y}"


TONES = {
    HouseholdAlert.Level.INFORMATION: "info",
    HouseholdAlert.Level.ATTENTION: "soon",
    HouseholdAlert.Level.DANGER: "late",
}
GRAVITY = {"danger": 0, "attention": 1, "information": 2}


def _gravest_first(alert: HouseholdAlert) -> tuple[int, bool, str]:
    return GRAVITY[alert.level], not alert.asks_for_two, alert.kind


def _require_a_case_followed(case: "Case") -> None:
    if case.closed_on is not None:
        raise MoveRefused("L'accompagnement est fini : aucun point de vigilance ne s'écrit.")


def _require_an_end(until: date, *, starts_on: date, today: date) -> None:
    if until < today:
        raise MoveRefused("Ce jour de fin est déjà passé : choisissez-en un à venir.")
    if until > max(starts_on, today) + LONGEST:
        raise MoveRefused("Un point de vigilance court six mois au plus : il se renouvelle, en disant pourquoi.")
