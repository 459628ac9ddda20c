"""B1 to B4 counted again: euros over what they paid for."""

from calendar import isleap
from typing import TYPE_CHECKING, Any

from tests.reporting.independent.housing import state

if TYPE_CHECKING:
    from tests.reporting.independent.recount import Question


def answer(q: "Question") -> dict[str, Any]:
    if q.track != "all" or q.span == "quarter":
        return dict.fromkeys(("B1", "B2", "B3", "B4"))
    lines = [row for row in q.ledger.funding if q.start.year <= row["year"] <= q.end.year]
    if not lines:
        return dict.fromkeys(("B1", "B2", "B3", "B4"))
    budget = sum(row["planned"] for row in lines)
    paid = [row["spent"] for row in lines if row["spent"] is not None]
    spent = sum(paid) if paid else None
    by: dict[str, Any] = {}
    for row in lines:
        own = by.setdefault(row["funder"], {"planned": 0, "spent": None, "gap": None})
        own["planned"] += row["planned"]
        if row["spent"] is not None:
            own["spent"] = (own["spent"] or 0) + row["spent"]
            own["gap"] = (own["gap"] or 0) + row["planned"] - row["spent"]
    years = 0.0
    for days in q.days.values():
        for year in range(q.start.year, q.end.year + 1):
            years += len([day for day in days if day.year == year]) / (366 if isleap(year) else 365)
    kept = [home for home in q.homes if home.t0 and state(home, q.end) == "maintained"]
    return {
        "B1": {"euros": spent, "on_budget": budget, "by": by},
        "B2": _per(spent, budget, len(q.active)),
        "B3": _per(spent, budget, years),
        "B4": _per(spent, budget, len(kept)),
    }


def _per(spent: int | None, budget: int, units: float) -> dict[str, Any]:
    if not units:
        return {"euros": None, "on_budget": None, "units": 0}
    return {
        "euros": None if spent is None else round(spent / units),
        "on_budget": round(budget / units),
        "units": round(units, 2),
    }
