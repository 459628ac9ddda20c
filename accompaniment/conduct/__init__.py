"""The acts of an accompaniment, each moving the case, the measure and what lies below the wall together."""

from accompaniment.conduct.contracts import sign_contract
from accompaniment.conduct.ending import end_accompaniment, reopen
from accompaniment.conduct.follow_up import move_in, sign_and_begin_follow_up
from accompaniment.conduct.intensity import correct_period, set_intensity, take_back_period
from accompaniment.conduct.pauses import cancel_suspension, maintain, reactivate, suspend
from accompaniment.conduct.preparation import (
    break_preparation,
    complete_preparation,
    extend_preparation,
    sign_and_begin_preparation,
)

__all__ = [
    "break_preparation",
    "cancel_suspension",
    "complete_preparation",
    "correct_period",
    "end_accompaniment",
    "extend_preparation",
    "maintain",
    "move_in",
    "reactivate",
    "reopen",
    "set_intensity",
    "sign_and_begin_follow_up",
    "sign_and_begin_preparation",
    "sign_contract",
    "suspend",
    "take_back_period",
]
