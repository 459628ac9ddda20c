"""An indicator whose sheet or column was absent is null, never 0; an empty sheet says that nothing happened."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reporting.computing import compute
from reporting.periods import Quarter
from reporting.workbook.jobs import journal
from reporting.workbook.sheets import SHEETS
from reporting.workbook.taking_over import prepare, write
from reporting.workbook.untold import NEEDED_BY
from tests.reporting.workbook.files import right, written

TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
OPTIONAL = {
    "impayes": [["menage", "date", "dette", "loyer_net", "plan_respecte"], ["M1", "2025-10-01", 500, 250, "oui"]],
    "troubles": [["menage", "date", "nature"], ["M1", "2025-03-01", "bruit"]],
    "relais": [
        ["menage", "type", "demande_le", "effectif_le"],
        ["A1", "ccas", "2025-06-01", "2025-06-10"],
        ["A1", "sante_cmp", "2025-06-01", ""],
        ["M1", "Épicerie", "2025-03-01", ""],
    ],
}


def figures(agreement: Any, sheets: Any, quarter: str = "2025-T4") -> dict[str, Any]:
    told = prepare(written(sheets), agreement, by=None, at=AT, today=TODAY)
    write(told)
    journal(told, "0" * 64, by=None)
    return compute(agreement, Quarter.named(quarter), as_of=None, today=date(2027, 1, 5)).values


def test_what_was_carried_is_told(agreement):
    told = figures(agreement, right(**OPTIONAL))

    assert told["M5"]["retention"]["year"]["median"] == 2.0
    assert told["M6"]["retention"]["year"] == {"part": 1, "whole": 1}
    assert told["M7"]["retention"]["year"] == {"part": 1, "whole": 1}
    assert told["T1"]["access"]["year"]["by"] == {"budget": 1, "logement": 1}
    assert (told["R1"]["all"]["year"]["part"], told["R1"]["all"]["year"]["whole"]) == (1, 3)
    assert told["R1"]["all"]["year"]["by"] == {"autre": 1, "ccas": 1, "sante": 1}
    assert told["V6"]["retention"]["year"]["whole"] > 0


@pytest.mark.parametrize(
    ("sheet", "column", "code", "track"),
    [
        ("impayes", "", "M5", "retention"),
        ("impayes", "", "M6", "retention"),
        ("impayes", "loyer_net", "M5", "retention"),
        ("impayes", "plan_respecte", "M6", "retention"),
        ("troubles", "", "M7", "retention"),
        ("relais", "", "R1", "all"),
        ("visites", "themes", "T1", "all"),
        ("mesures", "intensite", "V6", "all"),
        ("mesures", "referent", "A11", "all"),
        ("menages", "situation_a_l_entree", "P2", "access"),
        ("sollicitations", "", "Q1", "all"),
        ("suspensions", "", "S1", "all"),
    ],
)
def test_what_was_absent_is_null(agreement, sheet, column, code, track):
    told = right(**OPTIONAL)
    if column:
        place = told[sheet][0].index(column)
        told[sheet] = [[value for rank, value in enumerate(row) if rank != place] for row in told[sheet]]
    else:
        told[sheet] = None

    found = figures(agreement, {name: rows for name, rows in told.items() if rows})[code][track]

    assert (found["quarter"], found["year"], found["agreement"]) == (None, None, None)


def test_an_empty_sheet_says_that_nothing_happened(agreement):
    told = figures(agreement, right(suspensions=[["menage", "debut", "fin", "motif"]]))

    assert told["S1"]["all"]["year"]["count"] == 0


def test_a_profile_keeps_what_is_known(agreement):
    profile = figures(agreement, right())["P1"]["all"]["year"]

    assert profile["count"] == 2
    assert profile["profile"]["situation"] == {"locataire_hlm": 1, "rue": 1}
    assert (profile["profile"]["sexe"], profile["profile"]["souffrance_psychique"]) == ({}, {})


def test_a_quarter_that_begins_after_the_take_over_is_told_from_the_site(agreement):
    told = figures(agreement, right(sollicitations=None), "2026-T2")

    assert told["Q1"]["access"]["quarter"] == {"part": 0, "whole": 0, "pending": 0}
    assert told["Q1"]["access"]["year"] is None


def test_what_is_needed_is_declared():
    declared = {sheet.name for sheet in SHEETS} | {
        f"{sheet.name}.{one.name}" for sheet in SHEETS for one in sheet.columns
    }

    assert set(NEEDED_BY) - declared == set()
