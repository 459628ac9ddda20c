"""The fifteen parts: always there, in their order, and the same in every medium."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reporting.document import Document, document
from reporting.earlier import earlier
from reporting.editions import Edition
from reporting.models import SteeringSnapshot
from reporting.parts.context import Committee, Earlier, FollowedDecision, Situation
from reporting.parts.shapes import Chart, Table
from reporting.periods import Quarter
from tests.factories import referred_case

AT = datetime(2025, 7, 10, 9, tzinfo=ZoneInfo("Europe/Paris"))
FIRST, SECOND = Quarter(2025, 1), Quarter(2025, 2)
TITLES = [
    "Le dispositif", "Faits marquants du trimestre", "Activité et places", "Parcours d'accès : étapes et délais",
    "Commission d'attribution", "Accompagnement : visites et demandes", "Maintien dans le logement", "Volet maintien",
    "Publics", "Sorties", "Budget par financeur", "Situations", "Difficultés, décisions attendues",
    "Décisions du comité précédent", "Annexe : définitions",
]  # fmt: skip


def frozen(agreement: Any, quarter: Quarter, at: datetime = AT) -> SteeringSnapshot:
    return SteeringSnapshot.freeze(agreement, quarter, today=date(2025, 7, 10), at=at, by=None)


def report(agreement: Any, edition: Edition = Edition.INTERNAL, **more: Any) -> Document:
    told = frozen(agreement, SECOND).told(edition)
    return document(told, agreement, date(2025, 7, 10), edition, **more)


def test_an_empty_part_keeps_its_number(agreement: Any) -> None:
    assert [(one.number, one.title) for one in report(agreement).parts] == list(enumerate(TITLES, start=1))


@pytest.mark.parametrize("number", [11, 12, 13, 14])
def test_a_part_that_people_write_says_when_nobody_has(agreement: Any, number: int) -> None:
    part = report(agreement).parts[number - 1]

    assert part.message.startswith("Rien n'a été saisi pour ")
    assert part.blocks == ()


def test_what_the_committee_wrote_takes_its_place(agreement: Any) -> None:
    written = Committee(
        highlights=("Deux logements de plus au printemps.",),
        situations=(Situation("AC-2025-0004", "En attente de CAL", 9, "Garantie à trouver."),),
        difficulties=("Peu de T1.",),
        expected=("Ouvrir deux T1.",),
        decisions=(FollowedDecision("Relancer le FSL", "Association Démo", date(2025, 6, 1), "fait"),),
    )
    parts = report(agreement, committee=written).parts

    assert parts[1].blocks[0].items == written.highlights  # type: ignore[union-attr]
    assert parts[11].message == "1 situation à arbitrer."
    assert parts[11].blocks[0].lines[0].cells == ("En attente de CAL", "9", "Garantie à trouver.")  # type: ignore[union-attr]
    assert parts[13].blocks[0].lines[0].cells == ("Association Démo", "01/06/2025", "fait")  # type: ignore[union-attr]


def test_a_chart_never_goes_without_its_figures(cast: Any, agreement: Any) -> None:
    for number in range(3):
        referred_case(cast, on=date(2025, 4, 2), last_name=f"Nom{number}")
    charts = [block for part in report(agreement).parts for block in part.blocks if isinstance(block, Chart)]

    assert [one.message for one in charts] == [
        "Accès, dans l'année : 3 orientations reçues, 0 entrées dans un logement"
    ]
    for one in charts:
        assert f"<title>{one.message.split(chr(39))[0]}" in one.svg
        assert all(line.label and line.cells for line in one.table.lines)


def test_a_quarter_is_read_beside_those_presented_before(cast: Any, agreement: Any) -> None:
    referred_case(cast, on=date(2025, 2, 3))
    frozen(agreement, FIRST)
    referred_case(cast, on=date(2025, 2, 4), last_name="Durand")  # written after the first report
    before = earlier(agreement, SECOND, Edition.INTERNAL)
    activity = report(agreement, earlier=before).parts[2]

    table = next(one for one in activity.blocks if isinstance(one, Table) and one.caption.startswith("Trimestre par"))
    assert table.head == ("Indicateur", "T1 2025", "T2 2025", "Objectif")
    assert (table.lines[0].code, table.lines[0].cells) == ("A1", ("1", "0", "—"))


def test_of_a_quarter_presented_twice_the_last_report_counts(cast: Any, agreement: Any) -> None:
    frozen(agreement, FIRST)
    referred_case(cast, on=date(2025, 2, 3))
    frozen(agreement, FIRST, at=AT.replace(day=11))

    assert [_received(one) for one in earlier(agreement, SECOND, Edition.INTERNAL)] == [1]
    assert [_received(one) for one in earlier(agreement, SECOND, Edition.INTERNAL, known_at=AT)] == [0]


def _received(one: Earlier) -> int:
    count: int = one.values["A1"]["all"]["quarter"]["count"]
    return count


def test_a_running_quarter_is_not_compared_with_later(agreement: Any) -> None:
    SteeringSnapshot.freeze(agreement, FIRST, today=date(2025, 2, 10), at=AT, by=None)

    assert earlier(agreement, SECOND, Edition.INTERNAL) == ()


def test_an_objective_stands_beside_its_figure(agreement: Any) -> None:
    agreement.terms.update(target_visits=90)
    table = next(one for one in report(agreement).parts[5].blocks if isinstance(one, Table))

    assert [(line.code, line.cells[-1]) for line in table.lines] == [("V1", "au moins 90\u202f%")]
