"""The decision of a pré-CAL (access track), written in session by either partner, effective with both visas."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction

from allocations.models.agenda_item import AgendaItem
from allocations.models.entry_decision import CLOSING_OF, EntryDecision, WrittenMeanwhile, content_constraints
from allocations.quorum import require_quorum
from households.models import Event
from households.stateful import MoveRefused
from lodabord.kernel.working_days import PARIS

if TYPE_CHECKING:
    from allocations.models.meeting import Meeting
    from lodabord.partners.models import Professional

NO_VISA = {"association_visa_by": None, "association_visa_at": None, "landlord_visa_by": None, "landlord_visa_at": None}


class PreCalDecision(EntryDecision):
    """What the two partners decide of a candidature."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="decision", verbose_name="point")
    locked_at = models.DateTimeField("verrouillée le", null=True, editable=False)
    """Set when the session closes; the database then refuses any change (a correction is a rectification)."""

    class Meta:
        verbose_name = "décision de pré-CAL"
        verbose_name_plural = "décisions de pré-CAL"
        constraints = content_constraints("precal_decision")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.item.meeting})"

    @property
    def session(self) -> "Meeting":
        return self.item.meeting

    @property
    def in_force(self) -> EntryDecision:
        """The last effective rectification, else this."""
        effective = [one for one in self.rectifications.all() if one.effective_at]
        return max(effective, key=lambda one: one.number) if effective else self

    @property
    def rectification_under_way(self) -> Any:
        """The one that still waits for a visa, if any."""
        return next((one for one in self.rectifications.all() if one.is_pending), None)

    @classmethod
    def write(
        cls, item: AgendaItem, *, version: int, by: "Professional", at: datetime, **content: Any
    ) -> "PreCalDecision":
        """Save what was decided, on the version that was read (0: nothing yet). Rewriting takes the visas back.

        Raises WrittenMeanwhile, with the other's text, when a colleague saved something else since.
        """
        item.meeting.require_open()
        with transaction.atomic():
            item.meeting.lock()
            item.meeting.require_open()
            if (
                content["outcome"] == cls.Outcome.DEFERRED
                and (content["reexamine_on"] or item.meeting.on) <= item.meeting.on
            ):
                raise MoveRefused("Le réexamen a lieu après cette séance : choisissez la date d'une séance à venir.")
            if version == 0:
                decision = cls._first(item, by=by, at=at, content=content)
            else:
                decision = cls._again(item, version=version, by=by, at=at, content=content)
        return decision

    @classmethod
    def _first(cls, item: AgendaItem, *, by: "Professional", at: datetime, content: dict[str, Any]) -> "PreCalDecision":
        theirs = cls.objects.filter(item=item).first()
        if theirs is not None:
            return theirs._or_conflict(content)
        if item.state != AgendaItem.State.INSCRIBED:
            raise MoveRefused(f"Ce point n'est plus à examiner : {item.get_state_display().lower()}.")
        try:
            with transaction.atomic():
                decision = cls.objects.create(
                    case=item.case, item=item, written_by=by, written_at=at, created_by=by, **content
                )
        except IntegrityError:
            theirs = cls.objects.filter(item=item).first()
            if theirs is None:
                raise
            return theirs._or_conflict(content)
        Event.record(decision, "precaldecision.written", by=by, facts={"outcome": decision.outcome})
        return decision

    @classmethod
    def _again(
        cls, item: AgendaItem, *, version: int, by: "Professional", at: datetime, content: dict[str, Any]
    ) -> "PreCalDecision":
        here = cls.objects.filter(item=item)
        changed = cls.swap(here, version=version, written_by=by, written_at=at, **NO_VISA, **content)
        decision = here.get()
        if decision.effective_at is not None:
            raise MoveRefused("Cette décision a déjà pris effet avec les deux visas : passez par une rectification.")
        if not changed:
            return decision._or_conflict(content)
        Event.record(decision, "precaldecision.written", by=by, facts={"outcome": decision.outcome})
        return decision

    def _or_conflict(self, content: dict[str, Any]) -> "PreCalDecision":
        """Twice the same text is one text: only a difference is a conflict."""
        if self.says_the_same(content):
            return self
        raise WrittenMeanwhile(self)

    def _require_visable(self, at: datetime) -> None:
        session = self.session
        session.require_open()
        if self.effective_at is not None:
            raise MoveRefused("Ce visa est déjà donné : la décision a pris effet.")
        if at.astimezone(PARIS).date() < session.on:
            raise MoveRefused(f"Cette séance a lieu le {session.on:%d/%m/%Y} : le visa se donne à partir de ce jour.")
        require_quorum(session)

    def _take_effect(self, *, at: datetime, by: "Professional") -> None:
        self._mark_effective(at=at)
        case, on = self.case, self.session_on
        if self.outcome == self.Outcome.ACCEPTED:
            case.retain(on=on, by=by)
        elif self.outcome == self.Outcome.DEFERRED:
            case.defer(by=by)
        else:
            case.classify(on=on, reason=CLOSING_OF[self.Outcome(self.outcome)], by=by)
        self.item.decided(by=by)
