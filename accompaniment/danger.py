"""Where a danger seen during a visit leads: a page that another subject of this room brings, or nothing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from households.models import Case

Page = Callable[["Case"], str]
_pages: list[Page] = []


def register_danger_page(page: Page) -> None:
    """Called once when the app is ready: gives the address of what to do now for that household."""
    _pages[:] = [page]


def danger_page(case: "Case") -> str:
    """Its address; empty while no page is registered."""
    return _pages[0](case) if _pages else ""
