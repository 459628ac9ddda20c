"""The team around a household: reinforced confidentiality."""

from datetime import timedelta

from households.models.reinforcement import reinforce
from lodabord.demo.calendar import at
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_the_time
from lodabord.kernel.working_days import on_or_after

HIDDEN = "A11"
"""She passes by the office and is never called: few know where she lives, Sophie alone at the landlord's."""


def tell(world: World) -> None:
    _reinforced(world)


def _reinforced(world: World) -> None:
    row, case = world.cases[HIDDEN]
    on = min(on_or_after((case.moved_in_on or case.opened_on) + timedelta(days=20)), world.calendar.eve)
    at_the_time(at(on, 17))
    reinforce(case, contact=world.who("sophie"), reason="securite", on=on, by=world.who(world.referent_of(row.code)))
