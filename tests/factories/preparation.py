"""Sessions of the preparation, activities, and who came."""

from datetime import date, time
from typing import Any

from accompaniment.attendance import record_attendance
from accompaniment.models import GroupActivity, Noted, PrepModule, PrepSession
from households.models import Case
from tests import factories
from tests.cast import Cast

SESSION_DAY = date(2025, 2, 4)
MODULES = ("budget", "energie")


def session(cast: Cast, *, on: date = SESSION_DAY, modules: tuple[str, ...] = MODULES, **told: Any) -> PrepSession:
    told = {"at": time(14), "duration_minutes": 120, "place": "Salle du canal", "format": "collective", **told}
    animator = told.pop("animator", cast.leila.professional)
    by = cast.leila.professional
    return PrepSession.plan(cast.agreement, by=by, on=on, modules=list(modules), animator=animator, **told)


def activity(cast: Cast, *, on: date = date(2025, 6, 4), **told: Any) -> GroupActivity:
    told = {"title": "Atelier cuisine", "at": time(10), "duration_minutes": 90, "place": "Maison de quartier", **told}
    animator = told.pop("animator", cast.leila.professional)
    return GroupActivity.plan(cast.agreement, by=cast.leila.professional, on=on, animator=animator, **told)


def typed(outcome: str = "present", *, acquired: tuple[str, ...] = (), word: str = "", revision: int = 0) -> Noted:
    return Noted(outcome, frozenset(acquired), word, revision)


def note(cast: Cast, gathering: Any, case: Case, told: Noted | None = None, *, today: date | None = None) -> int:
    by = cast.leila.professional
    return record_attendance(gathering, {case: told or typed()}, today=today or gathering.on, by=by)


def preparing(cast: Cast, *names: str) -> list[Case]:
    """Several households in preparation, by last name."""
    return [factories.preparing_case(cast, last_name=name) for name in names]


def module(code: str = "budget") -> PrepModule:
    return PrepModule.objects.get(code=code)
