"""Visits, steps and contacts for the tests."""

from datetime import datetime, time
from typing import Any

from accompaniment.models import ContactAttempt, ContactPreference, NextStep, Visit
from tests import factories


def planned(cast: Any, case: Any, *, on: Any, at: time | None = time(14), kind: str = "visite_domicile") -> Visit:
    """To come, or to be noted, by Leïla."""
    return Visit.plan(case, on=on, at=at, kind=kind, author=cast.leila.professional)


def prefers(cast: Any, case: Any, channels: list[str], **told: Any) -> ContactPreference:
    told.setdefault("told_on", case.opened_on)
    return ContactPreference.note(case, by=cast.leila.professional, channels=channels, **told)


def tried(cast: Any, case: Any, *, on: Any, outcome: str = "sans_reponse", hour: int = 10) -> ContactAttempt:
    """A call that day at that hour."""
    at = datetime.combine(on, time(hour), factories.PARIS)
    return ContactAttempt.note(case, channel="appel", outcome=outcome, at=at, now=at, by=cast.leila.professional)


def step(cast: Any, case: Any, **told: Any) -> NextStep:
    """For Leïla herself unless said otherwise."""
    me = cast.leila.professional
    told.setdefault("professional_id", None if told.get("with_partner") else me.pk)
    return NextStep.decide(case, what=told.pop("what", "Appeler la CAF"), by=me, **told)
