"""Regular appointments of the households accompanied at home, on the day and hour of their next visit."""

from datetime import time

from accompaniment.models import Visit, VisitPlan, Weekday
from accompaniment.planning import write_ahead
from lodabord.demo.calendar import at
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_the_time
from lodabord.kernel.working_days import is_working_day

BY_TWO = "A13"
"""A household that two people visit together."""


def tell(world: World) -> None:
    """Nothing for the worked year: its last day has no week after it."""
    today = world.calendar.as_of
    at_the_time(at(world.calendar.eve, 16))
    for row, case in world.cases.values():
        if case.state != "follow_up":
            continue
        coming = Visit.objects.at_home().planned().filter(case=case, on__gte=today).order_by("on").first()
        if coming is None or not is_working_day(coming.on):
            continue
        by = world.who(world.referent_of(row.code))
        other = world.who("ines") if by == world.who("leila") else world.who("leila")
        VisitPlan.agree(
            case, weekday=Weekday(coming.on.weekday()), at=coming.at or time(10), every_weeks=1, professional=by,
            second=other if row.code == BY_TWO else None, starts_on=today, today=today, by=by,
        )  # fmt: skip
    write_ahead(today)
