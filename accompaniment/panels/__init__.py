"""What this room shows on the household's file, a file per subject: everything here is « Réservé à l'association »."""

from households import panels


def register() -> None:
    """Called when the app is ready."""
    from accompaniment.panels import (
        cal_note,
        ccapex,
        course,
        goals,
        measure,
        notes,
        preparation,
        requests,
        reviews,
        visits,
    )

    for subject in (visits, requests, preparation, cal_note, measure, notes, ccapex, course, goals, reviews):
        for panel in subject.PANELS:
            panels.register(panel)
