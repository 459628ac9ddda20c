"""Six and twelve months after the end: is the household still housed? Asked of whoever agreed to be called."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from accompaniment.models.exit import Exit
from accompaniment.review_dates import call_days
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.db.locks import hold
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class Horizon(models.IntegerChoices):
    """When people are called."""

    SIX = 6, "M+6"
    TWELVE = 12, "M+12"


class ExitCallQuerySet(OfCaseQuerySet):
    def told(self) -> Self:
        """Those that say where the household stands."""
        return self.exclude(outcome__in=[ExitCall.Outcome.UNREACHED, ExitCall.Outcome.REFUSED])


class ExitCall(CaseRecord):
    """What was learnt at M+6 or at M+12. Once per end and horizon."""

    data_class = DataClass.SOCIAL
    append_only = True

    class Outcome(models.TextChoices):
        SAME_DWELLING = "meme_logement", "Toujours dans le même logement"
        OTHER_DURABLE = "autre_durable", "Dans un autre logement durable"
        LOST = "logement_perdu", "A perdu son logement"
        UNREACHED = "non_joint", "Pas joint"
        REFUSED = "refus", "N'a pas souhaité répondre"

    exit = models.ForeignKey(Exit, models.PROTECT, related_name="calls", verbose_name="fin d'accompagnement")
    months = models.PositiveSmallIntegerField("échéance", choices=Horizon)
    on = models.DateField("appel du")
    outcome = EnumField("résultat", choices=Outcome)
    note = models.CharField("ce que dit la personne", max_length=500, blank=True)

    objects = ExitCallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel après la fin"
        verbose_name_plural = "appels après la fin"
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(
                name="exit_call_once_per_horizon",
                fields=["exit", "months"],
                violation_error_message="Cet appel est déjà noté.",
            ),
            models.CheckConstraint(
                name="exit_call_at_six_or_twelve",
                condition=Q(months__in=[6, 12]),
                violation_error_message="Les appels se font à M+6 et à M+12.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_months_display()} : {self.get_outcome_display().lower()}"


class ExitCallAttempt(CaseRecord):
    """Nobody answered that time. After the agreed number of attempts one may write « pas joint »."""

    data_class = DataClass.SOCIAL
    append_only = True

    exit = models.ForeignKey(Exit, models.PROTECT, related_name="attempts", verbose_name="fin d'accompagnement")
    months = models.PositiveSmallIntegerField("échéance", choices=Horizon)
    on = models.DateField("tentative du")

    class Meta:
        verbose_name = "tentative d'appel après la fin"
        verbose_name_plural = "tentatives d'appel après la fin"
        ordering = ["on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                name="exit_call_attempt_once_a_day",
                fields=["exit", "months", "on"],
                violation_error_message="Une tentative est déjà notée ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"sans réponse le {self.on:%d/%m/%Y}"


def _require_due(ended: Exit, months: int, on: date, today: date) -> None:
    due_on = call_days(ended.closed_on)[months]
    if on > today:
        raise MoveRefused("Un appel ne se note pas à l'avance : vérifiez la date.")
    if ended.reopened_on is not None:
        raise MoveRefused("L'accompagnement a repris : il n'y a plus d'appel à faire pour cette fin.")
    if not ended.call_back_agreed(on):
        raise MoveRefused(
            "La personne n'a pas donné son accord pour être rappelée, ou l'a retiré : on ne l'appelle pas."
        )
    if on < due_on:
        raise MoveRefused(f"Cet appel se fait à partir du {due_on:%d/%m/%Y}.")
    if ExitCall.objects.filter(exit=ended, months=months).exists():
        raise MoveRefused("Cet appel est déjà noté.")


def attempt_call(ended: Exit, months: int, *, on: date, today: date, by: "Professional") -> ExitCallAttempt:
    """Called, and nobody answered."""
    _require_due(ended, months, on, today)
    with transaction.atomic():
        made = ExitCallAttempt.objects.create(case_id=ended.case_id, exit=ended, months=months, on=on, created_by=by)
        Event.record(made, "exitcall.attempted", by=by, facts={"months": months, "on": on})
        return made


def record_call(
    ended: Exit, months: int, outcome: str, *, on: date, today: date, by: "Professional", note: str = ""
) -> ExitCall:
    """What the person said; « pas joint » takes the agreed number of traced attempts."""
    _require_due(ended, months, on, today)
    with transaction.atomic():
        hold(f"exit-call:{ended.pk}:{months}")
        if outcome == ExitCall.Outcome.UNREACHED:
            _require_attempts(ended, months, on)
        made = ExitCall.objects.create(
            case_id=ended.case_id, exit=ended, months=months, outcome=outcome, on=on, note=note, created_by=by
        )
        Event.record(made, "exitcall.recorded", by=by, facts={"months": months, "on": on, "outcome": outcome})
        return made


def _require_attempts(ended: Exit, months: int, on: date) -> None:
    needed = ended.case.agreement.terms_on(on).contact_attempts
    made = ExitCallAttempt.objects.filter(exit=ended, months=months).count()
    if made < needed:
        raise MoveRefused(
            f"« Pas joint » se note après {needed} tentatives tracées ; il y en a {made}. Notez d'abord chaque tentative."
        )
