"""Four weeks of the roster, one household called to danger and the call of a colleague's household."""

from datetime import timedelta

from accompaniment.models import DangerEntry, DangerReport, DutyShift, Request
from lodabord.demo.calendar import at
from lodabord.demo.world import World
from lodabord.kernel import working_days
from lodabord.kernel.clock import tell


def tell_these_weeks(world: World) -> None:
    """Leïla and Inès in turn, from the Monday of this week."""
    today = world.calendar.as_of
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(28)]
    people = [world.who("ines"), world.who("leila")]
    DutyShift.fill(world.agreement, [day for day in days if working_days.is_working_day(day)], people)
    latest = Request.objects.open().filter(case__agreement=world.agreement).order_by("-received_at").first()
    if latest is not None:  # nobody took the last call yet
        Request.objects.filter(pk=latest.pk).update(taken_by=None)


def tell_a_danger(world: World) -> None:
    """A smell of gas, three weeks ago: called, told, mended, closed."""
    day = working_days.on_or_after(world.calendar.as_of - timedelta(days=21))
    row, case = next((row, case) for row, case in world.cases.values() if row.code == "A03")
    worker = world.who(world.referent_of(row.code))
    seen, told = at(day, 10, 40), at(day, 10, 55)
    tell(seen)
    report = DangerReport.raise_alarm(case, seen_at=seen, facts=FACTS, now=told, by=worker)
    report.add(
        DangerEntry.Kind.TOLD, at=seen, to="Pompiers (18)", text="Immeuble évacué, gaz coupé.", now=told, by=worker
    )
    report.add(DangerEntry.Kind.NOT_SENT, at=told, text="Aucun enfant présent.", now=told, by=worker)
    ended = day + timedelta(days=1)
    tell(at(ended, 15, 0))
    report.close(
        outcome="Robinet remplacé, visite de contrôle faite.", on=ended, now=at(ended, 15, 0), by=world.who("bruno")
    )


FACTS = "Odeur de gaz à l'entrée de l'appartement, robinet de la cuisinière qui ne ferme plus."
