"""What this room shows on the household's file, a file per subject: everything here is « Réservé à l'association »."""

from households import panels


def register() -> None:
    """Called when the app is ready."""
    from accompaniment.panels import activities, cal_note, ccapex, measure, next_steps, notes, preparation, reach, requests, visits


    for subject in (reach, visits, next_steps, requests, preparation, cal_note, measure, notes, ccapex, activities):
        for panel in subject.PANELS:
            panels.register(panel)
