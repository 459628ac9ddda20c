"""The access track, from the referral to the keys: what is done to a case, by whom, on what evidence (sheet 02 §2.1)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from households.stages import State
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


ENTRY_DECIDED: dict[str, frozenset[str]] = {
    State.PRECAL_ACCEPTED: frozenset({"precal_accepted_on", "decided_on"}),
    State.PRECAL_DEFERRED: frozenset(),
    State.CLOSED: frozenset({"decided_on", "closed_on"}),
}
"""Where a pré-CAL may lead a candidature, and which clocks are set there."""


class AccessVerbs:
    """Mixed into `Case`. Each verb demands its evidence; the table of moves has the last word."""

    if TYPE_CHECKING:
        pk: Any
        objects: Any
        landlord_from: date | None
        _move: Any
        _swap: Any
        _require_referent: Any
        _require_place: Any

        @property
        def started_on(self) -> date | None: ...

    def take_charge(self, *, on: date, by: "Professional") -> None:
        """The association starts the pre-diagnosis."""
        self._move(State.PREDIAGNOSIS, by=by, prediagnosis_started_on=on)

    def conclude_prediagnosis(self, *, on: date, by: "Professional") -> None:
        """The grid is complete: the candidature waits for a pré-CAL session."""
        self._move(State.PRECAL_QUEUE, by=by, prediagnosed_on=on)

    def open_to_landlord(self, *, on: date) -> None:
        """Put on a pré-CAL agenda: from here on the landlord's social staff know the case (decision 19)."""
        if self.landlord_from is None:
            type(self).objects.filter(pk=self.pk, landlord_from__isnull=True).update(landlord_from=on)
            self.landlord_from = on

    def retain(self, *, on: date, by: "Professional | None") -> None:
        """Favourable in pré-CAL: waits for its preparation to start."""
        self._move(State.PRECAL_ACCEPTED, by=by, precal_accepted_on=on, decided_on=on)

    def defer(self, *, by: "Professional | None") -> None:
        """Not now: will be examined again at a dated session."""
        self._move(State.PRECAL_DEFERRED, by=by)

    def requeue(self, *, by: "Professional | None") -> None:
        """The re-examination has come: back among the waiting candidatures."""
        self._move(State.PRECAL_QUEUE, by=by)

    def rectify_entry(self, to: str, *, on: date, by: "Professional | None", closing_reason: str = "") -> None:
        """A pré-CAL decision is corrected before anything followed it: the one move outside the table of moves."""
        if self.started_on is not None or to not in ENTRY_DECIDED:
            raise MoveRefused("La décision d'entrée ne se rectifie plus : l'accompagnement a commencé.")
        told = ENTRY_DECIDED[State(to)]
        clocks = {name: on if name in told else None for name in ("precal_accepted_on", "decided_on", "closed_on")}
        self._swap(to, by=by, closing_reason=closing_reason, **clocks)

    def begin_preparation(self, *, contract_signed_on: date, on: date, planned_end: date, by: "Professional") -> None:
        """The contract is signed: three months begin, and a place is taken."""
        self._require_referent()
        self._require_place(on)
        if contract_signed_on > on:
            raise MoveRefused("Le contrat d'accompagnement se signe au plus tard le jour où la préparation commence.")
        self._move(State.PREPARATION, by=by, prep_started_on=on, prep_planned_end=planned_end)

    def complete_preparation(self, *, on: date, by: "Professional") -> None:
        """Preparation done and note validated: the landlord's allocation officer may know who it is."""
        self._move(State.CAL_READY, by=by, prep_ended_on=on, cal_ready_on=on, allocation_from=on)

    def schedule_cal(self, *, by: "Professional") -> None:
        """On the agenda of a CAL."""
        self._move(State.CAL_SCHEDULED, by=by)

    def return_to_ready(self, *, by: "Professional | None") -> None:
        """No dwelling this time (not awarded, rank without effect, offer refused or lapsed): present again."""
        self._move(State.CAL_READY, by=by, awarded_on=None)

    def award(self, *, on: date, by: "Professional | None") -> None:
        """A dwelling is offered."""
        self._move(State.CAL_AWARDED, by=by, awarded_on=on)

    def accept_offer(self, *, by: "Professional") -> None:
        """The household said yes: lease and inventory are prepared."""
        self._move(State.MOVE_IN_PENDING, by=by)

    def move_in(self, *, lease_signed_on: date | None, on: date, by: "Professional") -> None:
        """Keys in hand: the follow-up clock starts (R-31), never before the lease is signed."""
        if lease_signed_on and on < lease_signed_on:
            raise MoveRefused("L'entrée dans le logement ne peut pas précéder la signature du bail.")
        self._move(State.FOLLOW_UP, by=by, lease_signed_on=lease_signed_on, moved_in_on=on)
