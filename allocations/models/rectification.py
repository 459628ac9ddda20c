"""A correction of a pré-CAL decision: dated, motivated, with both visas again; the decision itself never changes."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q

from allocations.models.agenda_item import AgendaItem
from allocations.models.entry_decision import CLOSING_OF, EntryDecision, Outcome, content_constraints
from allocations.models.precal_decision import PreCalDecision
from households.models import Case, Event
from households.stages import State
from households.stateful import MoveRefused
from lodabord.kernel.working_days import PARIS

if TYPE_CHECKING:
    from allocations.models.meeting import Meeting
    from lodabord.partners.models import Professional

LEFT_AT = {
    Outcome.ACCEPTED: frozenset({State.PRECAL_ACCEPTED}),
    Outcome.DEFERRED: frozenset({State.PRECAL_DEFERRED, State.PRECAL_QUEUE}),
    **dict.fromkeys(CLOSING_OF, frozenset({State.CLOSED})),
}
"""Where a case stands as long as nothing followed the decision: beyond, it is too late to rectify."""


def told_content(decision: EntryDecision) -> dict[str, str]:
    """What a decision says, in words, by label; what it does not say is left out."""
    told = {
        "Décision": decision.get_outcome_display(),
        "Motif": str(decision.reason or ""),
        "Précision": decision.reason_detail,
        "Élément manquant": decision.missing_element,
        "Réexamen le": f"{decision.reexamine_on:%d/%m/%Y}" if decision.reexamine_on else "",
        "Conditions": decision.conditions,
        "Réorientation vers": decision.destination,
    }
    return {label: text for label, text in told.items() if text}


class PreCalRectification(EntryDecision):
    """What is corrected of a decision that took effect, and why."""

    decision = models.ForeignKey(
        PreCalDecision, models.PROTECT, related_name="rectifications", verbose_name="décision rectifiée"
    )
    number = models.PositiveSmallIntegerField("numéro")
    why = models.CharField("motif de la rectification", max_length=300)
    before = models.JSONField("ce qui était décidé", default=dict, editable=False)
    abandoned_at = models.DateTimeField("abandonnée le", null=True, editable=False)

    class Meta:
        verbose_name = "rectification"
        verbose_name_plural = "rectifications"
        ordering = ["number"]
        constraints = [
            *content_constraints("precal_rectification"),
            models.UniqueConstraint(
                name="precal_rectification_numbered",
                fields=["decision", "number"],
                violation_error_message="Une rectification porte déjà ce numéro. Rechargez la page.",
            ),
            models.UniqueConstraint(
                name="precal_rectification_one_at_a_time",
                fields=["decision"],
                condition=Q(effective_at__isnull=True, abandoned_at__isnull=True),
                violation_error_message="Une rectification de cette décision attend déjà ses visas.",
            ),
            models.CheckConstraint(
                name="precal_rectification_says_why",
                condition=~Q(why=""),
                violation_error_message="Une rectification indique son motif.",
            ),
            models.CheckConstraint(
                name="precal_rectification_abandoned_or_effective",
                condition=Q(abandoned_at__isnull=True) | Q(effective_at__isnull=True),
                violation_error_message="Une rectification en vigueur ne s'abandonne pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"Rectification {self.number} ({self.decision})"

    # --- reading ---------------------------------------------------------------------------------

    @property
    def session(self) -> "Meeting":
        return self.decision.item.meeting

    @property
    def is_pending(self) -> bool:
        return self.effective_at is None and self.abandoned_at is None

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(what, before, after) for each thing that changes."""
        after = told_content(self)
        labels = list(dict.fromkeys([*self.before, *after]))
        told = [(label, self.before.get(label, "—"), after.get(label, "—")) for label in labels]
        return [(label, was, becomes) for label, was, becomes in told if was != becomes]

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def open(
        cls, decision: PreCalDecision, *, why: str, by: "Professional", at: datetime, **content: Any
    ) -> "PreCalRectification":
        """Write it; nothing moves before both visas. Refused at once when it is already too late."""
        with transaction.atomic():
            decision.item.meeting.lock()
            decision.refresh_from_db()
            if decision.effective_at is None:
                raise MoveRefused("Cette décision n'a pas encore pris effet : modifiez-la, il n'y a rien à rectifier.")
            standing = decision.in_force
            if standing.says_the_same(content):
                raise MoveRefused("Rien ne change : une rectification modifie au moins un élément de la décision.")
            require_still_possible(decision.case, decision, standing.outcome, content["outcome"])
            made = cls.objects.create(
                case=decision.case,
                decision=decision,
                number=decision.rectifications.count() + 1,
                why=why,
                before=told_content(standing),
                written_by=by,
                written_at=at,
                created_by=by,
                **content,
            )
            Event.record(made, "precalrectification.written", by=by, facts={"outcome": made.outcome})
            return made

    def abandon(self, *, at: datetime, by: "Professional") -> None:
        """Given up before both visas; kept as a trace."""
        here = type(self).objects.filter(pk=self.pk, effective_at__isnull=True, abandoned_at__isnull=True)
        if not here.update(abandoned_at=at):
            raise MoveRefused("Cette rectification est déjà en vigueur, ou déjà abandonnée.")
        self.abandoned_at = at
        Event.record(self, "precalrectification.abandoned", by=by, facts={})

    def _require_visable(self, at: datetime) -> None:
        if not self.is_pending:
            raise MoveRefused("Cette rectification est déjà en vigueur, ou abandonnée.")

    def _take_effect(self, *, at: datetime, by: "Professional") -> None:
        before, after = Outcome(self.decision.in_force.outcome), Outcome(self.outcome)
        case = self.case
        require_still_possible(case, self.decision, before, after)
        self._mark_effective(at=at)
        if before == after:
            return
        on = at.astimezone(PARIS).date()
        if after == Outcome.ACCEPTED:
            case.rectify_entry(State.PRECAL_ACCEPTED, on=on, by=by)
        elif after == Outcome.DEFERRED:
            case.rectify_entry(State.PRECAL_DEFERRED, on=on, by=by)
        else:
            case.rectify_entry(State.CLOSED, on=on, closing_reason=CLOSING_OF[after], by=by)


def require_still_possible(case: Case, decision: PreCalDecision, before: str, after: str) -> None:
    """Nothing has followed the decision yet; otherwise say what did, and the way out."""
    _require_no_later_decision(case, decision)
    if before == after:
        return
    if case.started_on is not None:
        raise MoveRefused(
            f"La préparation de ce ménage a commencé le {case.started_on:%d/%m/%Y} : l'entrée ne se rectifie plus. "
            "Pour y mettre fin, la cheffe de service note une fin d'accompagnement."
        )
    if State(case.state) not in LEFT_AT[Outcome(before)]:
        raise MoveRefused(
            f"Le dossier est à l'étape « {case.get_state_display()} » : la décision ne peut plus être rectifiée. "
            "Agissez depuis le dossier."
        )
    if case.state == State.CLOSED:
        others = Case.objects.filter(household=case.household_id, agreement=case.agreement_id)
        if others.exclude(pk=case.pk).exclude(state=State.CLOSED).exists():
            raise MoveRefused("Ce ménage a depuis un autre dossier ouvert : c'est celui-là qui se poursuit.")


def _require_no_later_decision(case: Case, decision: PreCalDecision) -> None:
    others = AgendaItem.objects.filter(case=case).exclude(pk=decision.item_id).select_related("meeting")
    inscribed, decided = Q(state=AgendaItem.State.INSCRIBED), Q(state=AgendaItem.State.DECIDED)
    later = others.filter(inscribed | (decided & Q(meeting__on__gt=decision.session_on)))
    found = later.order_by("-meeting__on").first()
    if found is None:
        return
    if found.state == AgendaItem.State.INSCRIBED:
        raise MoveRefused(
            f"Ce ménage est inscrit à la séance du {found.meeting.on:%d/%m/%Y} : décidez-le là, ou retirez-le d'abord "
            "de cet ordre du jour."
        )
    raise MoveRefused(
        f"Une décision plus récente existe (séance du {found.meeting.on:%d/%m/%Y}) : c'est elle qui se rectifie."
    )
