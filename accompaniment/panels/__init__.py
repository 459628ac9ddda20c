"""What this room shows on the household's file, a file per subject: everything here is « Réservé à l'association »."""

from households import panels
from households.strips import register_strip


def register() -> None:
    """Called when the app is ready."""
    from accompaniment.panels import (
        activities,
        cal_note,
        ccapex,
        course,
        goals,
        measure,
        mediation,
        next_steps,
        notes,
        preparation,
        psychologist,
        reach,
        relays,
        requests,
        reviews,
        vigilance,
        visits,
    )

    subjects = (
        reach,
        vigilance,
        visits,
        next_steps,
        requests,
        preparation,
        cal_note,
        measure,
        notes,
        psychologist,
        ccapex,
        activities,
        mediation,
        course,
        goals,
        relays,
        reviews,
    )
    for subject in subjects:
        for panel in subject.PANELS:
            panels.register(panel)
    for strip in vigilance.STRIPS:
        register_strip(strip)
