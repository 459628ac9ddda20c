"""V1 to V6 counted again, week by week."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.reporting.independent.counting import Household, each_day, spread, tally, thursdays
from tests.reporting.independent.ledger import Row

if TYPE_CHECKING:
    from tests.reporting.independent.recount import Question

CAUSES = ("porte_close", "annulee_menage", "annulee_service")


def answer(q: "Question") -> dict[str, Any]:
    due: list[tuple[Household, date]] = []
    elsewhere = 0
    for home in q.homes:
        measure = home.measure()
        for thursday in thursdays(q.start, q.end):
            if home.t0 and home.t0 <= thursday and thursday in measure and not home.paused(thursday):
                if home.rhythm(thursday) in ("renforcee", "hebdomadaire"):
                    due.append((home, thursday))
                else:
                    elsewhere += 1
    told = [(home, _outcome(home, thursday)) for home, thursday in due]
    outcomes = [outcome for _, outcome in told]
    visited, missed = outcomes.count("visited"), [one for one in outcomes if one != "visited"]
    rates = []
    for home in {home.id: home for home, _ in told}.values():
        own = [outcome for other, outcome in told if other.id == home.id]
        rates.append(100 * own.count("visited") / len(own))
    return {
        "V1": {"part": visited, "whole": len(due), "other_rhythm": elsewhere},
        "V2": {"part": visited + missed.count("porte_close"), "whole": len(due)},
        "V3": {"part": missed.count("porte_close"), "whole": len(missed), "by": tally(missed)},
        "V4": spread(rates),
        "V5": spread(_monthly(q)),
        "V6": _another_rhythm(q),
    }


def _contacts(home: Household, first: date, last: date) -> list[Row]:
    """Contacts of these days, those of the week under way included."""
    return [row for row in home.ledger.of("visits", home.row) if first <= row["on"] <= last]


def _outcome(home: Household, thursday: date) -> str:
    week = _contacts(home, thursday - timedelta(days=3), thursday + timedelta(days=3))
    found = [row["status"] for row in week if row["kind"] == "visite_domicile"]
    if "realisee" in found:
        return "visited"
    return next((cause for cause in CAUSES if cause in found), "non_prevue")


def _monthly(q: "Question") -> list[float]:
    told = []
    for home in q.active:
        made = [row for row in home.rows("visits", "on") if row["status"] == "realisee" and q.within(row["on"])]
        told.append(len(made) / (len(q.days[home.id]) / (365 / 12)))
    return told


def _another_rhythm(q: "Question") -> dict[str, int]:
    """Each week under another rhythm, once its fortnight or its month is asked, and over or answered."""
    good = whole = 0
    for home in q.homes:
        if home.t0 is None:
            continue
        for rhythm, stretch, kept in [*_months(q, home), *_fortnights(q, home)]:
            if not kept or 2 * len(kept) < len(stretch):
                continue
            met = _answered(home, rhythm, stretch)
            if met or stretch[-1] <= q.end:
                own = [thursday for thursday in kept if q.within(thursday)]
                whole += len(own)
                good += len(own) * met
    return {"part": good, "whole": whole}


Stretch = tuple[str, list[date], list[date]]


def _answered(home: Household, rhythm: str, stretch: list[date]) -> bool:
    first, last = stretch[0] - timedelta(days=3), stretch[-1] + timedelta(days=3)
    seen = _contacts(home, first, min(last, home.cut + timedelta(days=3)))
    made = [row for row in seen if row["status"] == "realisee"]
    return any(row["kind"] == "visite_domicile" or rhythm == "veille" for row in made)


def _months(q: "Question", home: Household) -> list[Stretch]:
    told: list[Stretch] = []
    months = sorted({day.replace(day=1) for day in each_day(q.start, q.end)})
    for first in months:
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        stretch = thursdays(first, last)
        if not any(q.within(day) for day in stretch):
            continue
        for rhythm in ("mensuelle", "veille"):
            told.append((rhythm, stretch, [day for day in stretch if _under(home, rhythm, day)]))
    return told


def _fortnights(q: "Question", home: Household) -> list[Stretch]:
    told: list[Stretch] = []
    for row in _without_cuts([row for row in home.rows("intensities", "start") if row["kind"] == "quinzaine"]):
        over = row["end"] if row["end"] and row["end"] <= home.cut else None
        own = [day for day in thursdays(row["start"], q.end) if over is None or day < over]
        for number in range(0, len(own), 2):
            pair = [own[number], own[number] + timedelta(days=7)]
            if pair[1] < q.start:
                continue
            inside = [day for day in pair if over is None or day < over]
            told.append(("quinzaine", pair, [day for day in inside if _under(home, "quinzaine", day)]))
    return told


def _without_cuts(rows: list[Row]) -> list[Row]:
    """A period renewed on the very day it ends is the same one."""
    told: list[Row] = []
    for row in sorted(rows, key=lambda one: one["start"]):
        if told and told[-1]["end"] == row["start"]:
            told[-1] = {**told[-1], "end": row["end"]}
        else:
            told.append(row)
    return told


def _under(home: Household, rhythm: str, day: date) -> bool:
    """In follow-up as far as is known (what is not ended goes on), not paused, under that rhythm."""
    if home.rhythm(day) != rhythm or home.paused(day):
        return False
    if day <= home.cut:
        return home.t0 is not None and home.t0 <= day and day in home.measure()
    return home.cut in home.measure()
