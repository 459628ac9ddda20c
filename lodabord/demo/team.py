"""The team around a household: reinforced confidentiality, the psychologist asked to come."""

from datetime import date, time, timedelta

from accompaniment.models import PsychologistRequest
from households.models.reinforcement import reinforce
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_the_time
from lodabord.kernel.working_days import on_or_after

HIDDEN = "A11"
"""She passes by the office and is never called: few know where she lives, Sophie alone at the landlord's."""


def tell(world: World) -> None:
    _reinforced(world)
    if not world.calendar.is_the_worked_year:
        _psychologist(world)


def _reinforced(world: World) -> None:
    row, case = world.cases[HIDDEN]
    on = min(on_or_after((case.moved_in_on or case.opened_on) + timedelta(days=20)), world.calendar.eve)
    at_the_time(at(on, 17))
    reinforce(case, contact=world.who("sophie"), reason="securite", on=on, by=world.who(world.referent_of(row.code)))


def _psychologist(world: World) -> None:
    """One request waits, one is accepted for the coming days, one was declined."""
    today, nour = world.calendar.as_of, world.who("nour")
    _asked(world, "A10", before(today, 1), motive="relations", urgency="semaine")
    accepted = _asked(world, "A03", before(today, 4), motive="etape", urgency="semaine")
    accepted.accept(on=before(today, 2), meeting_on=on_or_after(today + timedelta(days=2)), at=time(14, 30), by=nour)
    declined = _asked(world, "A13", before(today, 6), motive="isolement", urgency="quinzaine")
    declined.decline(on=before(today, 3), reason="en_parler", by=nour)


def _asked(world: World, code: str, on: date, *, motive: str, urgency: str) -> PsychologistRequest:
    row, case = world.cases[code]
    at_the_time(at(on, 11))
    return PsychologistRequest.ask(
        case, psychologist=world.who("nour"), motive=motive, urgency=urgency, person_agrees=True, on=on,
        by=world.who(world.referent_of(row.code)),
    )  # fmt: skip
