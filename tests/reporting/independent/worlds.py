"""Random years of an agreement: households that stop anywhere on their way, pause, come back, lose their home."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.reporting.independent.ledger import TABLES, Ledger, Row

PARIS = ZoneInfo("Europe/Paris")
LAST = date(2026, 2, 28)
EFFECTS = [
    ("objectif_atteint", "maintained", True),
    ("mutation", "maintained", False),
    ("expulsion", "lost", False),
    ("deces", "excluded", False),
    ("fin_convention", "as_housed", True),
]
STATUSES = [
    "realisee",
    "realisee",
    "realisee",
    "porte_close",
    "annulee_menage",
    "annulee_service",
    "reportee",
    "prevue",
]
KINDS = ["visite_domicile", "visite_domicile", "visite_domicile", "appel", "bureau"]
SITUATIONS = [
    "rue",
    "squat_campement",
    "hebergement_urgence",
    "hotel",
    "chrs",
    "tiers",
    "institution",
    "locataire_hlm",
    "",
]


class Maker:
    """Makes the households of a world, from one seed."""

    def __init__(self, seed: int, households: int, *, settled: bool) -> None:
        self.dice, self.settled = Random(seed), settled
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.cases = [self._household(str(number)) for number in range(households)]

    def ledger(self) -> Ledger:
        dice = self.dice
        sessions = [{"on": self._day(), "held": dice.random() < 0.8} for _ in range(dice.randint(0, 8))]
        spent = [None, 100_000, 138_240]
        funding = [
            {"year": year, "funder": name, "planned": dice.randint(1, 90_000), "spent": dice.choice(spent)}
            for year in (2025, 2026)
            for name in ("État", "Bailleur")
            if dice.random() < 0.8
        ]
        places = {"access": dice.randint(1, 16), "retention": dice.randint(0, 4)}
        return Ledger(self.cases, self.rows, sessions, funding, places)

    def _day(self) -> date:
        return date(2025, 1, 1) + timedelta(days=self.dice.randint(0, 410))

    def _later(self, day: date, most: int, least: int = 0) -> date:
        return day + timedelta(days=self.dice.randint(least, most))

    def _goes_on(self) -> bool:
        return self.settled or self.dice.random() < 0.88

    def _add(self, table: str, case: Row, **row: Any) -> Row:
        row["case"] = case["id"]
        self.rows[table].append(row)
        return row

    def _household(self, number: str) -> Row:
        dice = self.dice
        track = "retention" if dice.random() < (0.8 if self.settled else 0.3) else "access"
        case: Row = {
            "id": number,
            "track": track,
            "opened_on": date(2025, 1, 1) if self.settled else self._day(),
            "prescriber": dice.choice(["siao", "ccas", "chrs", ""]),
            "motives": tuple(dice.sample(["arrears", "disturbance"], dice.randint(0, 2))),
            "composition": dice.choice(["personne_seule", "parent_isole"]),
            "dependants": dice.randint(0, 4),
            "situation": dice.choice(SITUATIONS),
            "age_band": dice.choice(["18-24", "25-39", ""]),
            "gender": dice.choice(["femme", "homme", "non_renseigne"]),
            "resources": dice.choice(["rsa", "aah", ""]),
            "priority_publics": tuple(dice.sample(["DALO", "NO_HOUSING", "DISABILITY"], dice.randint(0, 2))),
            "second_public": dice.choice([True, False, None]),
        }
        start = self._entry(case) if track == "access" else self._arbitration(case)
        if start is None:
            if dice.random() < 0.4:
                case["dismissed_on"] = self._later(self._last_clock(case), 30)
        else:
            self._life(case, start)
        return case

    @staticmethod
    def _last_clock(case: Row) -> date:
        return max(day for name, day in case.items() if name.endswith("_on") and day)

    def _arbitration(self, case: Row) -> date | None:
        if not self._goes_on():
            return None
        case["arbitrated_on"] = self._later(case["opened_on"], 20)
        if not self._goes_on():
            return None
        case["accepted_on"] = case["arbitrated_on"]
        if not self._goes_on():
            return None
        case["met_on"] = self._later(case["accepted_on"], 10)
        if not self._goes_on():
            return None
        case["measure_started_on"] = self._later(case["met_on"], 10)
        return case["measure_started_on"]

    def _entry(self, case: Row) -> date | None:
        dice = self.dice
        if not self._goes_on():
            return None
        case["prediagnosed_on"] = day = self._later(case["opened_on"], 25)
        for _ in range(dice.choice([0, 0, 1])):
            day = self._later(day, 14, 1)
            self._add("examinations", case, on=day, outcome="ajourne")
        day = self._later(day, 14, 1)
        if not self._goes_on():
            self._add("examinations", case, on=day, outcome=dice.choice(["non_retenu", "desistement"]))
            return None
        self._add("examinations", case, on=day, outcome="retenu")
        case["precal_accepted_on"] = day
        if not self._goes_on():
            return None
        case["prep_started_on"] = start = self._later(day, 8, 1)
        self._add("preparations", case, start=start, end=None, planned_end=start + timedelta(days=91))
        self._commission(case, start)
        return start

    def _commission(self, case: Row, start: date) -> None:
        dice = self.dice
        if not self._goes_on():
            return
        case["prep_ended_on"] = day = self._later(start, 110, 75)
        for _ in range(dice.randint(0, 3)):
            day = self._later(day, 40)
            code = dice.choice(["a", "b1", "b2", "c", "d"])
            effect = "none" if code == "d" else dice.choice(["effective", "effective", "pending", "none"])
            seen = self._add("passages", case, on=day, code=code, effect=effect, accepted_on=None)
            if effect != "effective":
                continue
            state = dice.choice(["accepted", "accepted", "refused", "tacitly_refused", "lapsed", "open"])
            notified, replied = self._later(day, 4), None
            deadline = notified + timedelta(days=10)
            if state in ("accepted", "refused"):
                replied = self._later(notified, 10)
            self._add("offers", case, notified_on=notified, deadline=deadline, state=state, replied_on=replied)
            if state == "accepted":
                seen["accepted_on"] = replied
                if dice.random() < 0.9 and replied:
                    case["moved_in_on"] = self._later(replied, 25)
                    self._add("tenancies", case, start=case["moved_in_on"], end=None)
                return

    def _life(self, case: Row, start: date) -> None:
        dice = self.dice
        home = case.get("moved_in_on") if case["track"] == "access" else start
        if case["track"] == "retention" and dice.random() < 0.7:
            self._add("tenancies", case, start=start - timedelta(days=400), end=None)
        self._ends(case, home or start)
        self._add("referents", case, start=start, end=None, kind=dice.choice(["Ada", "Bo"]))
        if home is None:
            return
        self._pauses(case, home)
        self._rhythms(case, home)
        day = home
        while day < LAST:
            self._add(
                "visits", case, on=day, kind=dice.choice(KINDS), status=dice.choice(STATUSES),
                themes=tuple(dice.sample(["budget", "emploi", "logement"], dice.randint(0, 2))),
            )  # fmt: skip
            day = self._later(day, 9, 1)
        for _ in range(dice.randint(0, 6)):
            self._request(case, self._later(home, 200))
        for _ in range(dice.randint(0, 3) if case["track"] == "retention" else 0):
            self._add(
                "accounts", case, on=self._later(home - timedelta(days=40), 250),
                months=dice.choice([None, 0.5, 1.5, 3.0]), plan_respected=dice.choice([True, False, None]),
            )  # fmt: skip
            if dice.random() < 0.5:
                self._add("disturbances", case, on=self._later(home, 250))

    def _ends(self, case: Row, since: date) -> None:
        dice = self.dice
        homes = [row for row in self.rows["tenancies"] if row["case"] == case["id"]]
        if dice.random() < 0.45:
            on = self._later(since, 260, 1)
            reason, effect, same = dice.choice(EFFECTS)
            back = self._later(on, 40, 1) if dice.random() < 0.3 else None
            self._add("exits", case, on=on, reason=reason, effect=effect, same_dwelling=same, reopened_on=back)
            if homes and not same:
                homes[0]["end"] = on
            if back and dice.random() < 0.4:
                reason, effect, same = dice.choice(EFFECTS)
                again = self._later(back, 60, 1)
                self._add("exits", case, on=again, reason=reason, effect=effect, same_dwelling=same, reopened_on=None)
        elif homes and dice.random() < 0.25:
            homes[0]["end"] = self._later(since, 200, 20)
            if dice.random() < 0.5:
                self._add("tenancies", case, start=homes[0]["end"], end=None)

    def _pauses(self, case: Row, home: date) -> None:
        day = home
        leaves = [row["on"] for row in self.rows["exits"] if row["case"] == case["id"]]
        for _ in range(self.dice.choice([0, 0, 1, 2])):
            day = self._later(day, 90, 1)
            end = self._later(day, 40, 1) if self.dice.random() < 0.8 else None
            over = [on for on in leaves if day < on and (end is None or on < end)]
            kind = self.dice.choice(["absence", "hospitalisation", ""])
            self._add("suspensions", case, start=day, end=min(over) if over else end, kind=kind)
            if end is None:
                return
            day = end

    def _rhythms(self, case: Row, home: date) -> None:
        day = home
        for _ in range(self.dice.choice([0, 1, 2, 3])):
            kind = self.dice.choice(["renforcee", "hebdomadaire", "quinzaine", "mensuelle", "veille"])
            end = self._later(day, 100, 10)
            self._add("intensities", case, start=day, end=end, kind=kind)
            day = end

    def _request(self, case: Row, day: date) -> None:
        dice = self.dice
        at = datetime.combine(day, time(dice.randint(0, 23), dice.randint(0, 59)), PARIS)
        answered = (
            at + timedelta(minutes=dice.choice([5, 200, 240, 300, 900, 1500, 4000])) if dice.random() < 0.8 else None
        )
        self._add("requests", case, received_at=at, intervened_at=answered, in_scope=dice.random() < 0.85)


def world(seed: int, households: int, *, settled: bool = False) -> Ledger:
    """A random year; settled: everyone entered at once, enough of them for a survival curve."""
    return Maker(seed, households, settled=settled).ledger()
