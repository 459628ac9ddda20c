"""What a committee decides: who does it, by when, and what the next committee hears of it."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from households.stateful import MoveRefused
from lodabord.kernel.fields import EnumField
from reporting.models.committee import Committee
from reporting.models.scope import AtTheTable, AtTheTableQuerySet

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class SteeringDecisionQuerySet(AtTheTableQuerySet):
    def pending(self) -> "SteeringDecisionQuerySet":
        """Neither done nor dropped."""
        return self.filter(state__in=[SteeringDecision.State.TO_DO, SteeringDecision.State.IN_PROGRESS])

    def followed_at(self, committee: Committee) -> "SteeringDecisionQuerySet":
        """What that committee hears of: still open before it, or settled since the committee before."""
        earlier = self.filter(agreement=committee.agreement_id, committee__quarter__lt=committee.quarter)
        last = Committee.objects.before(committee).first()
        if last is None:
            return earlier
        return earlier.filter(Q(state__in=["to_do", "in_progress"]) | Q(followed_on__gt=last.meeting.on))


class SteeringDecision(AtTheTable):
    """A decision of the committee on the programme, never on a household's case."""

    class State(models.TextChoices):
        TO_DO = "to_do", "À faire"
        IN_PROGRESS = "in_progress", "En cours"
        DONE = "done", "Faite"
        DROPPED = "dropped", "Abandonnée"

    MOVES = {
        State.TO_DO: frozenset({State.IN_PROGRESS, State.DONE, State.DROPPED}),
        State.IN_PROGRESS: frozenset({State.IN_PROGRESS, State.DONE, State.DROPPED}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="decisions", verbose_name="COPIL")
    text = models.CharField("décision", max_length=300)
    owner = models.CharField("qui", max_length=120)
    """An organisation, or a function in it."""
    due_on = models.DateField("pour le")
    state = EnumField("état", choices=State, default=State.TO_DO, editable=False)
    note = models.CharField("où elle en est", max_length=300, blank=True)
    followed_on = models.DateField("état noté le", null=True, editable=False)
    followed_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="noté par", editable=False
    )
    position = models.PositiveSmallIntegerField("rang", default=1, editable=False)

    objects = SteeringDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision du COPIL"
        verbose_name_plural = "décisions du COPIL"
        ordering = ["committee__quarter", "position"]
        constraints = [
            models.CheckConstraint(
                name="steering_decision_dropped_says_why",
                condition=~Q(state="dropped") | ~Q(note=""),
                violation_error_message="Une décision abandonnée dit pourquoi.",
            ),
            models.CheckConstraint(
                name="steering_decision_followed_has_a_day",
                condition=Q(state="to_do") | Q(followed_on__isnull=False),
                violation_error_message="L'état d'une décision porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state in self.MOVES

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today

    @classmethod
    def decide(cls, committee: Committee, *, text: str, owner: str, due_on: date) -> "SteeringDecision":
        """In session, or right after it until the minutes are sent."""
        if committee.state not in (Committee.State.PREPARED, Committee.State.HELD):
            raise MoveRefused("Une décision se note quand le COPIL est préparé ou tenu.")
        if committee.papers.minutes().exists():
            raise MoveRefused("Le relevé de décisions est envoyé : une nouvelle décision se prend au COPIL suivant.")
        if due_on < committee.meeting.on:
            raise MoveRefused(f"L'échéance suit le COPIL du {committee.meeting.on:%d/%m/%Y}.")
        return cls.objects.create(
            agreement=committee.agreement, committee=committee, text=text, owner=owner, due_on=due_on,
            position=committee.decisions.count() + 1,
        )  # fmt: skip

    def follow(self, to: str, *, on: date, by: "Professional", note: str = "") -> None:
        """Where it stands, as the next committee will hear it."""
        if to not in self.MOVES.get(self.State(self.state), frozenset()):
            raise MoveRefused(f"Cette décision est déjà « {self.get_state_display()} ».")
        facts: dict[str, Any] = {"note": note, "followed_on": on, "followed_by": by}
        if not type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **facts):
            raise MoveRefused("Un collègue vient de noter l'état de cette décision. Rechargez la page.")
        self.refresh_from_db()
