"""The calls of the demo: as many by quarter, and answered as fast, as in the worked year (sheet 07 §7.3)."""

from datetime import date, datetime, timedelta
from random import Random

from accompaniment.models import Request
from households.confidentiality import DataClass
from households.models import Case, Event
from lodabord.demo import texts
from lodabord.demo.calendar import at
from lodabord.demo.rows import Row
from lodabord.demo.world import World
from lodabord.kernel import working_days

QUARTERS = [
    # first day, last day of receipt (answers stay within the quarter), within the half-day, the day, later
    (date(2025, 1, 21), date(2025, 3, 24), 6, 1, 1),
    (date(2025, 4, 1), date(2025, 6, 23), 19, 4, 1),
    (date(2025, 7, 1), date(2025, 9, 23), 31, 7, 2),
    (date(2025, 10, 1), date(2025, 12, 19), 37, 7, 2),
]
UNANSWERED = [(date(2025, 12, 24), 10), (date(2025, 12, 26), 9)]
HALF_DAY, DAY, LATER = (12, 235), (245, 475), (520, 1100)
"""Working minutes to the answer."""


def tell_the_year(world: World) -> None:
    """One hundred and twenty: 93 within the half-day, 19 within the day, 6 later, 2 still open."""
    dice, told = Random("requests"), []
    for first, last, half, day, later in QUARTERS:
        delays = [HALF_DAY] * half + [DAY] * day + [LATER] * later
        for bounds in delays:
            called_at = _instant(world, dice, first, last)
            told.append(_answered(world, dice, called_at, dice.randrange(*bounds)))
    told += [received(world, dice, at(world.calendar.session(day), hour, 20)) for day, hour in UNANSWERED]
    write(told)


def _instant(world: World, dice: Random, first: date, last: date) -> datetime:
    """Mostly in opening hours, sometimes in the evening or on a Saturday."""
    day = world.calendar.day(first + timedelta(days=dice.randrange((last - first).days + 1)))
    return at(day, dice.choice([8, 9, 9, 10, 11, 14, 15, 16, 16, 19]), dice.randrange(60))


def _somebody(world: World, dice: Random, day: date) -> tuple[Row, Case]:
    """A household in measure on that day; those at home call more often."""
    told = day - world.calendar.shift
    here = [(row, case) for row, case in world.cases.values() if row.in_measure_on(told)]
    weights = [3 if row.housed_from and row.housed_from <= told else 1 for row, _ in here]
    return dice.choices(here, weights)[0]


def received(world: World, dice: Random, at_instant: datetime) -> Request:
    """A call of somebody then in measure, not answered yet."""
    row, case = _somebody(world, dice, at_instant.date())
    request = Request(
        case=case,
        received_at=at_instant,
        channel=dice.choice(["appel", "appel", "appel", "sms", "service", "agence"]),
        subject=dice.choice(texts.REQUESTS),
        urgent=dice.random() < 0.2,  # noqa: PLR2004 - one in five
        taken_by=world.who(world.referent_of(row.code)),
        created_by=world.who(world.referent_of(row.code)),
        created_at=at_instant,
    )
    request.set_clock()
    return request


def _answered(world: World, dice: Random, called_at: datetime, delay: int) -> Request:
    request = received(world, dice, called_at)
    request.intervened_at = working_days.add_working_minutes(called_at, delay)
    request.delay_minutes = delay
    request.answer = dice.choice(["visite", "rencontre", "appel", "appel"])
    request.outcome = dice.choice(texts.REQUEST_OUTCOMES)
    request.answered_entered_at = request.intervened_at + timedelta(minutes=20)
    return request


def write(requests: list[Request]) -> None:
    """With the events their verbs leave."""
    Request.objects.bulk_create(requests)
    events = [_event(request, "request.received", request.received_at) for request in requests]
    events += [
        _event(request, "request.answered", request.intervened_at) for request in requests if request.intervened_at
    ]
    Event.objects.bulk_create(events)


def _event(request: Request, action: str, when: datetime) -> Event:
    facts = {"at": when} if action.endswith("received") else {"at": when, "delay": request.delay_minutes}
    return Event(
        case_id=request.case_id,
        at=when,
        by=request.taken_by,
        action=action,
        record_class=DataClass.REQUEST,
        record_id=request.pk,
        facts=facts,
    )
