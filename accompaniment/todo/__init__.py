"""What waits for the association's people, a file per subject.

Each subject lists its `SOURCES`: (roles it serves, function giving a section or None).
"""

from datetime import date

from django.http import HttpRequest

from accompaniment.todo import (
    cal_note,
    dangers,
    endings,
    gatherings,
    head,
    mediation,
    partners,
    preparation,
    psychologist,
    relays,
    requests,
    reviews,
    vigilance,
    visits,
)
from households.todo import Section

SUBJECTS = [
    dangers,
    requests,
    visits,
    endings,
    head,
    cal_note,
    partners,
    psychologist,
    preparation,
    gatherings,
    reviews,
    mediation,
    vigilance,
    relays,
]


def sections(request: HttpRequest, today: date) -> list[Section]:
    """The sections of each role; a role outside the association has none."""
    role = request.membership.role  # type: ignore[attr-defined]
    sources = [source for subject in SUBJECTS for roles, source in subject.SOURCES if role in roles]
    return [section for source in sources if (section := source(request, today)) is not None]
