"""What this room owes: reminders to the association's people, a file per kind of deadline.

Each subject has its `SOURCE` (what is owed, and whether it still is) and its `KINDS` (its lines of the table).
"""

from households.deadline_table import register_kinds
from households.reminders import register_source


def register() -> None:
    """Said once, when the app is ready."""
    from accompaniment.reminders import (
        dangers,
        exit_calls,
        handovers,
        housing_requests,
        mondays,
        preparation,
        psychologist,
        relays,
        requests,
        reviews,
        suspensions,
        vigilance,
        visits,
    )

    for subject in (
        visits,
        requests,
        suspensions,
        housing_requests,
        dangers,
        mondays,
        preparation,
        reviews,
        exit_calls,
        handovers,
        psychologist,
        vigilance,
        relays,
    ):
        register_source(subject.SOURCE)
        register_kinds(*subject.KINDS)
