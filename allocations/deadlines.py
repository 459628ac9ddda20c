"""Legal delays of the allocation. Pure functions of dates: no record, no clock."""

from datetime import date, timedelta

from households.deadlines import months_later
from lodabord.kernel import working_days

REPLY_DAYS = 10
"""A household has at least ten days to answer an offer; silence is a refusal (CCH R441-10)."""
REPLY_REMINDERS = {"J-3": timedelta(days=3), "J-1": timedelta(days=1)}


def offer_deadline(notified_on: date, days: int = REPLY_DAYS) -> date:
    """Last day to answer. The day of notification does not count; a day off carries over (CPC 641, 642)."""
    if days < REPLY_DAYS:
        raise ValueError("Le délai de réponse à une offre est d'au moins dix jours (CCH R441-10).")
    return working_days.on_or_after(notified_on + timedelta(days=days))


def precal_days(first: date, every: int, until: date, closed: list[tuple[date, date]]) -> list[tuple[date, date, bool]]:
    """The sessions of a year: (first planned, held on, cancelled by a closure).

    A session on a day off moves to the next working day; the rhythm does not move with it.
    """
    sessions, day = [], first
    while day <= until:
        cancelled = any(start <= day <= end for start, end in closed)
        sessions.append((day, day if cancelled else working_days.on_or_after(day), cancelled))
        day += timedelta(days=every)
    return sessions


NEED_MISSING_AFTER = timedelta(days=15)
"""Days of preparation after which the need must have been said: the officer looks for a dwelling months ahead."""
NEED_REVIEW_MONTHS = 2
"""A need that nobody read again for two months may no longer be true."""


def need_is_missing(prep_started_on: date | None, today: date) -> bool:
    """Whether a household in preparation without a need should be chased."""
    return prep_started_on is not None and today >= prep_started_on + NEED_MISSING_AFTER


def need_review_due(reviewed_on: date) -> date:
    """The day from which a need is to be read again with the household."""
    return months_later(reviewed_on, NEED_REVIEW_MONTHS)
