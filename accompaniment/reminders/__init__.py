"""What this room owes: reminders to the association's people, a file per kind of deadline."""

from households.reminders import register_source


def register() -> None:
    """Said once, when the app is ready."""
    from accompaniment.reminders import exit_calls, reviews, visits

    for subject in (visits, reviews, exit_calls):
        register_source(subject.SOURCE)
