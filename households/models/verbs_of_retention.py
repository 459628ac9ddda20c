"""The retention track, from the report to the accompaniment (sheet 02 §2.2)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from households.stages import State
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class RetentionVerbs:
    """Mixed into `Case`. Each verb demands its evidence; the table of moves has the last word."""

    if TYPE_CHECKING:
        _move: Any
        _require_referent: Any
        _require_place: Any

    def start_assessment(self, *, by: "Professional") -> None:
        """The landlord's social team takes the report."""
        self._move(State.LANDLORD_ASSESSMENT, by=by)

    def submit_to_arbitration(self, *, on: date, by: "Professional") -> None:
        """The rent and facts summary is written: both partners will decide together."""
        self._move(State.ARBITRATION, by=by, assessed_on=on)

    def accept_after_arbitration(self, *, on: date, by: "Professional | None") -> None:
        """Both opinions are recorded and the joint outcome is yes."""
        self._move(State.ACCEPTED_WAITING, by=by, arbitrated_on=on, accepted_on=on, decided_on=on)

    def meet_household(self, *, on: date, household_came: bool, by: "Professional") -> None:
        """The household met both partners (evidence: it was there). What it answered is the meeting's own record."""
        if not household_came:
            raise MoveRefused("Sans le ménage, la rencontre n'a pas eu lieu : prévoyez-en une autre.")
        self._move(State.JOINT_MEETING, by=by, met_on=on)

    def begin_follow_up(
        self, *, contract_signed_on: date, adhesion_on: date | None, on: date, by: "Professional"
    ) -> None:
        """The household agreed (evidence: the day it said yes) and signed: T0 of the retention track; a place is taken."""
        if adhesion_on is None:
            raise MoveRefused("Il manque l'accord du ménage : notez d'abord sa réponse à la rencontre de présentation.")
        if adhesion_on > on:
            raise MoveRefused("L'accompagnement commence au plus tôt le jour où le ménage a donné son accord.")
        self._require_referent()
        self._require_place(on)
        if contract_signed_on > on:
            raise MoveRefused("Le contrat d'accompagnement se signe au plus tard le jour où l'accompagnement commence.")
        self._move(State.FOLLOW_UP, by=by, measure_started_on=on)
