"""What is under way on the day of the demo: somebody has something to do on every « À faire » page.

Left out when the demo is looked at on 31 December 2025: there the figures are those of the worked
example, to the unit, and these households would add to them.
"""

from datetime import date, timedelta
from random import Random

from allocations.models import CalPresentation, Offer
from lodabord.demo import arrears, cal, requests, texts
from lodabord.demo.arrival import Arrival
from lodabord.demo.calendar import at, before
from lodabord.demo.path import AccessPath
from lodabord.demo.retention import RetentionPath
from lodabord.demo.rows import Row
from lodabord.demo.world import World
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell

PEOPLE = {
    "K1": ("ms", "Inaya", "Kessler", "1992-05-06", "siao", "emergency_shelter"),
    "K2": ("mr", "Jonas", "Leblond", "1974-10-20", "accueil_jour", "street"),
    "K3": ("ms", "Khadija", "Meunier", "1986-03-30", "siao", "hotel"),
    "K4": ("mr", "Loïc", "Noblet", "1969-07-12", "chrs", "integration_shelter"),
    "K5": ("ms", "Mina", "Ovide", "1997-01-25", "ccas", "third_party"),
    "T1": ("ms", "Paola", "Richet", "1977-12-01", "", "tenant_social"),
    "T2": ("mr", "Rodrigue", "Sailly", "1984-04-18", "", "tenant_social"),
    "E1": ("mr", "Nadir", "Pasquier", "1981-09-09", "siao", "emergency_shelter"),
    "E2": ("ms", "Odette", "Quentel", "1964-02-02", "chrs", "integration_shelter"),
}


THREE_MONTHS = 93
SHORTER = 26
"""A place only comes free a month before the day: this household's preparation ends early, with its reason."""


def row_of(world: World, code: str, **dates: date) -> Row:
    """A row like those of the worked year, from dates of today."""
    civility, first_name, last_name, birth, prescriber, situation = PEOPLE[code]
    columns = ("studied", "deferred", "decided", "outcome_on", "started", "prepared", "moved_in", "exit_on")
    told = dict.fromkeys((*columns, "second_public", "suspended", "motives", "outcome", "exit_reason"), "")
    track = "access" if prescriber else "retention"
    told |= {"code": code, "track": track, "composition": "single", "children": "0", "visited": "0"}
    told |= {"civility": civility, "first_name": first_name, "last_name": last_name, "birth": birth}
    told |= {"prescriber": prescriber, "situation": situation}
    return Row(told | {name: (day - world.calendar.shift).isoformat() for name, day in dates.items()})


def tell_them(world: World) -> None:
    """Candidatures at each step, an offer about to end, a household ready for the CAL, a call to answer."""
    today = world.calendar.as_of
    _candidatures(world, today)
    _reported_tenants(world, today)
    arrears.tell_these_days(world)
    notified = working_days.on_or_after(today - timedelta(days=9))
    awaiting = _prepared(world, "E1", before(notified, 6))
    _leave_offer_open(world, awaiting, notified)
    cal.present_yesterday(world, _prepared(world, "E2", before(today, 4), days=SHORTER))
    requests.write([requests.received(world, Random("yesterday"), at(world.calendar.eve, 16, 45))])


def _candidatures(world: World, today: date) -> None:
    Arrival(world, row_of(world, "K1", referred=world.calendar.eve)).refer()
    under_way = Arrival(world, row_of(world, "K2", referred=before(today, 7)))
    under_way.refer()
    under_way.take_charge()
    for code in ("K3", "K4", "K5"):
        studied = before(today, 3 if code == "K3" else 6)
        candidate = Arrival(world, row_of(world, code, referred=before(studied, 10), studied=studied))
        candidate.refer()
        candidate.study()
        if code != "K3":
            _inscribe_next(world, candidate)


def _reported_tenants(world: World, today: date) -> None:
    """One report not taken yet, one situation that awaits both opinions."""
    reported = Row(row_of(world, "T1", referred=world.calendar.eve).told | {"motives": "arrears"})
    RetentionPath(world, reported).report()
    assessed = row_of(world, "T2", referred=before(today, 8), studied=before(today, 3))
    awaiting = RetentionPath(world, Row(assessed.told | {"motives": "arrears,disturbance"}))
    awaiting.report()
    arrears.tell_assessed(world, awaiting.case)
    awaiting.assess()


def _inscribe_next(world: World, candidate: Arrival) -> None:
    upcoming = [session for session in world.sessions.values() if session.on >= world.calendar.as_of]
    next_session = min((one for one in upcoming if one.state == "planned"), key=lambda one: one.on)
    on = before(world.calendar.as_of, 2)
    tell(at(on, 16))
    item = next_session.inscribe(candidate.case, on=on, by=candidate.referent)
    item.propose(
        by=candidate.referent,
        proposal=texts.PROPOSALS[0],
        attention=texts.ATTENTION[2],
        rest_to_live=320,
    )


def _prepared(world: World, code: str, prepared: date, *, days: int = THREE_MONTHS) -> AccessPath:
    """A household whose preparation has just ended."""
    started = prepared - timedelta(days=days)
    sessions = [told for told, one in world.sessions.items() if one.on <= started - timedelta(days=4)]
    held = [told for told in sessions if world.sessions[told].state != "cancelled"]
    decided = world.calendar.day(max(held))
    studied = before(decided, 6)
    row = row_of(
        world, code, referred=before(studied, 12), studied=studied, decided=decided, started=started, prepared=prepared
    )
    story = AccessPath(world, Row(row.told | {"outcome": "measure"}))
    story.refer()
    story.study()
    story.be_examined()
    story.prepare()
    story.get_ready()
    return story


def _leave_offer_open(world: World, story: AccessPath, notified: date) -> None:
    cal_on, diane = before(notified, 2), world.who("diane")
    tell(at(before(cal_on), 10))
    passage = CalPresentation.schedule(
        story.case,
        cal_on=cal_on,
        on=before(cal_on),
        dwelling=story.dwelling("award_cal"),
        quota="state_priority",
        by=diane,
    )
    tell(at(cal_on, 12))
    passage.decide("a", candidates_count=3, notified_on=cal_on, by=diane)
    tell(at(notified, 9))
    Offer.notify(passage, on=notified, by=diane)
