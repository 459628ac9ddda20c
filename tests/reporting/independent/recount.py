"""Every indicator counted again, from the sheet's words (05), by the dullest means: loops over days and rows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.reporting.independent import housing, money, requests, weeks
from tests.reporting.independent.counting import Household, each_day, spread, tally
from tests.reporting.independent.ledger import Ledger, Row

Answer = dict[str, Any] | None
HOMELESS = {"rue", "squat_campement", "hebergement_urgence", "hotel", "chrs", "dna"}


class Question:
    """A track and a span of an agreement's ledger."""

    def __init__(self, ledger: Ledger, track: str, start: date, end: date, span: str) -> None:
        self.ledger, self.track, self.start, self.end, self.span = ledger, track, start, end, span
        self.homes = [
            Household(ledger, case, end)
            for case in ledger.cases
            if case["opened_on"] <= end and track in ("all", case["track"])
        ]
        self.days = {home.id: {day for day in home.measure() if start <= day} for home in self.homes}

    def within(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end

    def places(self) -> int:
        return sum(count for track, count in self.ledger.places.items() if self.track in ("all", track))

    @property
    def active(self) -> list[Household]:
        return [home for home in self.homes if self.days[home.id]]

    @property
    def present(self) -> list[Household]:
        return [home for home in self.homes if self.end in self.days[home.id]]

    @property
    def gone(self) -> list[Household]:
        return [home for home in self.homes if home.first_day and home.last_exit and self.within(home.last_exit["on"])]

    def rows(self, table: str, on: str) -> list[tuple[Household, Row]]:
        """Rows dated of the span, with their household."""
        return [(home, row) for home in self.homes for row in home.rows(table, on) if self.within(row[on])]


def rate(good: int, whole: int) -> dict[str, Any]:
    return {"part": good, "whole": whole}


def answer(ledger: Ledger, track: str, start: date, end: date, span: str) -> dict[str, Answer]:
    """Every indicator of that track and span."""
    asked = Question(ledger, track, start, end, span)
    told: dict[str, Answer] = {}
    for part in (_activity, _commission, _delays, _exits, _people):
        told |= part(asked)
    for module in (weeks, requests, housing, money):
        told |= module.answer(asked)
    return told


def _activity(q: Question) -> dict[str, Answer]:
    opened = [home.row["prescriber"] or "bailleur" for home in q.homes if q.within(home.row["opened_on"])]
    sessions = [row for row in q.ledger.sessions if q.track != "retention" and q.within(row["on"])]
    seen = q.rows("examinations", "on")
    finals = []
    for home in q.homes:
        decided = [row for row in home.rows("examinations", "on") if row["outcome"] != "ajourne"]
        if decided and q.within(decided[0]["on"]):
            finals.append(decided[0]["outcome"])
    waiting = [
        (home.day("precal_accepted_on") or home.day("accepted_on"))
        for home in q.homes
        if not home.over and not home.first_day and not home.day("met_on")
    ]
    ages = [(q.end - day).days for day in waiting if day]
    referents = [(home.covered("referents", q.end) or {"kind": "sans référent"})["kind"] for home in q.present]
    return {
        "A1": {"count": len(opened), "by": tally(opened)},
        "A2": {"count": len([home for home in q.homes if q.within(home.day("prediagnosed_on"))])},
        "A3": rate(len([row for row in sessions if row["held"]]), len(sessions)),
        "A4": {
            "count": len(seen),
            "by": tally([row["outcome"] for _, row in seen]),
            "households": len({home.id for home, _ in seen}),
        },
        "A5": rate(finals.count("retenu"), len(finals)),
        "A6": {"count": len(q.active)},
        "A7": {"entries": len([home for home in q.homes if q.within(home.first_day)]), "exits": len(q.gone)},
        "A8": rate(len(q.present), q.places()),
        "A9": rate(sum(len(days) for days in q.days.values()), q.places() * len(each_day(q.start, q.end))),
        "A10": {"count": len(ages), "oldest_days": max(ages, default=None)},
        "A11": {"count": len(referents), "by": tally(referents)},
    }


def _winner(home: Household) -> Row | None:
    """The passage whose offer the household accepted."""
    for row in home.rows("passages", "on"):
        if row["accepted_on"] and row["accepted_on"] <= home.cut:
            return row
    return None


def _commission(q: Question) -> dict[str, Answer]:
    seen = q.rows("passages", "on")
    presented = {home.id: home for home, _ in seen}
    awarded = {home.id for home, row in seen if row["effect"] == "effective"}
    open_ones = {home.id for home, row in seen if row["effect"] == "pending"} - awarded
    first = 0
    for home in presented.values():
        opening = home.rows("passages", "on")[0]
        first += q.within(opening["on"]) and _winner(home) is opening
    offers = [_offer(row, q.end) for _, row in q.rows("offers", "notified_on")]
    known = [state for state in offers if state in ("accepted", "refused", "silent")]
    retained = [home for home in q.homes if q.within(home.day("precal_accepted_on"))]
    ready = [home for home in q.homes if q.within(home.day("prep_ended_on"))]
    on_time = 0
    for home in ready:
        over = home.day("prep_ended_on")
        assert over is not None
        on_time += any(0 <= (row["on"] - over).days <= 30 for row in home.rows("passages", "on"))
    return {
        "C1": {"count": len(seen), "households": len(presented)},
        "C2": rate(sum(row["effect"] == "effective" for _, row in seen), len(seen))
        | {"undecided": sum(row["effect"] == "pending" for _, row in seen)},
        "C3": rate(len(awarded), len(presented)) | {"undecided": len(open_ones)},
        "C4": rate(first, len(presented)),
        "C5": rate(known.count("accepted"), len(known)),
        "C6": {
            "count": len(seen),
            "by": {code: sum(row["code"] == code for _, row in seen) for code in ("a", "b1", "b2", "c", "d", "e")},
        },
        "C7": rate(len([home for home in retained if home.day("moved_in_on")]), len(retained)),
        "C8": rate(on_time, len(ready)),
    }


def _offer(row: Row, day: date) -> str:
    """What an offer was on that day: still awaited, silent once its deadline is past."""
    if row["state"] == "lapsed":
        return "lapsed"
    answered = row["state"] in ("accepted", "refused") and not (row["replied_on"] and row["replied_on"] > day)
    if answered:
        return str(row["state"])
    return "silent" if row["deadline"] < day else "awaited"


def _delays(q: Question) -> dict[str, Answer]:
    def access(home: Household) -> date | None:
        return home.row["opened_on"] if home.track == "access" else None

    def retention(home: Household) -> date | None:
        return home.row["opened_on"] if home.track == "retention" else None

    def clock(name: str) -> Callable[[Household], date | None]:
        return lambda home: home.day(name)

    def first_cal(home: Household) -> date | None:
        seen = home.rows("passages", "on")
        return seen[0]["on"] if seen else None

    def awarding(home: Household) -> date | None:
        row = _winner(home)
        return row["on"] if row else None

    ends = {
        "D1": (access, clock("prediagnosed_on")),
        "D2": (access, clock("precal_accepted_on")),
        "D3": (clock("precal_accepted_on"), clock("prep_started_on")),
        "D4": (clock("prep_started_on"), clock("prep_ended_on")),
        "D5": (clock("prep_ended_on"), first_cal),
        "D6": (first_cal, awarding),
        "D7": (awarding, clock("moved_in_on")),
        "D8": (access, clock("moved_in_on")),
        "D9": (retention, clock("arbitrated_on")),
        "D10": (clock("accepted_on"), clock("measure_started_on")),
    }
    told: dict[str, Answer] = {}
    for code, (start, end) in ends.items():
        among = [home for home in q.homes if code not in ("D1", "D2", "D3") or home.day("prep_started_on")]
        values: list[float] = []
        for home in among:
            begun, ended = start(home), end(home)
            if begun and ended and q.within(ended):
                values.append((ended - begun).days)
        running = [home for home in q.homes if start(home) and not end(home) and not home.over]
        told[code] = spread(values) | {"pending": len(running)}
    agreed = [home for home in q.homes if q.within(home.day("prep_ended_on"))]
    near = 0
    for home in agreed:
        planned = [row["planned_end"] for row in home.rows("preparations", "start") if row["planned_end"]]
        over = home.day("prep_ended_on")
        near += bool(planned and over and abs((over - planned[0]).days) <= 7)
    told["D4"] = (told["D4"] or {}) | {"within_7_days": rate(near, len(agreed))}
    return told


def _exits(q: Question) -> dict[str, Answer]:
    reasons = [home.last_exit["reason"] for home in q.gone if home.last_exit]
    paused = 0
    for home in q.gone:
        for row in home.rows("suspensions", "start"):
            paused += (row["end"] - row["start"]).days if row["end"] and row["end"] <= q.end else 0
    stays = [float(len(home.measure())) for home in q.gone]
    here = [float(len(home.measure())) for home in q.present]
    begun, days, resumed, resumed_of_span = [], 0, 0, 0
    for home in q.homes:
        leaves = {row["on"] for row in home.exits}
        for row in home.rows("suspensions", "start"):
            end = row["end"] if row["end"] and row["end"] <= q.end else None
            last = end - timedelta(days=1) if end else q.end
            days += len([day for day in each_day(row["start"], last) if q.within(day)])
            back = end is not None and end not in leaves
            resumed_of_span += back and q.within(end)
            if q.within(row["start"]):
                begun.append(row["kind"] or "non_renseigne")
                resumed += back
    made = [row for _, row in q.rows("visits", "on") if row["status"] == "realisee"]
    themes = [theme for row in made for theme in set(row["themes"])]
    return {
        "E1": {"count": len(reasons), "by": tally(reasons)},
        "E2": spread(stays) | {"pending": len(here), "suspended_days": paused, "ongoing": spread(here)},
        "S1": {
            "count": len(begun),
            "by": tally(begun),
            "days": days,
            "reactivations": resumed_of_span,
            "reactivated": rate(resumed, len(begun)),
        },
        "T1": {"count": len(made), "by": tally(themes)},
    }


def _people(q: Question) -> dict[str, Answer]:
    def by(name: str) -> dict[str, int]:
        return tally([home.row[name] or "non_renseigne" for home in q.active])

    housed = [home for home in q.homes if (won := _winner(home)) and q.within(won["on"])]
    concerned = [home for home in q.active if home.row["priority_publics"]]
    suffering = {True: "oui", False: "non", None: "non_renseigne"}
    dependants = [home.row["dependants"] for home in q.active]
    profile = {
        "composition": by("composition"),
        "age": by("age_band"),
        "sexe": by("gender"),
        "situation": by("situation"),
        "ethos": tally([_ethos(home.row["situation"]) for home in q.active]),
        "personnes_a_charge": tally(["3_et_plus" if one > 2 else str(one) for one in dependants]),
        "ressources": by("resources"),
        "prescripteur": by("prescriber"),
        "souffrance_psychique": tally([suffering[home.row["second_public"]] for home in q.active]),
    }
    return {
        "P1": {
            "count": len(q.active),
            "by": profile["composition"],
            "profile": profile,
            "children": sum(dependants),
        },
        "P2": rate(len([home for home in housed if home.row["situation"] in HOMELESS]), len(housed)),
        "P3": {
            "count": len(concerned),
            "by": tally([code for home in concerned for code in home.row["priority_publics"]]),
        },
    }


def _ethos(situation: str) -> str:
    groups = {
        "sans_abri": ("rue", "hebergement_urgence"),
        "sans_logement": ("hotel", "chrs", "dna", "institution", "logement_adapte"),
        "logement_precaire": ("tiers", "sous_location_iml"),
        "logement_inadequat": ("squat_campement",),
        "loge": ("locataire_hlm", "locataire_prive", "proprietaire"),
    }
    return next((name for name, kinds in groups.items() if situation in kinds), "non_renseigne")
