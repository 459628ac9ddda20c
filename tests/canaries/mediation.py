"""A neighbour mediation: no text at all; its identifiers, and what its meeting says, stay here."""

from datetime import date, time

from tests.factories import mediation as made


def plant(cast, case):
    one = made.opened(cast, case, disturbances=[made.disturbance(cast, case)])
    visit = one.plan_meeting(on=date(2025, 6, 12), at=time(10), by=cast.leila.professional)
    visit.log("realisee", today=date(2025, 6, 12), by=cast.leila.professional, report="CANARI-mediation")
    return {one.pk, one.subjects.get().pk}
