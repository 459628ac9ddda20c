"""Who does what by when: what the partners decide to do about a candidature, followed until it is done."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from allocations.models.agenda_item import AgendaItem
from allocations.models.meeting import Meeting
from households.confidentiality import DataClass
from households.models import CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.clock import instant
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class DecidedActionQuerySet(OfCaseQuerySet):
    def to_do(self) -> Self:
        return self.filter(done_on__isnull=True)

    def of_agreement(self, agreement: Agreement) -> Self:
        return self.filter(case__agreement=agreement)

    def decided_before(self, session: Meeting) -> Self:
        """Those of earlier sessions: the reminders of an agenda."""
        return self.filter(item__meeting__on__lt=session.on).exclude(item__meeting=session)

    def expected_of(self, membership: "Membership") -> Self:
        """Hers by name, and her side's when nobody is named."""
        mine = Q(responsible=membership.professional_id)
        return self.filter(mine | Q(responsible__isnull=True, side=membership.side))


class DecidedAction(CaseRecord):
    """One action. Read by both partners."""

    data_class = DataClass.PROCESS

    class Side(models.TextChoices):
        ASSOCIATION = "association", "Association"
        LANDLORD = "landlord", "Bailleur"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="actions", verbose_name="point")
    what = models.CharField("quoi", max_length=200)
    side = EnumField("qui", choices=Side)
    responsible = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nom"
    )
    due_on = models.DateField("pour le")
    done_on = models.DateField("fait le", null=True, editable=False)
    done_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="fait par", editable=False
    )

    objects = DecidedActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action décidée"
        verbose_name_plural = "actions décidées"
        ordering = ["due_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                name="decided_action_done_by_somebody",
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                violation_error_message="Une action faite porte sa date et son auteur.",
            ),
            models.CheckConstraint(
                name="decided_action_says_what",
                condition=~Q(what=""),
                violation_error_message="Une action dit ce qu'il y a à faire.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def who(self) -> str:
        """The person, else the partner."""
        return str(self.responsible) if self.responsible_id else self.get_side_display()

    @property
    def done_told(self) -> str:
        return f"{self.done_on:%d/%m/%Y}" if self.done_on else ""

    @property
    def due_told(self) -> str:
        return f"{self.due_on:%d/%m/%Y}"

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on < today

    @classmethod
    def decide(
        cls,
        item: AgendaItem,
        *,
        what: str,
        side: str,
        due_on: date,
        by: "Professional",
        responsible: "Professional | None" = None,
    ) -> "DecidedAction":
        """In session: closed, its minutes do not change any more."""
        item.meeting.require_open()
        made = cls.objects.create(
            case=item.case, item=item, what=what, side=side, responsible=responsible, due_on=due_on, created_by=by,
            created_at=instant(),
        )  # fmt: skip
        Event.record(made, "decidedaction.decided", by=by, facts={"due_on": due_on, "side": side})
        return made

    def do(self, *, on: date, by: "Professional") -> None:
        """Done; the first to say so is the one who is kept."""
        if not type(self).objects.filter(pk=self.pk, done_on__isnull=True).update(done_on=on, done_by=by):
            raise MoveRefused("Cette action est déjà notée comme faite.")
        self.done_on, self.done_by = on, by
        Event.record(self, "decidedaction.done", by=by, facts={"on": on})
