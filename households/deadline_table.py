"""Who is told of what, and when: one readable table, to which each room adds its kinds of deadline.

The machinery reads two columns of it, `critical` and the kind; the page « Qui est prévenu, quand » prints it whole.
Sheet 02 §2.5 gives the delays; the agreement's own terms may change them.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One moment of a deadline: its code in the reminders, when it comes, and who is told."""

    code: str
    when: str
    told: str
    critical: bool = False
    """Leaves at once, whatever the person chose."""


@dataclass(frozen=True)
class Kind:
    """A kind of deadline. `prefix`: the beginning of `Reminder.about`."""

    prefix: str
    label: str
    stages: tuple[Stage, ...]
    paused: bool = True
    """Nothing is owed while the accompaniment is suspended."""


_kinds: dict[str, Kind] = {}


def register_kinds(*kinds: Kind) -> None:
    """Called once by each room when its app is ready."""
    _kinds.update({kind.prefix: kind for kind in kinds})


def table() -> list[Kind]:
    """Every kind of deadline, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)


def stage_of(about: str, code: str) -> Stage | None:
    """The line of the table that a reminder comes from."""
    kind = _kinds.get(about.partition(":")[0])
    return next((stage for stage in kind.stages if stage.code == code), None) if kind else None


def is_critical(about: str, code: str) -> bool:
    """Whether preferences do not silence it."""
    stage = stage_of(about, code)
    return stage is not None and stage.critical


def codes(kinds: Iterable[Kind]) -> set[tuple[str, str]]:
    return {(kind.prefix, stage.code) for kind in kinds for stage in kind.stages}
