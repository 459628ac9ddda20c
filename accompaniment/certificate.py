"""What a certificate of preparation says: facts that the person can show anywhere.

The association, the name, the days, the modules, the hours. Never the programme, the landlord, a
need, an absence, a module « à reprendre » or a word of anybody's.
"""

from datetime import date
from typing import Any

from accompaniment.models import Measure, PrepAttendance
from households.models import Case

LATE = "présence partielle"
WHOLE = "présence"


def content_of(measure: Measure) -> dict[str, object]:
    """Everything the certificate prints, as it is frozen when it is issued."""
    rows = _rows(measure)
    known = [row["minutes"] for row in rows if row["minutes"]]
    return {
        "holder": _holder(measure.case),
        "association": str(measure.case.agreement.association),
        "starts_on": _iso(measure.starts_on),
        "ends_on": _iso(measure.ends_on),
        "rows": rows,
        "modules": len({code for row in rows for code in row["codes"]}),
        "minutes": sum(known),
        "all_timed": len(known) == len(rows),
    }


def _rows(measure: Measure) -> list[dict[str, Any]]:
    """One line per session, or per module noted alone, at which the person was there."""
    came = PrepAttendance.objects.came().filter(case=measure.case_id).select_related("module", "session")
    lines: dict[Any, dict[str, Any]] = {}
    for one in came.order_by("on", "session", "module__number"):
        line = lines.setdefault(
            one.session_id or one.pk,
            {
                "on": one.on.isoformat(), "codes": [], "modules": [], "minutes": one.minutes,
                "format": one.get_format_display().lower(), "presence": LATE if one.nuance else WHOLE,
            },
        )  # fmt: skip
        line["codes"].append(one.module_id)
        line["modules"].append(one.module.label)
    return list(lines.values())


def for_print(content: dict[str, Any]) -> dict[str, Any]:
    """The same, with dates that a template can write."""
    rows = [
        {**row, "on": date.fromisoformat(row["on"]), "length": length(row["minutes"] or 0)} for row in content["rows"]
    ]
    ends = [date.fromisoformat(content[name]) if content[name] else None for name in ("starts_on", "ends_on")]
    return {**content, "rows": rows, "starts_on": ends[0], "ends_on": ends[1], "length": length(content["minutes"])}


def length(minutes: int) -> str:
    """« 2 h », « 1 h 30 », « 45 min »."""
    hours, left = divmod(minutes, 60)
    if not hours:
        return f"{left} min"
    return f"{hours} h {left:02d}" if left else f"{hours} h"


def _holder(case: Case) -> str:
    holder = case.household.holder
    if holder is None:
        return case.household.code
    civilities = {"ms": "Madame ", "mr": "Monsieur "}
    return f"{civilities.get(holder.civility, '')}{holder.first_name} {holder.last_name}".strip()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
