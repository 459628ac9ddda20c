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


def reply_stage(deadline: date, today: date) -> str | None:
    """The nearest stage of reminder reached: a day on which nothing ran is made up by the next one."""
    left = deadline - today
    reached = [(ahead, stage) for stage, ahead in REPLY_REMINDERS.items() if left <= ahead]
    return min(reached)[1] if reached else None


def precal_days(first: date, every: int, until: date, closed: list[tuple[date, date]]) -> list[tuple[date, date, bool]]:
    """The sessions of a year: (first planned, held on, cancelled by a closure).

    A session on a day off moves to the next working day; the rhythm does not move with it. Moved into a closure, it
    is cancelled as if it had fallen there.
    """
    sessions, day = [], first
    while day <= until:
        moved = working_days.on_or_after(day)
        cancelled = closure_of(day, moved, closed) is not None
        sessions.append((day, day if cancelled else moved, cancelled))
        day += timedelta(days=every)
    return sessions


def closure_of(planned: date, moved: date, closed: list[tuple[date, date]]) -> tuple[date, date] | None:
    """The closure that cancels a session, if any."""
    return next((one for one in closed if one[0] <= planned <= one[1] or one[0] <= moved <= one[1]), None)


AGENDA_SENT_BEFORE = timedelta(days=7)
"""The agenda of a pré-CAL reaches the partners a week before it."""


def agenda_due_on(session_on: date) -> date:
    """The last day to send the agenda in time; a day off brings it forward."""
    day = session_on - AGENDA_SENT_BEFORE
    while not working_days.is_working_day(day):
        day -= timedelta(days=1)
    return day


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
