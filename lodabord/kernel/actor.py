"""On whose behalf the database is being asked.

PostgreSQL, not only Python, must know who reads: each transaction takes the group role of the
current actor's side and carries the actor's identity, on which the row policies rest. Without an
actor a transaction stays the bare web login, which sees no table about a household.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connections

SIDES = ("association", "landlord", "steering", "prescriber", "technical", "system")
"""The sides of the programme, each with one group role in the database."""


@dataclass(frozen=True)
class Actor:
    """Who acts, as the database needs to know it. Identifiers are UUIDs as text."""

    side: str
    role: str = ""
    professional: str = ""
    organisation: str = ""
    agency: str = ""
    """The landlord's local office of a customer officer: the daily requests addressed to it are readable."""
    agreements: tuple[str, ...] = ()
    team_agreements: tuple[str, ...] = ()
    """The agreements under which the whole team's households are readable, not only one's own."""

    @property
    def group_role(self) -> str:
        """The role of the database that this side's transactions take."""
        return f"lodabord_{self.side}"

    def settings(self) -> dict[str, str]:
        """What the row policies read, by name of the transaction's setting."""
        return {
            "app.role": self.role,
            "app.professional": self.professional,
            "app.organisation": self.organisation,
            "app.agency": self.agency,
            "app.agreements": _array(self.agreements),
            "app.team_agreements": _array(self.team_agreements),
        }


def _array(values: tuple[str, ...]) -> str:
    return "{" + ",".join(values) + "}"


NOBODY_SETTINGS = Actor(side="").settings()
SYSTEM = Actor(side="system", role="system")
"""The programme itself: scheduled tasks and operator's commands, never a request."""

_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor | None:
    """Who acts now, or None."""
    return _current.get()


@contextmanager
def acting_as(actor: Actor | None) -> Iterator[None]:
    """Act as somebody for the length of the block, inside or outside a transaction."""
    token = _current.set(actor)
    try:
        _tell_open_transactions()
        yield
    finally:
        _current.reset(token)
        _tell_open_transactions()


def _tell_open_transactions() -> None:
    """A transaction that is already open learns at once that the actor changed."""
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block and hasattr(connection, "assume_identity"):
            connection.assume_identity()
