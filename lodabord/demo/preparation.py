"""Sessions of the preparation and collective activities: those held, one to note, those to come.

Nothing here is counted in the figures: who came to a past activity is told of contacts that the demo
already holds, and no contact is added to them.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from typing import Any

from accompaniment.certificate import content_of
from accompaniment.models import (
    GroupActivity,
    GroupAttendance,
    Measure,
    PrepAttendance,
    PrepCertificate,
    PrepModule,
    PrepSession,
    Visit,
)
from households.confidentiality import DataClass
from households.models import Case, Event
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell as at_that_time

TOGETHER = ("droits_devoirs", "budget", "energie", "voisinage", "cal", "installation")
"""Modules worked on by several households at once; the others with one's own worker."""
RHYTHM, ALONE_EVERY = timedelta(days=12), timedelta(days=9)
ENOUGH = 2
PLACE = "Salle commune, Association Démo"
PARTNERS = {"budget": "CAF Démo", "energie": "Espace énergie Démo", "cal": ""}
WORDS = ["Pose beaucoup de questions.", "À reprendre : les charges.", "Vient avec ses papiers classés.", ""]
OUTCOMES = ["present"] * 16 + ["en_cours"] * 2 + ["excuse", "absent"]
ACTIVITIES = [
    ("Atelier cuisine", "Maison de quartier Démo"),
    ("Café du jeudi", PLACE),
    ("Jardin partagé", "Jardin des Tilleuls Démo"),
    ("Sortie au musée", "Musée Démo"),
]
RECENT = timedelta(days=70)
"""Past activities are told over that long."""
CERTIFIED = 3
"""Certificates of the last preparations that ended."""


@dataclass
class Book:
    """What was attended, gathered one by one, written together."""

    world: World
    rows: list[Any] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def note(self, row: Any, outcome: str, word: str, by: Any) -> None:
        """A household's attendance, as it was noted that evening."""
        row.note(outcome, word, by=by)
        row.created_by, row.created_at = by, at(row.on, 17)
        self.rows.append(row)
        self.events.append(
            Event(
                case_id=row.case_id, at=at(row.on, 17), by=by, action=f"{row._meta.model_name}.noted",
                record_class=DataClass.SOCIAL, record_id=row.pk, facts={"on": row.on, "outcome": outcome},
            )
        )  # fmt: skip

    def write(self) -> None:
        PrepAttendance.objects.bulk_create(row for row in self.rows if isinstance(row, PrepAttendance))
        GroupAttendance.objects.bulk_create(row for row in self.rows if isinstance(row, GroupAttendance))
        Event.objects.bulk_create(self.events)


def tell(world: World) -> None:
    """The past in one go, then these days by the verbs of the field."""
    book = Book(world)
    preparations = list(
        Measure.objects.filter(case__agreement=world.agreement, kind=Measure.Kind.PREPARATION)
        .select_related("case__household", "case__referent", "case__agreement__association")
        .order_by("case__household__code")
    )
    _hold_sessions(book, preparations)
    _hold_activities(book)
    book.write()
    _certify(world, preparations)
    _these_days(world)


# --- the past -----------------------------------------------------------------------------------------


def _hold_sessions(book: Book, preparations: list[Measure]) -> None:
    """Every twelve days a session for those who have not followed its module yet; the rest is done alone."""
    world, dice = book.world, Random("sessions")
    modules = {one.code: one for one in PrepModule.objects.all()}
    done: dict[Any, set[str]] = defaultdict(set)
    day, rank = world.calendar.first_day + RHYTHM, 0
    while (on := working_days.on_or_after(day)) < world.calendar.eve:
        module = modules[TOGETHER[rank % len(TOGETHER)]]
        here = [one for one in preparations if _runs(one, on, world) and module.code not in done[one.case_id]]
        if len(here) >= ENOUGH:
            session = _session(world, on, [module.code], held=True)
            for one in here:
                _attend(book, one.case, module, on, dice, session=session, by=session.animator)
                done[one.case_id].add(module.code)
            rank += 1
        day += RHYTHM
    for one in preparations:
        _work_alone(book, one, [module for module in modules.values() if module.code not in done[one.case_id]])


def _runs(measure: Measure, on: date, world: World) -> bool:
    end = measure.ends_on or world.calendar.eve
    return measure.starts_on < on < end


def _work_alone(book: Book, measure: Measure, modules: list[PrepModule]) -> None:
    dice, day = Random(f"alone {measure.case.household.code}"), measure.starts_on
    for module in modules:
        on = working_days.on_or_after(day + timedelta(days=5))
        if not _runs(measure, on, book.world):
            break
        by = measure.case.referent or book.world.who("bruno")
        _attend(book, measure.case, module, on, dice, by=by, duration_minutes=dice.choice([45, 60, 60, 90]))
        day += ALONE_EVERY


def _attend(
    book: Book, case: Case, module: PrepModule, on: date, dice: Random, *, by: Any, session: PrepSession | None = None,
    duration_minutes: int | None = None,
) -> None:  # fmt: skip
    outcome = dice.choice(OUTCOMES)
    came = outcome in ("present", "en_cours")
    row = PrepAttendance(
        case=case, module=module, session=session, on=on, duration_minutes=duration_minutes,
        format="collective" if session else "individual",
        acquired=came and dice.random() < 0.8,  # noqa: PLR2004 - some to take again
    )  # fmt: skip
    book.note(row, outcome, dice.choice(WORDS) if came else "", by)


def _session(world: World, on: date, modules: list[str], *, held: bool) -> PrepSession:
    """On the calendar for ten days before it takes place."""
    animators = [world.who("leila"), world.who("ines")]
    if on.day % 2:
        animators.reverse()
    second = animators[1] if animators[1] != animators[0] and on.day % 3 else None
    planned = min(before(on, 8), before(world.calendar.as_of, 4))
    return PrepSession.objects.create(
        agreement=world.agreement, planned_on=on, on=on, at=time(14), duration_minutes=120, place=PLACE, modules=modules,
        animator=animators[0], second_animator=second, partner=PARTNERS.get(modules[0], ""),
        state=PrepSession.State.HELD if held else PrepSession.State.PLANNED, created_by=animators[0],
        created_at=at(planned, 9),
    )  # fmt: skip


def _hold_activities(book: Book) -> None:
    """The collective contacts that the demo tells took place at activities; others had been expected there."""
    world = book.world
    since = world.calendar.as_of - RECENT
    made = Visit.objects.filter(
        case__agreement=world.agreement, kind=Visit.Kind.GROUP, status=Visit.Status.DONE, on__gte=since,
        on__lt=world.calendar.as_of,
    ).select_related("case", "author")  # fmt: skip
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in made.order_by("on", "case__household__code"):
        by_day[visit.on].append(visit)
    for number, (on, visits) in enumerate(sorted(by_day.items())):
        activity = _activity(world, on, number, visits[0].author or world.who("leila"), held=True, hour=visits[0].at)
        for visit in visits:
            row = GroupAttendance(case=visit.case, activity=activity, on=on, visit=visit)
            book.note(row, "present", "", activity.animator)
        for case, outcome in zip(
            _others(world, on, {one.case_id for one in visits}), ("excuse", "absent"), strict=False
        ):
            book.note(GroupAttendance(case=case, activity=activity, on=on), outcome, "", activity.animator)


def _others(world: World, on: date, but: set[Any]) -> list[Case]:
    """Two households accompanied that day who had said that they would come."""
    housed = Case.objects.filter(agreement=world.agreement, moved_in_on__lte=on, closed_on=None).exclude(pk__in=but)
    found = list(housed.order_by("household__code"))
    Random(f"expected {on - world.calendar.shift}").shuffle(found)
    return found[:2]


def _activity(world: World, on: date, number: int, animator: Any, *, held: bool, hour: time | None) -> GroupActivity:
    title, place = ACTIVITIES[number % len(ACTIVITIES)]
    return GroupActivity.objects.create(
        agreement=world.agreement, planned_on=on, on=on, at=hour or time(14), duration_minutes=120, place=place,
        title=title, animator=animator, created_by=animator, partner="",
        state=GroupActivity.State.HELD if held else GroupActivity.State.PLANNED,
        created_at=at(min(before(on, 8), before(world.calendar.as_of, 4)), 9),
    )  # fmt: skip


def _certify(world: World, preparations: list[Measure]) -> None:
    """The last who were prepared have their certificate."""
    over = [one for one in preparations if one.ends_on and one.end_reason != Measure.EndReason.BROKEN]
    for measure in sorted(over, key=lambda one: one.ends_on or date.min)[-CERTIFIED:]:
        content = content_of(measure)
        if content["rows"] and measure.ends_on:
            at_that_time(at(measure.ends_on, 15))
            by = measure.case.referent or world.who("bruno")
            PrepCertificate.issue(measure, content, on=measure.ends_on, by=by)


# --- these days ---------------------------------------------------------------------------------------


def _these_days(world: World) -> None:
    """Yesterday's session to note, two to come, and two activities."""
    today = world.calendar.as_of
    preparing = list(
        Case.objects.filter(agreement=world.agreement, state=Case.State.PREPARATION).select_related("household")
    )
    if not preparing:
        return
    at_that_time(at(before(today, 3), 11))
    for on, modules, expected in (
        (world.calendar.eve, ["visite_quartier"], preparing),
        (working_days.on_or_after(today + timedelta(days=5)), ["budget", "energie"], preparing[:2]),
        (working_days.on_or_after(today + timedelta(days=12)), ["installation"], []),
    ):
        session = _session(world, on, modules, held=False)
        for case in expected:
            session.sign_up(case, by=session.animator)
    for number, (days, guests) in enumerate(((4, _others(world, today, set())), (18, []))):
        on = working_days.on_or_after(today + timedelta(days=days))
        activity = _activity(world, on, number, world.who("leila"), held=False, hour=time(10))
        for case in guests:
            activity.sign_up(case, by=activity.animator)
    for model in (PrepAttendance, GroupAttendance):
        waiting = model.objects.filter(case__agreement=world.agreement, present__isnull=True)
        waiting.update(created_at=at(before(today, 3), 11))
