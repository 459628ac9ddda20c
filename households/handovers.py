"""What the rooms above do when a household passes from one professional to another, in the very transaction.

The room below knows none of them: each registers once when its app is ready.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

Handover = Callable[[Any, str, "Professional", "Professional", date], None]
_handovers: list[Handover] = []


def register_handover(handover: Handover) -> None:
    """Called once by each app when it is ready."""
    if handover not in _handovers:
        _handovers.append(handover)


def tell_handover(case: Any, capacity: str, former: "Professional", to: "Professional", on: date) -> None:
    """`former` held that place with the household until that day; `to` holds it from then on."""
    for handover in _handovers:
        handover(case, capacity, former, to, on)
