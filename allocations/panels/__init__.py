"""What this room shows on the household's file, a file per subject. Nothing here knows what the association writes."""

from households import panels


def register() -> None:
    """Called when the app is ready."""
    from allocations.panels import account, cal, entry, needs, support, tenancy

    for subject in (entry, needs, cal, tenancy, account, support):
        for panel in subject.PANELS:
            panels.register(panel)
