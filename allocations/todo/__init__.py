"""What waits for the partners and for the landlord's officers, a file per subject.

Each subject lists its `SOURCES`: (roles it serves, function giving a section or None).
"""

from datetime import date

from django.http import HttpRequest

from allocations.todo import cal, cal_file, daily, grids, leases, move_in, needs, notes, precal, retention, sessions
from households.todo import Section

SUBJECTS = [sessions, cal, notes, cal_file, move_in, leases, daily, precal, needs, grids, retention]


def sections(request: HttpRequest, today: date) -> list[Section]:
    """The sections of each role; a role this room does not serve has none."""
    role = request.membership.role  # type: ignore[attr-defined]
    sources = [source for subject in SUBJECTS for roles, source in subject.SOURCES if role in roles]
    return [section for source in sources if (section := source(request, today)) is not None]
