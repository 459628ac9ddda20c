"""One step of an entry: to do, done on a day by somebody, or without object. Never why."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from allocations.models.move_in_kinds import MoveInStepKind
from households.confidentiality import DataClass
from households.models import CaseRecord
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

OWNERS_OF_SIDE = {
    "association": {MoveInStepKind.Owner.ASSOCIATION, MoveInStepKind.Owner.HOUSEHOLD},
    "landlord": {MoveInStepKind.Owner.LANDLORD, MoveInStepKind.Owner.HOUSEHOLD},
}
"""Each side ticks its own steps; those of the household, whichever side learns of it."""
WATCHED_BY_SIDE = OWNERS_OF_SIDE | {"landlord": {MoveInStepKind.Owner.LANDLORD}}
"""Whose steps wait on « À faire »: the association, which accompanies the household, carries its steps too."""


class MoveInStepQuerySet(OfCaseQuerySet):
    def to_do(self) -> Self:
        return self.filter(state=MoveInStep.State.TODO)

    def of_side(self, side: str) -> Self:
        """The steps that this side ticks."""
        return self.filter(kind__owner__in=OWNERS_OF_SIDE.get(side, set()))

    def watched_by(self, side: str) -> Self:
        """The steps that wait on this side's « À faire »."""
        return self.filter(kind__owner__in=WATCHED_BY_SIDE.get(side, set()))

    def due_by(self, day: date) -> Self:
        """Expected at the latest that day, and not done."""
        return self.to_do().filter(due_on__lte=day)


class MoveInStep(Stateful, CaseRecord):
    """A line of the shared list. There is no text on it: the landlord reads done or not, never why."""

    data_class = DataClass.PROCESS

    class State(models.TextChoices):
        TODO = "todo", "À faire"
        DONE = "done", "Fait"
        NOT_APPLICABLE = "na", "Sans objet"

    MOVES = {
        State.TODO: frozenset({State.DONE, State.NOT_APPLICABLE}),
        State.DONE: frozenset({State.TODO}),
        State.NOT_APPLICABLE: frozenset({State.TODO}),
    }

    move_in = models.ForeignKey(
        "allocations.MoveIn", models.CASCADE, related_name="steps", verbose_name="entrée dans le logement"
    )
    kind = models.ForeignKey(MoveInStepKind, models.PROTECT, related_name="+", verbose_name="étape")
    state = EnumField("état", choices=State, default=State.TODO, editable=False)
    offset_days = models.SmallIntegerField("jours après (avant si négatif)", editable=False)
    amount = models.DecimalField("montant (€)", max_digits=8, decimal_places=2, null=True, editable=False)
    due_on = models.DateField("à faire au plus tard le", null=True, editable=False, db_index=True)
    done_on = models.DateField("fait le", null=True, editable=False)
    done_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="noté par", editable=False
    )
    referent_present = models.BooleanField("référent présent", null=True, editable=False)

    objects = MoveInStepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape d'une entrée"
        verbose_name_plural = "étapes des entrées"
        ordering = ["kind__position"]
        constraints = [
            models.UniqueConstraint(
                name="move_in_step_once",
                fields=["move_in", "kind"],
                violation_error_message="Cette étape est déjà dans la liste.",
            ),
            models.CheckConstraint(
                name="move_in_step_done_with_its_day",
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
                violation_error_message="Une étape faite porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind)

    def may_be_ticked_by(self, membership: "Membership") -> bool:
        """Whether the step is one of this person's side."""
        return self.kind.owner in OWNERS_OF_SIDE.get(membership.side, set())

    @property
    def is_signature_done(self) -> bool:
        """From there on the lease says the days."""
        return self.kind_id == "signature" and self.state == self.State.DONE

    @property
    def may_be_left_out(self) -> bool:
        """There is no entry without a signed lease and keys."""
        return self.kind_id not in ("signature", "keys")

    def do(self, *, on: date, by: "Professional | None", referent_present: bool | None = None) -> None:
        """Done on that day. Refused without what it requires: no keys before the lease is signed."""
        with transaction.atomic():
            for needed in self._siblings(self.kind.requires):
                if needed.state == self.State.TODO:
                    raise MoveRefused(f"D'abord : « {needed.kind.label} ». Notez cette étape, puis revenez à celle-ci.")
                if needed.done_on and on < needed.done_on:
                    raise MoveRefused(f"« {needed.kind.label} » est du {needed.done_on:%d/%m/%Y} : pas avant ce jour.")
            self._move(self.State.DONE, by=by, done_on=on, done_by=by, referent_present=referent_present)
            self.move_in.close_if_over(on=on)

    def leave_out(self, *, on: date, by: "Professional") -> None:
        """Without object for this household."""
        if not self.may_be_left_out:
            raise MoveRefused("Il n'y a pas d'entrée sans bail signé ni remise des clés.")
        with transaction.atomic():
            self._move(self.State.NOT_APPLICABLE, by=by, done_by=by)
            self.move_in.close_if_over(on=on)

    def take_back(self, *, on: date, by: "Professional") -> None:
        """Ticked by mistake: to do again. What an act of the file told is not taken back here."""
        case = self.case
        if self.kind.pk == "keys" and case.moved_in_on and case.moved_in_on == self.done_on:
            raise MoveRefused("L'entrée est notée par l'association : les clés ont bien été remises.")
        if self.kind.pk == "signature" and case.tenancies.filter(lease_signed_on=self.done_on).exists():
            raise MoveRefused("Le bail est enregistré : sa signature ne se reprend pas ici.")
        with transaction.atomic():
            self._move(self.State.TODO, by=by, done_on=None, done_by=None, referent_present=None)
            self.move_in.close_if_over(on=on)

    def out_of_order(self) -> list[str]:
        """What should have come before and is not done: the page says so, and lets it be."""
        return [one.kind.label for one in self._siblings(self.kind.after) if one.state == self.State.TODO]

    def _siblings(self, codes: list[str]) -> list["MoveInStep"]:
        if not codes:
            return []
        return list(MoveInStep.objects.select_related("kind").filter(move_in=self.move_in_id, kind__in=codes))
