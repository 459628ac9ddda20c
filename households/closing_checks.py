"""What must hold before a candidature closes: each room registers its own check, the room below knows none of them."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from households.models import Case

Check = Callable[["Case", str, date], None]
_checks: list[Check] = []


def register_closing_check(check: Check) -> None:
    """Called once by each app when it is ready. The check raises `MoveRefused` with its sentence."""
    if check not in _checks:
        _checks.append(check)


def check_closing(case: "Case", reason: str, on: date) -> None:
    """Refused by the first check that does not hold."""
    for check in _checks:
        check(case, reason, on)
