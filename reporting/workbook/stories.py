"""Row by row the sheets, household by household the stories: who is who, and what is written twice."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reporting.workbook.kinds import shown
from reporting.workbook.problems import Problem
from reporting.workbook.rows import Content, Row
from reporting.workbook.sheets import SHEETS, Sheet

OF_HOUSEHOLDS = [sheet for sheet in SHEETS if sheet.of_households]
DATED_BY = {
    "mesures": "debut", "suspensions": "debut", "offres": "notifiee_le", "baux": "entree_le", "sollicitations": "recue_a",
    "relais": "demande_le",
}  # fmt: skip
"""The column that says when; elsewhere it is « date »."""


@dataclass
class Story:
    """All that the workbook says of one household, each sheet in the order of its dates."""

    household: Row
    sheets: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def of(self, sheet: str) -> list[Row]:
        return self.sheets.get(sheet, [])

    @property
    def code(self) -> str:
        return str(self.household["code"])

    @property
    def track(self) -> str:
        """Unknown when the cell could not be read: nothing is then said of its sheets."""
        return str(self.household["volet"] or "")

    @property
    def is_access(self) -> bool:
        return self.track == "access"

    @property
    def orientation(self) -> Row | None:
        return next(iter(self.of("orientations")), None)

    @property
    def opened_on(self) -> date | None:
        return self.orientation["date"] if self.orientation else None


def gather(content: Content) -> tuple[list[Story], list[Problem]]:
    """The stories, in the order of « menages », and what prevents telling them."""
    problems = _written_twice(content)
    stories: dict[str, Story] = {}
    for row in content.of("menages"):
        if row["code"]:
            stories.setdefault(_same(row["code"]), Story(row))
    for sheet in OF_HOUSEHOLDS:
        for row in content.of(sheet.name):
            if row["menage"]:
                problems += _tell(row, sheet, stories.get(_same(row["menage"])))
    for story in stories.values():
        for rows in story.sheets.values():
            rows.sort(key=_when)
        if content.carries("orientations") and not story.orientation:
            told = f"« {story.code} » n'a pas de ligne dans « orientations » (attendu : sa date d'orientation)."
            problems.append(story.household.problem("code", told))
    return list(stories.values()), problems


def _same(code: Any) -> str:
    return str(code).casefold()


def _tell(row: Row, sheet: Sheet, story: Story | None) -> list[Problem]:
    if story is None:
        told = f"« {shown(row['menage'])} » n'est pas dans la feuille « menages » (attendu : un code de cette feuille)."
        return [row.problem("menage", told)]
    if sheet.track and story.track and story.track != sheet.track:
        expected = "accès" if sheet.track == "access" else "maintien"
        told = f"« {story.code} » n'est pas de ce volet (attendu : un ménage du volet {expected})."
        return [row.problem("menage", told)]
    story.sheets[sheet.name].append(row)
    return []


def _when(row: Row) -> tuple[str, int]:
    """The date of the row; rows of one day keep their order in the sheet."""
    told = row[DATED_BY.get(row.sheet, "date")]
    return told.isoformat() if told else "", row.number


def _written_twice(content: Content) -> list[Problem]:
    """Rows that say the same thing again; of contacts, only two home visits alike in every column."""
    problems = []
    for sheet in SHEETS:
        seen: dict[Any, int] = {}
        for row in content.of(sheet.name):
            key = _key(sheet, row)
            if key is None:
                continue
            if key in seen:
                told = f"cette ligne répète la ligne {seen[key]} : gardez-en une."
                problems.append(row.problem((sheet.key or ("date",))[0], told))
            else:
                seen[key] = row.number
    return problems


def _key(sheet: Sheet, row: Row) -> Any:
    if sheet.name == "visites":
        alike = row["nature"] == "visite_domicile" and not row.wrong
        return tuple(_comparable(value) for value in row.values.values()) if alike else None
    if any(name in row.wrong for name in sheet.key):
        return None
    return tuple(_comparable(row[name]) for name in sheet.key)


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
