"""Inès is away a week soon and Leïla replaces her; then Leïla trains two days, and nobody replaces her yet."""

from datetime import timedelta

from households.models import Absence
from lodabord.demo.world import World


def tell(world: World) -> None:
    """From the Monday after next; nothing for the worked year, whose last day has no week after it."""
    today = world.calendar.as_of
    monday = today + timedelta(days=7 - today.weekday())
    ines, leila, bruno = (world.who(name) for name in ("ines", "leila", "bruno"))
    association = world.agreement.association
    Absence.note(
        ines, kind=Absence.Kind.AWAY, starts_on=monday, ends_on=monday + timedelta(days=4), covers=[(leila, None)],
        by=ines, organisation=association, today=today,
    )  # fmt: skip
    Absence.note(
        leila, kind=Absence.Kind.TRAINING, starts_on=monday + timedelta(days=8), ends_on=monday + timedelta(days=9),
        covers=[], by=bruno, organisation=association, today=today,
    )  # fmt: skip
