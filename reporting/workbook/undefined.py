"""Figures that a report prints although a workbook left them unknown: they read « — », and never stop a page.

A report's sentences, tables and charts read the terms of a rate or of a count. Where the figure is null
because its sheet was absent, each of its terms is a dash: a number worth nothing, that is never written « 0 ».
"""

from collections.abc import Mapping
from typing import Any

from reporting.workbook.untold import NEEDED_BY

TRACKS = ("access", "retention", "all")
NATURALLY = frozenset({"M3", "M4", "M5", "M6", "M7", "R1", "B1", "B2", "B3", "B4"})
"""Null for reasons of their own, that whoever prints them expects."""
PRINTED = {code for codes in NEEDED_BY.values() for code in codes.split() if "." not in code} - NATURALLY
TERMS = ("part", "whole", "count", "n", "median", "min", "max", "entries", "exits", "households", "days")


class Dash(int):
    """Nothing, that says so when it is written."""

    def __new__(cls) -> "Dash":
        return super().__new__(cls, 0)

    def __str__(self) -> str:
        return "—"


class Dashes(dict[str, Any]):
    """Whatever is asked of it is a dash."""

    def __missing__(self, name: str) -> Dash:
        return Dash()


class Undefined(Dashes):
    """A figure that is not known. `reporting.wording` says it « — »."""

    undefined = True

    def __init__(self) -> None:
        super().__init__({term: Dash() for term in TERMS} | {"by": Dashes(), "profile": {}})


def printable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, unknown figures made readable."""
    return {code: _printable(one) if code in PRINTED else one for code, one in values.items()}


def _printable(indicator: dict[str, Any]) -> dict[str, Any]:
    return indicator | {
        track: {span: Undefined() if value is None else value for span, value in indicator[track].items()}
        for track in TRACKS
        if track in indicator
    }
