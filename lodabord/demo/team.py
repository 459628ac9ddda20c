"""The team around a household: reinforced confidentiality, the psychologist asked to come, a mediation."""

from datetime import date, time, timedelta

from accompaniment.models import Mediation, PsychologistRequest, Visit
from allocations.models import Disturbance
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
        _mediation(world)


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


def _mediation(world: World) -> None:
    """About the noise: met once with the neighbours and the caretaker, another meeting to come."""
    row, case = world.cases["A10"]
    today, by = world.calendar.as_of, world.who(world.referent_of(row.code))
    on = before(today, 16)
    at_the_time(at(on, 10))
    told = list(Disturbance.objects.filter(case=case, on__lte=on))
    mediation = Mediation.open_with(
        case, reason="bruit", parties=["voisins", "gardien"], on=on, by=by, disturbances=told
    )
    first = mediation.plan_meeting(on=before(today, 8), at=time(17), by=by)
    at_the_time(at(first.on, 18))
    first.log(Visit.Status.DONE, today=first.on, by=by, report="Chacun a dit ses heures. Un essai de quinze jours.")
    mediation.plan_meeting(on=on_or_after(today + timedelta(days=6)), at=time(17), by=by)
