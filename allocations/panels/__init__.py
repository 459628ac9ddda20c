"""What this room shows on the household's file, a file per subject. Nothing here knows what the association writes."""

from households import panels


def register() -> None:
    """Called when the app is ready."""
    from allocations.panels import account, cal, daily, entry, move_in, support, tenancy

    for subject in (entry, cal, move_in, tenancy, daily, account, support):
        for panel in subject.PANELS:
            panels.register(panel)
