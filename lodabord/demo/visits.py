"""The weekly visits of the demo: as many due, done and missed as in the worked year, and this week's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from accompaniment.models import Visit
from accompaniment.models.visit import PAST_OUTCOMES
from households.confidentiality import DataClass
from households.models import Case, Event, VisitFact
from lodabord.demo import texts
from lodabord.demo.calendar import WEEK, at, monday_of
from lodabord.demo.rows import Row
from lodabord.demo.world import World
from lodabord.kernel.working_days import is_working_day

NO_SHOW, BY_HOUSEHOLD, BY_SERVICE = "porte_close", "annulee_menage", "annulee_service"
CAUSES = [NO_SHOW] * 21 + [BY_HOUSEHOLD] * 8 + [BY_SERVICE] * 9
"""The 38 missed weeks of the worked year, by cause (sheet 07 §7.3)."""
THURSDAY = timedelta(days=3)
VISIT_HOURS = [time(9, 30), time(10, 30), time(11, 15), time(14, 0), time(15, 30), time(16, 30)]
UNNOTED = {"A07", "M04"}
"""Last week's visits that nobody noted: they are late on the day of the demo."""
UNPLANNED = {"A11"}
TURNED_AWAY = {"A13"}


@dataclass
class Diary:
    """Visits gathered one by one, written together."""

    world: World
    visits: list[Visit] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def note(self, row: Row, case: Case, on: date, status: str, *, kind: str = Visit.Kind.HOME) -> Visit:
        """One visit or contact, with what was written of it, and its events."""
        dice = row.dice(f"{on - self.world.calendar.shift} {kind}")
        author = self.world.who("nour" if kind == Visit.Kind.PSYCHOLOGIST else self.world.referent_of(row.code))
        visit = Visit(
            case=case,
            kind=kind,
            status=status,
            on=on,
            at=dice.choice(VISIT_HOURS),
            noted_on=None if status == Visit.Status.PLANNED else on,
            author=author,
            created_by=author,
            created_at=at(on, 18),
            **_content(row, status, dice),
        )
        self.visits.append(visit)
        self._event(visit, "visit.planned", on - timedelta(days=5))
        if status != Visit.Status.PLANNED:
            self._event(visit, f"visit.{status}", on)
        return visit

    def _event(self, visit: Visit, action: str, on: date) -> None:
        self.events.append(
            Event(
                case_id=visit.case_id,
                at=at(min(on, self.world.calendar.as_of), 8 if on == self.world.calendar.as_of else 18),
                by=visit.author,
                action=action,
                record_class=DataClass.SOCIAL,
                record_id=visit.pk,
                facts={"on": visit.on, "kind": visit.kind},
            )
        )

    def write(self) -> None:
        """All at once, with what the landlord may know of them (decision 16)."""
        Visit.objects.bulk_create(self.visits)
        Event.objects.bulk_create(self.events)
        VisitFact.objects.bulk_create(
            VisitFact(
                pk=visit.pk,
                case_id=visit.case_id,
                visited_on=visit.on,
                done=visit.status == Visit.Status.DONE,
                created_by=visit.author,
            )
            for visit in self.visits
            if visit.is_home_visit and visit.status in PAST_OUTCOMES
        )


def _content(row: Row, status: str, dice: Random) -> dict[str, object]:
    """What was written, according to what became of the visit."""
    if status == Visit.Status.DONE:
        return _report(row, dice)
    if status == NO_SHOW:
        return {"report": dice.choice(texts.ABSENT), "contact_made": False}
    return {"report": dice.choice(texts.CANCELLED[status])} if status in texts.CANCELLED else {}


def _report(row: Row, dice: Random) -> dict[str, object]:
    usual = ["budget", "demarches", "logement", "hygiene", "voisinage", "emploi", "collectif", "autre"]
    if row.children != "0":
        usual.append("parentalite")
    if row.second_public == "yes":
        usual.append("soins_somatiques")
    themes = dice.sample(usual, dice.choice([1, 2, 2, 3]))
    alert = {"A05": "logement", "A09": "impaye", "M03": "impaye"}.get(row.code, "")
    return {
        "themes": themes,
        "report": " ".join(dice.choice(texts.REPORTS[theme]) for theme in themes),
        "person_says": dice.choice(texts.PERSON_SAYS),
        "next_steps": dice.choice(texts.NEXT_STEPS),
        "duration_minutes": dice.choice([35, 45, 50, 60, 60, 75]),
        "contact_made": True,
        "alert": alert if dice.random() < 0.2 else "",  # noqa: PLR2004 - now and then
    }


def due_weeks(row: Row, world: World, until: date) -> Iterator[date]:
    """Mondays of the weeks whose Thursday is within the follow-up and out of a suspension (sheet 05 §5.4)."""
    start = row.housed_from
    if start is None:
        return
    monday = monday_of(world.calendar.day(start))
    while monday + THURSDAY <= until:
        if _active_on(row, world, monday + THURSDAY):
            yield monday
        monday += WEEK


def _active_on(row: Row, world: World, day: date) -> bool:
    """Accompanied at home on that day, and not suspended."""
    calendar, start, end = world.calendar, row.housed_from, row.day("exit_on")
    if start is None or day < calendar.day(start) or (end and day >= calendar.day(end)):
        return False
    if row.suspension:
        paused, resumed = row.suspension
        return not (calendar.day(paused) <= day and (resumed is None or day < calendar.day(resumed)))
    return True


def visit_day(row: Row, world: World, monday: date) -> date:
    """The household's usual weekday, or another day of that week when it is off."""
    usual = row.dice("weekday").randrange(5)
    for offset in (usual, 3, 2, 1, 4, 0):
        day = monday + timedelta(days=offset)
        if is_working_day(day) and _active_on(row, world, day):
            return day
    return monday + THURSDAY


def tell_the_year(world: World, diary: Diary) -> None:
    """Every due week of the worked year: done, or missed for one cause."""
    causes = list(CAUSES)
    Random("causes").shuffle(causes)
    for row, case in world.cases.values():
        weeks = list(due_weeks(row, world, world.calendar.last_day))
        missed = set(row.dice("missed").sample(weeks[1:], len(weeks) - int(row.visited))) if weeks else set()
        for monday in weeks:
            on = visit_day(row, world, monday)
            status = causes.pop() if monday in missed else Visit.Status.DONE
            if not _left_unnoted(row, world, monday):
                diary.note(row, case, on, status)


def _left_unnoted(row: Row, world: World, monday: date) -> bool:
    """Last week, nobody noted these: the worked year itself has none such."""
    last_week = monday == monday_of(world.calendar.as_of) - WEEK
    return last_week and row.code in UNNOTED and not world.calendar.is_the_worked_year


def tell_these_days(world: World, diary: Diary) -> None:
    """Since the last week that counted in the worked year, until the end of next week."""
    this_monday = monday_of(world.calendar.as_of)
    monday = monday_of(world.calendar.last_day)
    while monday <= this_monday + WEEK:
        for row, case in world.cases.values():
            if _active_on(row, world, monday + THURSDAY):
                _one_of_these_days(world, diary, row, case, visit_day(row, world, monday))
        monday += WEEK


def _one_of_these_days(world: World, diary: Diary, row: Row, case: Case, on: date) -> None:
    today = world.calendar.as_of
    if on < today:
        if not _left_unnoted(row, world, monday_of(on)):
            diary.note(row, case, on, NO_SHOW if row.code in TURNED_AWAY else Visit.Status.DONE)
    elif row.code not in UNPLANNED and (monday_of(on) == monday_of(today) or row.dice("ahead").random() < 0.5):  # noqa: PLR2004
        diary.note(row, case, on, Visit.Status.PLANNED)


def tell_other_contacts(world: World, diary: Diary) -> None:
    """Interviews while preparing, calls and escorts afterwards, and the psychologist's appointments."""
    for row, case in world.cases.values():
        started = row.day("started")
        if started is None:
            continue
        end = min(row.day("exit_on") or date.max, world.calendar.last_day - world.calendar.shift)
        day, dice = started + timedelta(days=9), row.dice("contacts")
        while day < end:
            on = world.calendar.session(day)
            if on < world.calendar.as_of:
                diary.note(row, case, on, Visit.Status.DONE, kind=_kind_of_contact(row, day, dice))
            day += timedelta(days=12 + dice.randrange(14))


def _kind_of_contact(row: Row, day: date, dice: Random) -> str:
    housed = row.housed_from is not None and day >= row.housed_from
    if row.second_public == "yes" and dice.random() < 0.3:  # noqa: PLR2004
        return Visit.Kind.PSYCHOLOGIST
    if row.code in ("M02", "M03") and dice.random() < 0.3:  # noqa: PLR2004
        return Visit.Kind.MEDIATION
    if not housed:
        return dice.choice([Visit.Kind.OFFICE, Visit.Kind.OFFICE, Visit.Kind.OUTSIDE, Visit.Kind.GROUP])
    return dice.choice([Visit.Kind.CALL, Visit.Kind.CALL, Visit.Kind.OUTSIDE, Visit.Kind.GROUP, Visit.Kind.VIDEO])
