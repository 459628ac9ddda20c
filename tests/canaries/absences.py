"""Who is away and who replaces: the association's own organisation, no text at all."""

from datetime import timedelta

from lodabord.kernel.clock import instant
from tests.factories.absences import away


def plant(cast, case):
    today = instant().date()
    absence = away(cast, today, today + timedelta(days=5), (cast.ines.professional, case))
    return [absence.pk, absence.covers.get().pk]
