"""A situation put before a committee: a code, a stage, since when, and the point to arbitrate (decision 7)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from allocations.models import Meeting
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.clock import instant
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role
from reporting.models.scope import LEADS

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

LINES, LENGTH = 2, 240
"""The point to arbitrate: two lines as they are printed."""


class SituationQuerySet(OfCaseQuerySet):
    def validated(self) -> "SituationQuerySet":
        return self.filter(validated_at__isnull=False)


class Situation(CaseRecord):
    """What funders will read of a household: nothing but this, and only once the other partner has validated it."""

    data_class = DataClass.PROCESS
    writers = LEADS

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="situations", verbose_name="séance")
    point = models.CharField("point à arbitrer", max_length=LENGTH)
    stage = EnumField("étape", choices=Case.State)
    since = models.DateField("à cette étape depuis le", null=True)
    written_for = models.CharField("partenaire qui l'écrit", max_length=20, editable=False)
    """Side of who wrote the present point: the other side validates it."""
    validated_at = models.DateTimeField("validée le", null=True, editable=False)
    validated_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="validée par", editable=False
    )

    objects = SituationQuerySet.as_manager()

    class Meta:
        verbose_name = "situation présentée"
        verbose_name_plural = "situations présentées"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                name="situation_once_a_meeting",
                fields=["meeting", "case"],
                violation_error_message="Cette situation est déjà inscrite : modifiez son point à arbitrer.",
            ),
            models.CheckConstraint(
                name="situation_says_the_point",
                condition=~Q(point=""),
                violation_error_message="Une situation présentée dit le point à arbitrer.",
            ),
            models.CheckConstraint(
                name="situation_validated_by_somebody",
                condition=Q(validated_at__isnull=True, validated_by__isnull=True)
                | Q(validated_at__isnull=False, validated_by__isnull=False),
                violation_error_message="Une validation porte sa date et son auteur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.household.code}, {self.get_stage_display()}"

    def weeks(self, on: date) -> int | None:
        """Whole weeks at that stage on that day; None when the day it began is not known."""
        return max(0, (on - self.since).days // 7) if self.since else None

    def waits_for(self, member: "Membership") -> bool:
        """Whether this person's validation is the one awaited."""
        return self.validated_at is None and Role(member.role).side != self.written_for

    @classmethod
    def put(cls, meeting: Meeting, case: Case, *, point: str, by: "Membership") -> "Situation":
        """On the agenda, at the stage of today. A household the landlord does not know is not presented."""
        _require_planned(meeting)
        if case.agreement_id != meeting.agreement_id or case.landlord_from is None:
            raise MoveRefused("Ce ménage n'est pas encore connu des deux partenaires : il ne se présente pas ici.")
        made = cls.objects.create(
            case=case, meeting=meeting, point=_two_lines(point), stage=case.state, since=case.stage_since,
            written_for=Role(by.role).side, created_by=by.professional, created_at=instant(),
        )  # fmt: skip
        Event.record(made, "situation.put", by=by.professional, facts={"on": meeting.on})
        return made

    def rewrite(self, point: str, *, by: "Membership") -> None:
        """Another wording, at the stage of today: to be validated again."""
        _require_planned(self.meeting)
        self.point, self.stage, self.since = _two_lines(point), self.case.state, self.case.stage_since
        self.written_for = Role(by.role).side
        self.validated_at = self.validated_by = None
        self.save(update_fields=["point", "stage", "since", "written_for", "validated_at", "validated_by"])
        Event.record(self, "situation.rewritten", by=by.professional, facts={"on": self.meeting.on})

    def validate(self, *, by: "Membership", at: datetime) -> None:
        """The other partner has read these two lines: funders may."""
        _require_planned(self.meeting)
        if Role(by.role).side == self.written_for:
            raise MoveRefused("Ce point est écrit par votre équipe : c'est l'autre partenaire qui le valide.")
        here = type(self).objects.filter(pk=self.pk, validated_at__isnull=True, point=self.point)
        if not here.update(validated_at=at, validated_by=by.professional):
            raise MoveRefused("Ce point vient d'être validé ou modifié. Rechargez la page.")
        Event.record(self, "situation.validated", by=by.professional, facts={"on": self.meeting.on})

    def withdraw(self, *, by: "Professional") -> None:
        """Off the agenda; what was sent before stays sent."""
        _require_planned(self.meeting)
        Event.record(self, "situation.withdrawn", by=by, facts={"on": self.meeting.on})
        self.delete()


def _require_planned(meeting: Meeting) -> None:
    if meeting.state != Meeting.State.PLANNED:
        raise MoveRefused(f"Cette séance est déjà {meeting.told_state.lower()} : ses situations ne changent plus.")


def _two_lines(point: str) -> str:
    lines = [line.strip() for line in point.splitlines() if line.strip()]
    if len(lines) > LINES:
        raise MoveRefused(f"Le point à arbitrer tient en {LINES} lignes.")
    return "\n".join(lines)
