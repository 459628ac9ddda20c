"""The instant that the journal writes. The demo tells past stories; everything else tells the truth."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_instant", default=None)


def instant() -> datetime:
    """When the act that is being recorded took place: now, unless a story is being told."""
    return _told.get() or timezone.now()


def tell(at: datetime) -> None:
    """Inside `story()`: what follows happened then."""
    _told.set(at)


@contextmanager
def story() -> Iterator[None]:
    """A block in which past acts are told at their own dates."""
    token = _told.set(None)
    try:
        yield
    finally:
        _told.reset(token)
