"""Inès is away a week soon and Leïla replaces her; Leïla trains two days, replaced by nobody yet; Bruno has a delegate."""

from datetime import timedelta

from households.models import Absence, Delegation
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
    head = world.members["bruno"]
    Delegation.appoint(head, leila, starts_on=today, ends_on=monday + timedelta(days=4), today=today)
