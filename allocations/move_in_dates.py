"""When each step of an entry is due. Pure functions of dates: no record, no clock."""

from calendar import monthrange
from datetime import date, timedelta

from lodabord.kernel import working_days


def due_day(anchor: date | None, offset_days: int, *, month_end: bool = False) -> date | None:
    """The day a step is due, from the day it hangs on; None while that day is not known.

    Before its anchor a step is brought back to a working day, after it carried over to one; on the
    very day of the anchor it stays there. `month_end`: the last day of the anchor's month (the APL is
    claimed the very month one moves in: a later claim loses a month of it).
    """
    if anchor is None:
        return None
    if month_end:
        return anchor.replace(day=monthrange(anchor.year, anchor.month)[1])
    day = anchor + timedelta(days=offset_days)
    if offset_days < 0:
        return _on_or_before(day)
    return working_days.on_or_after(day) if offset_days else day


def _on_or_before(day: date) -> date:
    while not working_days.is_working_day(day):
        day -= timedelta(days=1)
    return day
