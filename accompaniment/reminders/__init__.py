"""What this room owes: reminders to the association's people, a file per kind of deadline."""

from households.reminders import register_source


def register() -> None:
    """Said once, when the app is ready."""
    from accompaniment.reminders import preparation, visits

    for subject in (visits, preparation):
        register_source(subject.SOURCE)
