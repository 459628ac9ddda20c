"""A relay asked for a household, and what came of it. The person agreed; the request itself leaves by other ways.

What tells of health is another table under its own class of data (decision 6): a right on the one is not one on the other.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import StartsWith
from django.urls import reverse

from accompaniment.models.relay import HEALTH_CODES, Relay, RelayKind
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Professional

CHASED_AFTER = timedelta(days=15)
"""Without an answer for that long, whoever follows the household is asked to call again."""


class RelayState(models.TextChoices):
    """What came of it."""

    ASKED = "demande", "Demandé"
    OBTAINED = "obtenu", "Obtenu"
    REFUSED = "refuse", "Refusé par le service"
    NO_ANSWER = "sans_reponse", "Resté sans réponse"
    DROPPED = "abandonne", "Abandonné par le ménage"


class RelayRequestQuerySet(OfCaseQuerySet):
    def waiting(self) -> Self:
        """Asked, and nothing came of it yet."""
        return self.filter(state=RelayState.ASKED)

    def to_chase(self, today: date) -> Self:
        """Waiting for fifteen days since it was asked, or asked again; households still followed only."""
        since = Coalesce("chased_on", "asked_on")
        return self.waiting().alias(since=since).filter(since__lte=today - CHASED_AFTER, case__closed_on=None)

    def asked_between(self, first: date, last: date) -> Self:
        """Asked on one of these days, both counted (R1)."""
        return self.filter(asked_on__range=(first, last))


def _health_is(here: bool) -> Any:
    """The code of the kind begins, or not, as those that tell of health do: it is the foreign key itself."""
    told = StartsWith(Cast("kind", CharField()), Value(HEALTH_CODES))
    return Q(told) if here else ~Q(told)


class AskedRelay(Stateful, CaseRecord):
    """What both tables hold. `what_for` is what the household expects, in a few words."""

    State = RelayState
    SETTLED = frozenset({RelayState.OBTAINED, RelayState.REFUSED, RelayState.NO_ANSWER, RelayState.DROPPED})
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        RelayState.ASKED: SETTLED,
        RelayState.OBTAINED: frozenset({RelayState.ASKED}),
        RelayState.REFUSED: frozenset({RelayState.ASKED}),
        RelayState.NO_ANSWER: frozenset({RelayState.ASKED, RelayState.OBTAINED, RelayState.REFUSED}),
        RelayState.DROPPED: frozenset({RelayState.ASKED}),
    }
    """Back to « demandé »: noted by mistake, or asked once more. A service may answer after all."""

    kind = models.ForeignKey(RelayKind, models.PROTECT, related_name="+", verbose_name="type de relais")
    relay = models.ForeignKey(
        Relay, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="relais de l'annuaire"
    )
    service = models.CharField("service", max_length=120, blank=True)
    """Its name when it is not in the directory."""
    what_for = models.TextField("ce qui est attendu", max_length=600)
    asked_on = models.DateField("demandé le")
    agreed_on = models.DateField("accord de la personne donné le", null=True)
    chased_on = models.DateField("relancé le", null=True, editable=False)
    state = EnumField("suite", choices=RelayState, default=RelayState.ASKED, editable=False)
    effective_on = models.DateField("effectif depuis le", null=True, editable=False)
    answered_on = models.DateField("réponse du", null=True, editable=False)
    outcome = models.CharField("ce qui en a été dit", max_length=300, blank=True, editable=False)

    objects = RelayRequestQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-asked_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_names_a_service",
                condition=Q(relay__isnull=False) | ~Q(service="") | Q(taken_over=True),
                violation_error_message="Choisissez un relais de l'annuaire, ou écrivez le nom du service.",
            ),
            models.CheckConstraint(
                name="%(class)s_the_person_agreed",
                condition=Q(agreed_on__isnull=False) | Q(taken_over=True),
                violation_error_message="Indiquez quand la personne a donné son accord à cette demande.",
            ),
            models.CheckConstraint(
                name="%(class)s_obtained_is_effective",
                condition=(Q(state="obtenu") & Q(effective_on__isnull=False, answered_on__isnull=True))
                | (Q(state="demande") & Q(effective_on__isnull=True, answered_on__isnull=True))
                | (Q(state__in=["refuse", "sans_reponse", "abandonne"]) & Q(effective_on__isnull=True)
                   & Q(answered_on__isnull=False)),
                violation_error_message="Un relais obtenu dit depuis quand il est effectif ; une autre suite dit son jour.",
            ),
            models.CheckConstraint(
                name="%(class)s_dates_follow",
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=F("asked_on")),
                violation_error_message="Un relais est effectif au plus tôt le jour où il a été demandé.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.named}, demandé le {self.asked_on:%d/%m/%Y}"

    @property
    def named(self) -> str:
        """Its service, in the directory or in words."""
        return str(self.relay) if self.relay else self.service or str(self.kind)

    @property
    def waits_since(self) -> date:
        return self.chased_on or self.asked_on

    def waits_too_long(self, today: date) -> bool:
        """Fifteen days without an answer, since it was asked or asked again."""
        return self.state == RelayState.ASKED and self.waits_since <= today - CHASED_AFTER

    def address_of(self, act: str) -> str:
        """The page of an act on it (settle, chase, back): each table has its own."""
        return reverse(f"accompaniment:{'health_relay' if self.is_health else 'relay'}_{act}", args=[self.pk])

    @property
    def settle_url(self) -> str:
        return self.address_of("settle")

    @property
    def chase_url(self) -> str:
        return self.address_of("chase")

    @property
    def back_url(self) -> str:
        return self.address_of("back")

    @property
    def tone(self) -> str:
        """Of its badge."""
        return TONES[RelayState(self.state)]

    @property
    def is_health(self) -> bool:
        return self.data_class == DataClass.HEALTH  # type: ignore[attr-defined]

    @property
    def happened_on(self) -> date | None:
        """The day of what came of it."""
        return self.effective_on or self.answered_on

    @classmethod
    def ask(
        cls, case: "Case", *, kind: RelayKind, relay: Relay | None = None, service: str = "", what_for: str,
        asked_on: date, agreed_on: date, today: date, by: "Professional",
    ) -> Self:  # fmt: skip
        """Asked by whoever follows the household, with the person's agreement. Nothing is sent from here."""
        if case.closed_on is not None:
            raise MoveRefused("L'accompagnement est fini : aucun relais ne se demande d'ici.")
        if not case.opened_on <= asked_on <= today:
            raise MoveRefused("La demande date d'un jour entre l'orientation du ménage et aujourd'hui.")
        if agreed_on > asked_on:
            raise MoveRefused("La personne donne son accord avant que le relais soit demandé.")
        told: Any = {"kind": kind, "relay": relay, "service": service, "what_for": what_for, "asked_on": asked_on}
        with transaction.atomic():
            asked: Any = cls.objects.create(case=case, agreed_on=agreed_on, created_by=by, **told)
            Event.record(asked, f"{cls._meta.model_name}.asked", by=by, facts={"on": asked_on})
            return asked

    def chase(self, *, on: date, by: "Professional") -> None:
        """Asked again, by whatever way: fifteen more days."""
        with transaction.atomic():
            here = type(self).objects.waiting().filter(pk=self.pk, chased_on=self.chased_on)
            if not here.update(chased_on=on):
                raise MoveRefused("Un collègue vient de noter une relance ou une réponse. Rechargez la page.")
            self.chased_on = on
            Event.record(self, f"{self._meta.model_name}.chased", by=by, facts={"on": on})

    def settle(self, state: str, *, on: date, outcome: str, today: date, by: "Professional") -> None:
        """What came of it: obtained from that day, or answered otherwise on that day."""
        if state not in self.SETTLED:
            raise MoveRefused("Choisissez ce qu'il en a été de la demande.")
        if not self.asked_on <= on <= today:
            raise MoveRefused("Ce jour se situe entre celui de la demande et aujourd'hui.")
        obtained = state == RelayState.OBTAINED
        days = {"effective_on": on, "answered_on": None} if obtained else {"effective_on": None, "answered_on": on}
        with transaction.atomic():
            self._move(state, by=by, **days)
            self._say(outcome)

    def take_back(self, *, by: "Professional") -> None:
        """Noted by mistake: it waits for its answer again."""
        with transaction.atomic():
            self._move(RelayState.ASKED, by=by, effective_on=None, answered_on=None)
            self._say("")

    def _say(self, outcome: str) -> None:
        """Apart from the move: an event holds dates and codes, never words."""
        self.outcome = outcome
        self.save(update_fields=["outcome"])


TONES = {
    RelayState.ASKED: "todo",
    RelayState.OBTAINED: "done",
    RelayState.REFUSED: "info",
    RelayState.NO_ANSWER: "soon",
    RelayState.DROPPED: "info",
}


class RelayRequest(AskedRelay):
    """A relay that tells nothing of health."""

    data_class = DataClass.SOCIAL
    needed_while_covering = 0

    class Meta(AskedRelay.Meta):
        verbose_name = "relais demandé"
        verbose_name_plural = "relais demandés"
        indexes = [models.Index(fields=["case", "asked_on"], name="relayrequest_case")]
        constraints = [
            *AskedRelay.Meta.constraints,
            models.CheckConstraint(
                name="relay_request_tells_no_health",
                condition=_health_is(False),
                violation_error_message="Un relais de santé se note à part, sous les droits des données de santé.",
            ),
        ]


class HealthRelayRequest(AskedRelay):
    """A relay whose very kind tells of health: read and written under that class alone."""

    data_class = DataClass.HEALTH

    class Meta(AskedRelay.Meta):
        verbose_name = "relais de santé demandé"
        verbose_name_plural = "relais de santé demandés"
        indexes = [models.Index(fields=["case", "asked_on"], name="healthrelayrequest_case")]
        constraints = [
            *AskedRelay.Meta.constraints,
            models.CheckConstraint(
                name="health_relay_request_is_of_health",
                condition=_health_is(True),
                violation_error_message="Ce type de relais ne touche pas à la santé : il se note avec les autres.",
            ),
        ]
