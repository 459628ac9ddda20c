"""What a household's days were, as known at the end of a day: counted one by one, never as intervals."""

from datetime import date, timedelta

from tests.reporting.independent.ledger import Ledger, Row

DAY = timedelta(days=1)


class Household:
    """One case and its days, up to a cut."""

    def __init__(self, ledger: Ledger, case: Row, cut: date) -> None:
        self.ledger, self.row, self.cut = ledger, case, cut
        self.id, self.track = case["id"], case["track"]
        self._measure: set[date] | None = None

    def day(self, name: str) -> date | None:
        """A clock of the case, if it had struck."""
        told = self.row.get(name)
        return told if told and told <= self.cut else None

    def rows(self, table: str, on: str) -> list[Row]:
        """The rows of a table already written, oldest first."""
        known = [row for row in self.ledger.of(table, self.row) if row[on] <= self.cut]
        return sorted(known, key=lambda row: row[on])

    @property
    def first_day(self) -> date | None:
        return self.day("prep_started_on" if self.track == "access" else "measure_started_on")

    @property
    def t0(self) -> date | None:
        return self.day("moved_in_on" if self.track == "access" else "measure_started_on")

    @property
    def exits(self) -> list[Row]:
        return self.rows("exits", "on")

    @property
    def last_exit(self) -> Row | None:
        """The exit that stands at the cut."""
        exits = self.exits
        if not exits:
            return None
        reopened = exits[-1]["reopened_on"]
        return None if reopened and reopened <= self.cut else exits[-1]

    @property
    def over(self) -> bool:
        return self.day("dismissed_on") is not None or self.last_exit is not None

    def measure(self) -> set[date]:
        """Each day in measure."""
        if self._measure is None:
            self._measure = self._count_measure()
        return self._measure

    def _count_measure(self) -> set[date]:
        if self.first_day is None:
            return set()
        days, inside, day = set(), True, self.first_day
        leaves = {row["on"] for row in self.exits}
        returns = {row["reopened_on"] for row in self.exits if row["reopened_on"]}
        while day <= self.cut:
            if day in leaves:
                inside = False
            if day in returns:
                inside = True
            if inside:
                days.add(day)
            day += DAY
        return days

    def covered(self, table: str, day: date) -> Row | None:
        """The row of a table that covers a day."""
        for row in self.rows(table, "start"):
            end = row["end"] if row["end"] and row["end"] <= self.cut else None
            if row["start"] <= day and (end is None or day < end):
                return row
        return None

    def paused(self, day: date) -> bool:
        return self.covered("suspensions", day) is not None

    def rhythm(self, day: date) -> str:
        row = self.covered("intensities", day)
        return row["kind"] if row else "hebdomadaire"


def each_day(start: date, end: date) -> list[date]:
    return [start + number * DAY for number in range((end - start).days + 1)]


def thursdays(start: date, end: date) -> list[date]:
    return [day for day in each_day(start, end) if day.isoweekday() == 4]


def middle(values: list[float]) -> float | int:
    """The median, to one decimal."""
    ordered = sorted(values)
    half = len(ordered) // 2
    told = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return neat(told)


def neat(number: float) -> float | int:
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def spread(values: list[float]) -> Row:
    if not values:
        return {"median": None, "min": None, "max": None, "n": 0}
    return {"median": middle(values), "min": neat(min(values)), "max": neat(max(values)), "n": len(values)}


def tally(codes: list[str]) -> dict[str, int]:
    told: dict[str, int] = {}
    for code in sorted(codes):
        told[code] = told.get(code, 0) + 1
    return told
