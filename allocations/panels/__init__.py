"""What this room shows on the household's file, a file per subject. Nothing here knows what the association writes."""

from households import panels


def register() -> None:
    """Called when the app is ready."""
    from allocations.panels import account, cal, daily, entry, move_in, needs, note, support, tenancy

    for subject in (entry, note, cal, tenancy, account, support, move_in, daily, needs):
        for panel in subject.PANELS:
            panels.register(panel)
