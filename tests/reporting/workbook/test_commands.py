"""`import_workbook` and `export_workbook`: status 0 or 1, a French sentence per error, never a traceback."""

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accompaniment.models import Visit
from households.models import Case
from reporting.models import TakenOverWorkbook
from tests.reporting.workbook.files import right, with_cell, written


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "suivi.xlsx"
    path.write_bytes(written(right()))
    return path


def run(name: str, *args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(name, *[str(one) for one in args], stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_tells_what_would_be_taken_over_and_writes_nothing(agreement, file):
    told = run("import_workbook", file, agreement=agreement.code, dry_run=True)

    assert told.startswith("Vérifié, rien n'est écrit. Ce qui serait repris :\n  ménages : 3\n")
    assert "Absents du classeur (leurs indicateurs ne sont pas définis) :" in told
    assert (Case.objects.count(), TakenOverWorkbook.objects.count()) == (0, 0)


def test_it_is_taken_over_and_journalled(agreement, file):
    assert run("import_workbook", file, agreement=agreement.code).startswith("Repris :\n  ménages : 3\n")

    kept = TakenOverWorkbook.objects.get()
    assert (kept.by, kept.sha256) == (None, hashlib.sha256(file.read_bytes()).hexdigest())
    assert kept.counts["visites et contacts"] == 3
    assert set(Case.objects.values_list("taken_over", flat=True)) == {True}
    assert set(Visit.objects.values_list("taken_over", flat=True)) == {True}


def test_every_error_is_a_line_and_nothing_is_written(agreement, file):
    told = with_cell("visites", 2, "date", "hier")
    told["visites"][2][3] = "ratée"
    file.write_bytes(written(told))

    with pytest.raises(CommandError) as refused:
        run("import_workbook", file, agreement=agreement.code)

    lines = str(refused.value).splitlines()
    assert [one.split(" : ")[0] for one in lines[:-1]] == [
        "Feuille « visites », ligne 2, colonne « date »",
        "Feuille « visites », ligne 3, colonne « statut »",
    ]
    assert lines[-1] == "2 erreurs : rien n'a été repris."
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("absent.xlsx", {}, "il n'existe pas"),
        (".", {}, "c'est un dossier"),
        ("suivi.xlsx", {"agreement": "NULLE-PART"}, "Aucune convention ne porte le code « NULLE-PART »"),
        ("suivi.xlsx", {"agreement": ""}, "Indiquez --agreement"),
    ],
)
def test_what_cannot_be_read_is_said(agreement, file, name, options, told):
    with pytest.raises(CommandError, match=told):
        run("import_workbook", file.parent / name, **{"agreement": agreement.code, **options})


def test_what_is_exported_is_taken_over_again(agreement, agreement_2, file, tmp_path):
    run("import_workbook", file, agreement=agreement.code)
    out = tmp_path / "sortie.xlsx"

    assert run("export_workbook", out, agreement=agreement.code).startswith("Classeur écrit : ")
    again = run("import_workbook", out, agreement=agreement_2.code)

    first, second = TakenOverWorkbook.objects.order_by("at")
    assert again.startswith("Repris :\n  ménages : 3\n")
    assert (second.counts, second.absent) == (first.counts, first.absent)


@pytest.mark.parametrize(
    ("name", "told"), [("sortie.csv", "finit par .xlsx"), ("nulle/part.xlsx", "ne peut pas être écrit")]
)
def test_a_file_that_cannot_be_written_is_said(agreement, tmp_path, name, told):
    with pytest.raises(CommandError, match=told):
        run("export_workbook", tmp_path / name, agreement=agreement.code)
