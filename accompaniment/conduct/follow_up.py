"""The follow-up: begun with the keys or with the household's agreement, at the rhythm of the contract (R-31, R-33)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accompaniment.conduct.periods import begin_follow_up
from accompaniment.models import Contract, Measure
from allocations.models import JointMeeting, MoveIn
from households.models import Case
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


def move_in(case: Case, *, on: date, by: "Professional") -> Measure:
    """Keys in hand: the follow-up starts at the rhythm of the contract, weekly by default (R-31, R-33)."""
    lease = case.tenancies.order_by("-starts_on").first()
    if lease is None:
        raise MoveRefused("Le bailleur n'a pas encore noté la signature du bail.")
    with transaction.atomic():
        case.move_in(lease_signed_on=lease.lease_signed_on, on=on, by=by)
        MoveIn.entered(case, on=on, by=by)
        contract = Contract.objects.filter(case=case).in_force(on).first()
        return begin_follow_up(case, on=on, by=by, intensity=contract.intensity if contract else "")


def sign_and_begin_follow_up(case: Case, *, signed_on: date, on: date, objectives: str, by: "Professional") -> Measure:
    """Retention: the household agreed and signed; no measure without it."""
    with transaction.atomic():
        adhesion_on = JointMeeting.objects.adhesion_of(case)
        case.begin_follow_up(contract_signed_on=signed_on, adhesion_on=adhesion_on, on=on, by=by)
        contract = Contract.signed_at_start(case, on=signed_on, objectives=objectives, by=by)
        return begin_follow_up(case, on=on, by=by, intensity=contract.intensity)
