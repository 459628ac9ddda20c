"""What the person wants to reach, in her own words, and how far it went."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from accompaniment.models.visit import Theme
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class GoalState(models.TextChoices):
    """How far a goal went."""

    TO_DO = "a_faire", "À faire"
    UNDER_WAY = "en_cours", "En cours"
    REACHED = "atteint", "Atteint"
    GIVEN_UP = "abandonne", "Abandonné"


class GoalQuerySet(OfCaseQuerySet):
    def alive(self) -> Self:
        """Still aimed at."""
        return self.filter(state__in=[GoalState.TO_DO, GoalState.UNDER_WAY])


class Goal(CaseRecord):
    """A goal of the accompaniment: its theme, the person's words, its state. Each change of state is dated."""

    data_class = DataClass.SOCIAL
    State = GoalState

    theme = EnumField("thème", choices=Theme)
    words = models.CharField("dans les mots de la personne", max_length=400)
    set_on = models.DateField("fixé le")
    state = EnumField("où en est-il", choices=GoalState, default=GoalState.TO_DO, editable=False)
    state_since = models.DateField("depuis le", editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "objectif"
        verbose_name_plural = "objectifs"
        ordering = ["set_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="goal_has_words",
                condition=~Q(words=""),
                violation_error_message="Un objectif s'écrit dans les mots de la personne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_theme_display()} : {self.words}"

    @property
    def is_alive(self) -> bool:
        return self.state in (GoalState.TO_DO, GoalState.UNDER_WAY)

    @classmethod
    def set_with(cls, case: Case, *, theme: str, words: str, on: date, by: "Professional") -> "Goal":
        """Agreed with the person that day."""
        if on < case.opened_on:
            raise MoveRefused("Cette date précède l'orientation du ménage.")
        with transaction.atomic():
            goal = cls.objects.create(case=case, theme=theme, words=words, set_on=on, state_since=on, created_by=by)
            Event.record(goal, "goal.set", by=by, facts={"on": on, "theme": theme})
            return goal

    def move_to(self, state: str, *, on: date, by: "Professional", note: str = "") -> "GoalChange":
        """Where it stands from that day on. A goal reached or given up may be taken up again."""
        if state == self.state:
            raise MoveRefused(f"Cet objectif est déjà « {self.get_state_display().lower()} ».")
        if on < self.state_since:
            raise MoveRefused(f"Cet objectif est « {self.get_state_display().lower()} » depuis le "
                              f"{self.state_since:%d/%m/%Y} : la suite vient après.")  # fmt: skip
        with transaction.atomic():
            here = Goal.objects.filter(pk=self.pk, state=self.state)
            if not here.update(state=state, state_since=on):
                raise MoveRefused("Un collègue vient de modifier cet objectif. Rechargez la page.")
            change = GoalChange.objects.create(
                case_id=self.case_id, goal=self, before=self.state, after=state, on=on, note=note, created_by=by
            )
            Event.record(self, "goal.moved", by=by, facts={"from": self.state, "to": state, "on": on})
        self.state, self.state_since = state, on
        return change


class GoalChange(CaseRecord):
    """A dated change of state of a goal."""

    data_class = DataClass.SOCIAL
    append_only = True

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="changes", verbose_name="objectif")
    before = EnumField("avant", choices=GoalState)
    after = EnumField("après", choices=GoalState)
    on = models.DateField("le")
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "changement d'un objectif"
        verbose_name_plural = "changements des objectifs"
        ordering = ["on", "created_at"]

    def __str__(self) -> str:
        return f"{self.get_after_display().lower()} le {self.on:%d/%m/%Y}"
