"""What this room shows on the household's file, a file per subject: everything here is « Réservé à l'association »."""

from households import panels


def register() -> None:
    """Called when the app is ready."""
    from accompaniment.panels import activities, cal_note, ccapex, measure, notes, preparation, requests, visits

    for subject in (visits, requests, preparation, activities, cal_note, measure, notes, ccapex):
        for panel in subject.PANELS:
            panels.register(panel)
