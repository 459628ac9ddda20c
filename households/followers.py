"""What the rooms above keep in step with a case, in the very transaction that changes it.

The room below knows none of them: each registers once when its app is ready, as it does for its
panels. Used where a reader who cannot see the case must still never read something out of date.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

Follower = Callable[[Any, "Professional | None"], None]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Called once by each app when it is ready."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(case: Any, *, by: "Professional | None") -> None:
    """The case has just changed its stage, or its level of confidentiality."""
    for follower in _followers:
        follower(case, by)
