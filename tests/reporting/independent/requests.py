"""Q1 to Q4 counted again, minute by minute of the opening hours."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import holidays

if TYPE_CHECKING:
    from tests.reporting.independent.recount import Question

PARIS = ZoneInfo("Europe/Paris")
OPEN = ((time(8, 30), time(12, 30)), (time(13, 30), time(17, 30)))


def answer(q: "Question") -> dict[str, Any]:
    speeds = []
    for home in q.homes:
        measure = home.measure()
        for row in home.ledger.of("requests", home.row):
            received = row["received_at"].astimezone(PARIS)
            if row["in_scope"] and q.within(received.date()) and received.date() in measure:
                speeds.append(_speed(q, received, row["intervened_at"]))
    half, day, late, none = (speeds.count(one) for one in ("half", "day", "late", "none"))
    whole, pending = half + day + late + none, speeds.count("pending")
    parts = {"Q1": half, "Q2": half + day, "Q3": late, "Q4": none}
    return {code: {"part": part, "whole": whole, "pending": pending} for code, part in parts.items()}


def _speed(q: "Question", received: datetime, answered: datetime | None) -> str:
    closing = datetime.combine(q.end, time(23, 59, 59), PARIS)
    if answered is None or answered.astimezone(PARIS).date() > q.end:
        return "none" if minutes(received, closing) >= q.ledger.whole_day else "pending"
    spent = minutes(received, answered.astimezone(PARIS))
    return "half" if spent <= q.ledger.half_day else "day" if spent <= q.ledger.whole_day else "late"


def minutes(start: datetime, end: datetime) -> int:
    """Minutes of opening between two instants, day by day."""
    spent, day = 0.0, start.date()
    while day <= end.date():
        if day.isoweekday() <= 5 and day not in _off(day.year):
            for opens, closes in OPEN:
                first = max(start, datetime.combine(day, opens, PARIS))
                last = min(end, datetime.combine(day, closes, PARIS))
                spent += max(0.0, (last - first).total_seconds())
        day += timedelta(days=1)
    return int(spent // 60)


_years: dict[int, set[date]] = {}


def _off(year: int) -> set[date]:
    if year not in _years:
        _years[year] = set(holidays.country_holidays("FR", years=year))
    return _years[year]
