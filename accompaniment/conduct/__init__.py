"""The acts of an accompaniment, each moving the case, the measure and what lies below the wall together."""

from accompaniment.conduct.ending import end_accompaniment, reopen
from accompaniment.conduct.follow_up import move_in, set_intensity, sign_and_begin_follow_up
from accompaniment.conduct.pauses import reactivate, suspend
from accompaniment.conduct.preparation import (
    break_preparation,
    complete_preparation,
    extend_preparation,
    sign_and_begin_preparation,
)

__all__ = [
    "break_preparation",
    "complete_preparation",
    "end_accompaniment",
    "extend_preparation",
    "move_in",
    "reactivate",
    "reopen",
    "set_intensity",
    "sign_and_begin_follow_up",
    "sign_and_begin_preparation",
    "suspend",
]
