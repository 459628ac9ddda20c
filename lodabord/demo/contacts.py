"""How households of the demo may be reached, the attempts made, what comes next, and reports that still wait."""

from datetime import date, timedelta
from typing import Any

from accompaniment.models import ContactAttempt, ContactPreference, NextStep, Visit
from households.models import Case
from lodabord.demo.calendar import at, before
from lodabord.demo.world import World
from lodabord.kernel.clock import tell as at_the_time
from lodabord.kernel.working_days import on_or_after
from lodabord.partners.models import Professional

PREFERENCES: dict[str, dict[str, Any]] = {
    "A02": {"channels": ["appel", "sms", "messagerie"], "safe_hours": "plutôt le matin"},
    "A04": {"channels": ["sms"], "safe_hours": "après 17 h", "caution": "Ne pas laisser de message vocal."},
    "A05": {"channels": ["appel", "sms"]},
    "A07": {"channels": ["appel", "messagerie"], "number": "06 00 00 00 77", "number_of": "sa sœur"},
    "A11": {"channels": [], "caution": "Ne pas appeler : elle passe au service le lundi."},
    "A13": {"channels": ["appel", "sms", "messagerie", "courrier"]},
    "M02": {"channels": ["appel"], "safe_hours": "jamais avant 10 h"},
}
STEPS = [
    ("Rappeler la CAF pour le dossier d'APL", "team", 2),
    ("Apporter les trois derniers relevés de compte", "household", 6),
    ("Rendez-vous au FSL, à prendre ensemble", "team", 5),
    ("Réparer la boîte aux lettres", "partner", -1),
    ("Inscription au centre social", "household", 9),
]
PARTNER = "le gardien"
WAITING_REPORTS = 2


def try_in_vain(case: Case, *, before_day: date, by: Professional) -> None:
    """Three traced attempts, as the agreement asks, before a candidature closes as unreachable."""
    for days, (channel, outcome) in (
        (9, ("appel", "messagerie")),
        (6, ("sms", "sans_reponse")),
        (2, ("appel", "sans_reponse")),
    ):
        _attempt(case, before(before_day, days), channel, outcome, by)


def tell(world: World) -> None:
    """What the household said is safe, a door that stays closed, steps to take, two reports left for later."""
    for code, told in PREFERENCES.items():
        row, case = world.cases[code]
        on = min(on_or_after(case.opened_on + timedelta(days=5)), world.calendar.eve)
        at_the_time(at(on, 15))
        ContactPreference.note(case, by=world.who(world.referent_of(row.code)), told_on=on, **told)
    _turned_away(world)
    _steps(world)
    if not world.calendar.is_the_worked_year:
        _reports_left_for_later(world)


def _turned_away(world: World) -> None:
    row, case = world.cases["A13"]
    by = world.who(world.referent_of(row.code))
    for days, channel, outcome in ((4, "appel", "messagerie"), (1, "sms", "sans_reponse")):
        _attempt(case, before(world.calendar.as_of, days), channel, outcome, by)


def _attempt(case: Case, on: date, channel: str, outcome: str, by: Professional) -> None:
    moment = at(on, 10)
    at_the_time(moment)
    tried = ContactAttempt.note(case, channel=channel, outcome=outcome, at=moment, now=moment, by=by)
    ContactAttempt.objects.filter(pk=tried.pk).update(created_at=moment)


def _steps(world: World) -> None:
    """Decided during the last visit of some households still accompanied."""
    housed = [(row, case) for row, case in world.cases.values() if case.closed_on is None and case.housed_from]
    for number, (row, case) in enumerate(housed[: 2 * len(STEPS)]):
        what, who, days = STEPS[number % len(STEPS)]
        last = Visit.objects.at_home().done().filter(case=case, on__lt=world.calendar.as_of).order_by("-on").first()
        if last is None:
            continue
        by = world.who(world.referent_of(row.code))
        at_the_time(at(last.on, 18))
        step = NextStep.decide(
            case, what=what, visit=last, by=by, due_on=on_or_after(world.calendar.as_of + timedelta(days=days)),
            professional_id=by.pk if who == "team" else None, with_partner=who == "partner",
            partner=PARTNER if who == "partner" else "",
        )  # fmt: skip
        if number % 4 == 3:  # noqa: PLR2004 - now and then one is done
            at_the_time(at(world.calendar.eve, 17))
            step.tick(on=max(last.on, world.calendar.eve), by=by)


def _reports_left_for_later(world: World) -> None:
    """Noted in one tap at the door: the report waits, and is not late yet."""
    leila = world.who("leila")
    since = world.calendar.as_of - timedelta(days=6)
    recent = Visit.objects.at_home().done().of_professional(leila).filter(on__gte=since, on__lt=world.calendar.as_of)
    for one in recent[:WAITING_REPORTS]:
        Visit.objects.filter(pk=one.pk).update(report="", person_says="", next_steps="")
