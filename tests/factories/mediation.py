"""Neighbour mediations."""

from datetime import date

from accompaniment.models import Mediation
from allocations.models import Disturbance

ON = date(2025, 6, 2)


def opened(cast, case, *, on=ON, reason="bruit", parties=("voisin", "gardien"), **told):
    return Mediation.open_with(case, reason=reason, parties=list(parties), on=on, by=cast.leila.professional, **told)


def disturbance(cast, case, *, on=date(2025, 5, 20)):
    """Noted by Sophie."""
    return Disturbance.objects.create(
        case=case, on=on, kind="noise", facts="Musique après 22 h.", created_by=cast.sophie.professional
    )
