"""Tables people bring: read whole, or refused with every reason and its row."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodabord.kernel.tables import Column, UnreadableTable, day, number, read_table, text, yes_or_no

COLUMNS = [
    Column("reference", ("référence", "réf. logement"), text),
    Column("rent", ("loyer",), number),
    Column("free_on", ("libre le",), day, required=False),
    Column("lift", ("ascenseur",), yes_or_no, required=False),
]


def workbook(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_whatever_its_separator_and_encoding(separator, encoding):
    content = separator.join(["Réf. logement", "Loyer", "Libre le"]) + "\n"
    content += separator.join(["BD-1", '"312,50"', "05/11/2025"]) + "\n\n"

    (row,) = read_table("liste.csv", content.encode(encoding), COLUMNS)

    assert row.values == {"reference": "BD-1", "rent": Decimal("312.50"), "free_on": date(2025, 11, 5), "lift": None}
    assert (row.number, row.errors) == (2, [])


def test_a_workbook_keeps_its_dates_and_numbers():
    content = workbook(["loyer", "Référence", "Ascenseur"], [300, "BD-1", "oui"], [None, None, None], [1.5, 12, "x"])

    first, second = read_table("liste.xlsx", content, COLUMNS)

    assert (first.values["rent"], first.values["lift"], first.number) == (Decimal(300), True, 2)
    assert (second.values["reference"], second.number) == ("12", 4)


def test_every_wrong_cell_of_a_row_is_told_with_its_column():
    (row,) = read_table("l.csv", b"reference;loyer;libre le;ascenseur\n;douze;32/13/2025;peut-etre\n", COLUMNS)

    assert row.errors == [
        "« référence » est vide",
        "« loyer » : « douze » n'est pas un nombre",
        "« libre le » : « 32/13/2025 » n'est pas une date (attendu : jour/mois/année)",
        "« ascenseur » : « peut-etre » : répondez oui ou non",
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("l.csv", b"", "vide"),
        ("l.csv", b"commune;loyer\nLille;300\n", "Il manque la colonne « référence »"),
        ("l.xlsx", b"pas un classeur", "illisible"),
        ("l.csv", b"PK\x03\x04\x00\x00", "ni un CSV ni un classeur"),
        ("l.csv", b"x" * (5 * 1024 * 1024 + 1), "dépasse 5 Mo"),
        ("l.csv", b"reference;loyer\n" + b"a;1\n" * 20_001, "dépasse 20000 lignes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(name, content, told):
    with pytest.raises(UnreadableTable, match=told):
        read_table(name, content, COLUMNS)


@given(st.binary(max_size=300), st.sampled_from(["l.csv", "l.xlsx"]))
def test_no_file_breaks_the_reader(content, name):
    try:
        rows = read_table(name, content, COLUMNS)
    except UnreadableTable:
        return

    assert all(isinstance(row.errors, list) for row in rows)


def test_a_formula_is_never_a_value():
    content = workbook(["référence", "loyer"], ["BD-1", "=1+1"])

    (row,) = read_table("l.xlsx", content, COLUMNS)

    assert row.values["rent"] is None
    assert row.errors == ["« loyer » est vide"]
