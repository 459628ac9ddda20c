"""The room of the pré-CAL in the demo: papers sent, actions followed, prescribers answered, one correction, closing."""

from datetime import timedelta
from random import Random

from allocations.answers import proposed_alternative, proposed_outcome, proposed_text
from allocations.closing import close_session
from allocations.deadlines import agenda_due_on
from allocations.models import AgendaItem, Attendance, DecidedAction, Distribution, Meeting, PreCalRectification
from allocations.models.distribution import distribute
from allocations.models.entry_decision import EntryDecision
from households.models import PrescriberAnswer
from lodabord.demo import texts
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell as tell_at
from lodabord.partners.models import Agreement

INVITED = ("bruno", "paul", "leila", "ines", "sophie")
RECTIFIED = "N3"
LATE_ACTIONS = 2
"""The last actions decided, still to do on the day of the demo."""
STILL_TO_ANSWER = 21
"""Days during which a prescriber may still wait for the answer."""


def tell(world: World) -> None:
    """Sessions of the past, then the one to come."""
    _send_agendas(world)
    _decide_actions(world)
    _answer_prescribers(world)
    _rectify(world)
    _prepare_next(world)


def close_past_sessions(world: World) -> None:
    """Every session that took place, next door too; the last one is left for whoever looks at the demo of today."""
    for agreement in world.agreements.values():
        held = _held(world, agreement)
        if held and agreement == world.agreement and not world.calendar.is_the_worked_year:
            held.pop()
        for session in held:
            _close(world, session)


def _close(world: World, session: Meeting) -> None:
    moment, paul = at(session.on, 12), world.who("paul")
    tell_at(moment)
    close_session(session, at=moment, by=paul, leave_unexamined=True)
    people = {one.professional: one.organisation_id for one in session.attendances.select_related("professional")}
    sent_on = working_days.working_days_later(session.on, 1)
    if sent_on <= world.calendar.as_of:
        distribute(session, Distribution.Document.MINUTES, people, on=sent_on, by=paul)


def _held(world: World, agreement: Agreement) -> list[Meeting]:
    past = Meeting.objects.precal().filter(agreement=agreement, state=Meeting.State.HELD)
    return list(past.filter(on__lt=world.calendar.as_of).order_by("on"))


def _send_agendas(world: World) -> None:
    for session in _held(world, world.agreement):
        due = agenda_due_on(session.on)
        Meeting.objects.filter(pk=session.pk).update(sent_at=at(due, 16), sent_by=world.who("bruno"))
        people = {world.who(key): world.members[key].organisation_id for key in INVITED}
        distribute(session, Distribution.Document.AGENDA, people, on=due, by=world.who("bruno"))


def _decided(world: World) -> list[AgendaItem]:
    items = AgendaItem.objects.filter(case__agreement=world.agreement, state=AgendaItem.State.DECIDED)
    found = items.select_related("case__household", "meeting__agreement", "decision__reason")
    return list(found.prefetch_related("decision__rectifications").order_by("meeting__on", "position"))


def _decide_actions(world: World) -> None:
    """One action in two points; all done but the last ones."""
    dice, made = Random("actions"), []
    for rank, item in enumerate(_decided(world)):
        if rank % 2:
            continue
        what, side = texts.ACTIONS[rank // 2 % len(texts.ACTIONS)]
        named = world.who(world.referent_of(_code(world, item))) if side == "association" else None
        tell_at(at(item.meeting.on, 10, 30))
        due = working_days.on_or_after(item.meeting.on + timedelta(days=7 + dice.randrange(7)))
        made.append(
            DecidedAction.decide(item, what=what, side=side, responsible=named, due_on=due, by=world.who("paul"))
        )
    for action in made[: -LATE_ACTIONS or None]:
        on = before(action.due_on)
        if on > world.calendar.eve:
            continue
        tell_at(at(on, 15))
        doer = action.responsible or world.who("sophie" if action.side == "landlord" else "bruno")
        action.do(on=on, by=doer)


def _code(world: World, item: AgendaItem) -> str:
    return next((code for code, (_, case) in world.cases.items() if case.pk == item.case_id), "A1")


def _answer_prescribers(world: World) -> None:
    """Within two days; the freshest ones wait for whoever looks."""
    for item in _decided(world):
        decision = item.in_force
        on = working_days.working_days_later(item.meeting.on, 2)
        if decision is None or on > world.calendar.as_of - timedelta(days=STILL_TO_ANSWER):
            continue
        tell_at(at(on, 9))
        PrescriberAnswer.give(
            item.case,
            outcome=proposed_outcome(decision),
            reason=proposed_text(decision),
            alternative=proposed_alternative(decision),
            on=on,
            by=world.who("bruno"),
            about=decision.pk,
        )


def _rectify(world: World) -> None:
    """The reason of a refusal was made more precise a few days later; the outcome did not change."""
    if RECTIFIED not in world.cases:
        return
    case = world.cases[RECTIFIED][1]
    item = [one for one in _decided(world) if one.case_id == case.pk][-1]
    content = {name: getattr(item.decision, name) for name in EntryDecision.CONTENT}
    content["reason_detail"] = "Pension de famille, demande en cours avec la personne."
    on = working_days.working_days_later(item.meeting.on, 3)
    tell_at(at(on, 11))
    correction = PreCalRectification.open(
        item.decision, why="Précision connue après la séance.", by=world.who("bruno"), at=at(on, 11), **content
    )
    for minute, key in ((15, "bruno"), (40, "paul")):
        tell_at(at(on, 11, minute))
        correction.give_visa(world.members[key], at=at(on, 11, minute))


def _prepare_next(world: World) -> None:
    """Both partners invited; some have answered."""
    coming = Meeting.objects.filter(agreement=world.agreement).precal().upcoming(world.calendar.as_of).first()
    if coming is None:
        return
    answers = {"bruno": "coming", "paul": "coming", "ines": "excused"}
    for key in INVITED:
        told = answers.get(key, "")
        Attendance.objects.create(
            meeting=coming,
            professional=world.who(key),
            organisation=world.members[key].organisation,
            answer=told,
            answered_at=at(world.calendar.eve, 10) if told else None,
        )
