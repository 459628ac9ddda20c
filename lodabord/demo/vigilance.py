"""What a colleague should know before the door: points of vigilance in force, renewed, lifted, and one that ends soon."""

from datetime import date, timedelta

from accompaniment.models import HouseholdAlert
from lodabord.demo.calendar import at
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_the_time

Alert = HouseholdAlert
POINTS: list[tuple[str, str, str, str, int, int]] = [
    ("A13", Alert.Kind.TWO_PERSON, Alert.Level.ATTENTION, "Décidé en réunion d'équipe après une altercation sur le palier "
     "avec un visiteur.", 20, 70),
    ("A10", Alert.Kind.TWO_PERSON, Alert.Level.ATTENTION, "La personne demande qu'un homme et une femme viennent ensemble "
     "jusqu'à l'été.", 12, 80),
    ("A03", Alert.Kind.ANIMAL, Alert.Level.DANGER, "Grand chien non tenu dans l'entrée. Téléphoner avant de monter : la "
     "personne l'enferme dans la chambre.", 15, 60),
    ("A06", Alert.Kind.OTHER, Alert.Level.INFORMATION, "Sonnette en panne : téléphoner une fois en bas.", 40, 45),
    ("M02", Alert.Kind.PLACE, Alert.Level.ATTENTION, "Éclairage coupé au deuxième étage : prendre une lampe.", 25, 5),
    ("A01", Alert.Kind.ANIMAL, Alert.Level.ATTENTION, "Deux chiens gardés pour un proche.", 50, 20),
]  # fmt: skip
"""Household, nature, level, words, days since it was written, days until its last day."""
RENEWED, LIFTED = "A06", "A01"


def tell(world: World) -> None:
    """Of the households still followed."""
    today = world.calendar.as_of
    for code, kind, level, why, since, left in POINTS:
        row, case = world.cases[code]
        if case.closed_on is not None:
            continue
        by, on = world.who(world.referent_of(row.code)), max(today - timedelta(days=since), case.opened_on)
        until = today + timedelta(days=left)
        at_the_time(at(on, 17))
        first = until - timedelta(days=30) if code == RENEWED else until
        one = Alert.write(case, kind=kind, level=level, why=why, starts_on=on, until=first, today=on, by=by)
        if code == RENEWED:
            one.renew(until=until, why="Toujours en panne à la dernière visite.", today=_told(world, 3), by=by)
        if code == LIFTED:
            one.lift(why="Les chiens sont repartis.", on=_told(world, 4), by=by)


def _told(world: World, ago: int) -> date:
    day = world.calendar.as_of - timedelta(days=ago)
    at_the_time(at(day, 17))
    return day
