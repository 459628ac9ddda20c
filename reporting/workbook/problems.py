"""What is wrong in a workbook, where, and what was expected there."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `row` 0 is the sheet as a whole, `sheet` empty is the file as a whole."""

    sheet: str
    row: int
    column: str
    told: str

    def __str__(self) -> str:
        where = [f"feuille « {self.sheet} »"] if self.sheet else []
        where += [f"ligne {self.row}"] if self.row else []
        where += [f"colonne « {self.column} »"] if self.column else []
        place = ", ".join(where)
        return f"{place[0].upper()}{place[1:]} : {self.told}" if place else self.told

    def as_kept(self) -> dict[str, object]:
        """As the journal keeps it between the reading and the page."""
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "told": self.told}


class Refused(Exception):
    """The workbook is not taken over; every problem is in `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = problems


def refusal(told: str) -> Refused:
    """The file as a whole is refused."""
    return Refused([Problem("", 0, "", told)])
