"""Points of vigilance in force, renewed and lifted."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.vigilance import alert


def plant(cast, case):
    today, by = timezone.localdate(), cast.leila.professional
    current = alert(cast, case, kind="animal", level="danger", why="CANARI-chien", on=today)
    current.renew(until=today + timedelta(days=120), why="CANARI-renouvellement", today=today, by=by)
    place = alert(cast, case, kind="lieu", why="CANARI-cage-d-escalier", on=today)
    lifted = alert(cast, case, why="CANARI-a-deux", on=today)
    lifted.lift(why="CANARI-levée", on=today, by=by)
    return [current.pk, place.pk, lifted.pk]
