"""Requests made to the psychologist."""

from datetime import date

from accompaniment.models import PsychologistNote, PsychologistRequest

ON = date(2025, 6, 2)


def asked(cast, case, *, on=ON, motive="isolement", urgency="semaine", person_agrees=True, by=None):
    """By Leïla, to Nour."""
    return PsychologistRequest.ask(
        case, psychologist=cast.nour.professional, motive=motive, urgency=urgency, person_agrees=person_agrees, on=on,
        by=(by or cast.leila).professional,
    )  # fmt: skip


def note(cast, case, *, text="CANARI-psychologue", shared=False, on=ON):
    """Nour's."""
    return PsychologistNote.write(case, by=cast.nour.professional, on=on, text=text, shared_with_team=shared)
