"""M1 to M7 counted again: who still has a home, by hand."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.reporting.independent.counting import Household, spread
from tests.reporting.independent.ledger import Row

if TYPE_CHECKING:
    from tests.reporting.independent.recount import Question

HORIZONS = {"6": 183, "12": 365, "24": 730}
ENOUGH = 30


def state(home: Household, day: date) -> str:
    """maintained, lost or excluded, on a day up to the cut."""
    standing = [
        row
        for row in home.exits
        if row["on"] <= day and not (row["reopened_on"] and row["reopened_on"] <= min(day, home.cut))
    ]
    homes = [row for row in home.rows("tenancies", "start") if row["start"] <= day]
    if not standing:
        return "maintained" if not homes or any(_lives(row, day, home.cut) for row in homes) else "lost"
    effect = standing[-1]["effect"]
    if effect != "as_housed":
        return str(effect)
    then = standing[-1]["on"]
    begun = [row for row in home.rows("tenancies", "start") if row["start"] <= then]
    kept = not begun or any(_end(row, home.cut) is None or then <= _end(row, home.cut) for row in begun)
    return "maintained" if kept else "lost"


def _end(row: Row, cut: date) -> Any:
    return row["end"] if row["end"] and row["end"] <= cut else None


def _lives(row: Row, day: date, cut: date) -> bool:
    end = _end(row, cut)
    return row["start"] <= day and (end is None or day < end)


def _same(home: Household) -> bool:
    """Still in the dwelling of the first day."""
    out = home.last_exit
    if out and out["effect"] != "as_housed":
        return bool(out["same_dwelling"])
    homes = home.rows("tenancies", "start")
    if not homes:
        return True
    return _lives(homes[0], home.cut, home.cut) or (home.over and _end(homes[0], home.cut) == home.cut)


def answer(q: "Question") -> dict[str, Any]:
    if q.track == "all":
        return dict.fromkeys(("M1", "M2", "M3", "M4", "M5", "M6", "M7"))
    housed = [home for home in q.homes if home.t0 and state(home, q.end) != "excluded"]
    kept = [home for home in housed if state(home, q.end) == "maintained"]
    told: dict[str, Any] = {
        "M1": {"part": len(kept), "whole": len(housed)},
        "M2": {"part": len([home for home in kept if _same(home)]), "whole": len(housed)},
        "M3": {months: _at(q, days) for months, days in HORIZONS.items()},
        "M4": _survival(housed, q.end),
    }
    return told | (_retention(q) if q.track == "retention" else dict.fromkeys(("M5", "M6", "M7")))


def _at(q: "Question", days: int) -> dict[str, int]:
    reached = []
    for home in q.homes:
        if home.t0 and home.t0 + timedelta(days=days) <= q.end:
            reached.append(state(home, home.t0 + timedelta(days=days)))
    return {"part": reached.count("maintained"), "whole": len(reached) - reached.count("excluded")}


def watched(home: Household, end: date) -> tuple[int, bool]:
    """For how many days a household was seen in its home, and whether it lost it."""
    assert home.t0 is not None
    lost = state(home, end) == "lost"
    until = end
    if home.last_exit:
        until = home.last_exit["on"]
    elif lost:
        ends = [done for row in home.rows("tenancies", "start") if (done := _end(row, home.cut))]
        until = min(max(ends), end) if ends else end
    return (until - home.t0).days, lost


def _survival(housed: list[Household], end: date) -> Any:
    """Kaplan–Meier's product, by hand."""
    if len(housed) < ENOUGH:
        return None
    seen = [watched(home, end) for home in housed]
    told: dict[str, Any] = {}
    for months, horizon in HORIZONS.items():
        share = 1.0
        for day in range(horizon + 1):
            falls = len([1 for days, lost in seen if lost and days == day])
            if falls:
                share *= 1 - falls / len([1 for days, _ in seen if days >= day])
        reached = max(days for days, _ in seen) >= horizon
        told[months] = {"percent": round(100 * share, 1), "n": len(seen)} if reached else None
    return told


def _retention(q: "Question") -> dict[str, Any]:
    now, then = [], []
    plans = []
    for home in q.homes:
        if not home.first_day:
            continue
        accounts = home.rows("accounts", "on")
        owed = [row for row in accounts if row["months"] is not None]
        if owed:
            before = [row for row in owed if row["on"] <= home.first_day]
            then.append((before[-1] if before else owed[0])["months"])
            now.append(owed[-1]["months"])
        followed = [row["plan_respected"] for row in accounts if row["plan_respected"] is not None]
        plans += followed[-1:]
    any_account = any(home.rows("accounts", "on") for home in q.homes)
    return {
        "M5": spread(now) | {"at_start": spread(then)} if now else None,
        "M6": {"part": plans.count(True), "whole": len(plans)} if any_account else None,
        "M7": _quiet(q),
    }


def _quiet(q: "Question") -> Any:
    calm, concerned, events = 0, 0, 0
    for home in q.homes:
        facts = [row["on"] for row in home.rows("disturbances", "on")]
        if home.first_day and (facts or "disturbance" in home.row["motives"]):
            concerned += 1
            events += len(facts)
            calm += not [day for day in facts if (q.end - day).days < 91]
    return {"part": calm, "whole": concerned} if events else None
