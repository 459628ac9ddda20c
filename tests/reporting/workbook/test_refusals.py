"""Files of every bad kind: each is refused in French, cell by cell, all errors at once, and writes nothing."""

import io
import zipfile
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from households.models import Case, Household
from lodabord.partners.models import FundingLine
from reporting.workbook import opening, rows
from reporting.workbook.problems import Refused
from reporting.workbook.taking_over import prepare, write
from tests.reporting.workbook.files import book, right, saved, with_cell, with_part, with_row, written

TODAY = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))


def refused(content: bytes, agreement: Any) -> list[str]:
    """Each problem, as it is told."""
    with pytest.raises(Refused) as told:
        write(prepare(content, agreement, by=None, at=AT, today=TODAY))
    assert (Case.objects.count(), Household.objects.count(), FundingLine.objects.count()) == (0, 0, 0)
    return [str(one) for one in told.value.problems]


def taken(content: bytes, agreement: Any) -> Any:
    told = prepare(content, agreement, by=None, at=AT, today=TODAY)
    write(told)
    return told


def test_the_right_one_is_taken_over(agreement):
    told = taken(written(right()), agreement)

    assert told.counts == {
        "ménages": 3, "pré-diagnostics": 1, "décisions de pré-CAL": 1, "arbitrages": 1, "passages en CAL": 1, "offres": 1,
        "baux": 1, "logements": 1, "mesures": 3, "suspensions": 1, "visites et contacts": 3, "sollicitations": 1,
        "sorties": 1, "séances": 2, "lignes de financement": 3,
    }  # fmt: skip
    assert sorted(Case.objects.values_list("track", "state")) == [
        ("access", "closed"), ("access", "follow_up"), ("retention", "closed"),
    ]  # fmt: skip


# --- the file as a whole ---------------------------------------------------------------------------

OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def an_archive(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", opening.EMPTY),
        (b"menage;date\nA1;2025-01-02\n", opening.NOT_A_WORKBOOK),
        (b"%PDF-1.7", opening.NOT_A_WORKBOOK),
        (OLD_FORMAT, opening.LOCKED),
        (b"PK\x03\x04" + b"\0" * 100, opening.BROKEN),
        (an_archive(readme=b"hello"), opening.NOT_A_WORKBOOK),
        (written(right())[:-400], opening.BROKEN),
        (with_part(written(right()), "xl/vbaProject.bin", b"\0"), opening.MACRO),
        (with_part(written(right()), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), opening.BROKEN),
        (with_part(written(right()), "xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "a">]><workbook/>'), opening.BROKEN),
        (b"PK" + b"\0" * opening.LARGEST, opening.TOO_LARGE),
    ],
    ids=["empty", "csv", "pdf", "locked or old", "not zip", "zip", "cut", "macro", "broken sheet", "entities", "large"],
)
def test_what_is_not_a_sound_workbook_is_said(agreement, content, told):
    assert refused(content, agreement) == [told]


def test_a_small_file_that_grows_is_stopped_before_it_is_opened(agreement, monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_UNZIPPED", 2 * opening.MEBIBYTE)
    bomb = with_part(written(right()), "xl/media/image1.png", b"\0" * 3 * opening.MEBIBYTE)

    assert len(bomb) < 100_000
    assert refused(bomb, agreement) == [opening.BOMB]


def test_more_rows_than_a_take_over_accepts_are_refused(agreement, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 50)
    told = right()
    told["visites"] += [["A1", "2025-05-21", "appel", "realisee", 5, ""]] * 60

    assert refused(written(told), agreement) == [
        "La feuille « visites » dépasse ce qu'une reprise accepte (50 lignes par feuille, 300000 en tout) : reprenez le "
        "suivi convention par convention."
    ]


def test_a_row_far_below_does_not_cost_a_million_lines(agreement):
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row r="999999999"/></sheetData></worksheet>'
    )

    told = refused(with_part(written(right()), "xl/worksheets/sheet1.xml", sheet), agreement)

    assert told == ["La feuille « menages » annonce plus de lignes qu'un tableur n'en a : refaites-la."]


# --- sheets and columns ----------------------------------------------------------------------------


def test_unknown_sheets_and_columns_are_told_with_what_was_expected(agreement):
    told = right(brouillon=[["x"]], prediagnostics=[["menage", "date", "avis"], ["A1", "2025-01-06", "favorable"]])
    problems = refused(written(told), agreement)

    assert [one.split(" : ")[0] for one in problems] == [
        "Feuille « brouillon »",
        "Feuille « prediagnostics », ligne 1, colonne « avis »",
        "Feuille « prediagnostics », ligne 1, colonne « conclusion »",
        "Feuille « prediagnostics », ligne 2, colonne « C »",
    ]
    assert "Feuilles attendues : menages, orientations," in problems[0]
    assert "Colonnes attendues : menage, date, conclusion." in problems[1]


def test_a_column_twice_a_hidden_sheet_and_merged_cells_are_refused(agreement):
    told = right(offres=[["menage", "notifiee_le", "reponse", "reponse"], ["A1", "2025-04-18", "acceptee", "refusee"]])
    made = book(told)
    made["sorties"].sheet_state = "hidden"
    made["visites"].merge_cells("A2:A3")
    problems = refused(saved(made), agreement)

    assert (
        "Feuille « offres », ligne 1, colonne « reponse » : cette colonne est là deux fois : gardez-en une." in problems
    )
    assert "Feuille « sorties » : cette feuille est masquée : affichez-la pour la relire, ou supprimez-la." in problems
    assert any(one.startswith("Feuille « visites » : des cellules sont fusionnées (A2:A3)") for one in problems)


def test_a_missing_required_sheet_is_said(agreement):
    assert "Feuille « orientations » : cette feuille est obligatoire. Repartez du modèle." in refused(
        written(right(orientations=None)), agreement
    )


def test_a_workbook_without_a_household_says_so(agreement):
    told = {name: content[:1] for name, content in right().items()}

    assert refused(written(told), agreement) == [
        "Feuille « menages » : cette feuille n'a aucune ligne : remplissez au moins un ménage."
    ]


def test_capitals_accents_stars_and_unbreakable_spaces_are_forgiven(agreement):
    told = right()
    told["menages"][0] = [f" {name.upper()}* " for name in told["menages"][0]]
    told["menages"][1][1:3] = ["\u00a0Accès ", "Personne seule"]
    told["visites"].insert(2, ["", "", "", "", "", ""])
    told[" Offres "] = told.pop("offres")

    assert taken(written(told), agreement).counts["ménages"] == 3


# --- cells -----------------------------------------------------------------------------------------

CELLS = [
    ("visites", 2, "date", "32/05/2025", "« 32/05/2025 » : ce n'est pas une date"),
    ("visites", 2, "date", "2025-02-30", "« 2025-02-30 » : ce jour n'existe pas"),
    ("visites", 2, "date", 45784, "« 45784 » : ce n'est pas une date"),
    ("visites", 2, "date", True, "« VRAI » : ce n'est pas une date"),
    ("visites", 2, "date", date(1900, 1, 1), "« 1900-01-01 » : l'année 1900 est hors des bornes"),
    ("visites", 2, "date", date(2099, 1, 1), "« 2099-01-01 » : l'année 2099 est hors des bornes"),
    ("visites", 2, "date", "2026-02-01", "01/02/2026 est à venir"),
    ("visites", 2, "date", "=TODAY()", "la cellule contient une formule : collez sa valeur"),
    ("visites", 2, "date", "", "la cellule est vide"),
    ("visites", 2, "nature", "visite", "« visite » : ce code n'existe pas"),
    ("visites", 2, "nature", 3, "« 3 » : ce code n'existe pas"),
    ("visites", 2, "duree_minutes", "une heure", "« une heure » : ce n'est pas un nombre"),
    ("visites", 2, "duree_minutes", -5, "« -5 » : hors des bornes, ou pas entier"),
    ("visites", 2, "themes", "budget;sport", "« budget;sport » : ce code n'existe pas"),
    ("menages", 2, "nom", "=HYPERLINK(\"http://exemple\")", "la cellule contient une formule : collez sa valeur"),
    ("menages", 2, "nom", "x" * 81, f"« {'x' * 40}… » : 81 caractères"),
    ("menages", 2, "date_naissance", "2027-01-01", "01/01/2027 est à venir"),
    ("menages", 2, "enfants_a_charge", 2.5, "« 2.5 » : hors des bornes, ou pas entier"),
    ("cal", 2, "effet", 1, "« 1 » : ce n'est ni oui ni non"),
    ("sollicitations", 2, "recue_a", "2025-06-02", "« 2025-06-02 » : ce n'est pas une date avec son heure"),
    ("sollicitations", 2, "recue_a", "2025-06-02 25:00", "« 2025-06-02 25:00 » : ce jour ou cette heure n'existe pas"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "column", "value", "told"), CELLS)
def test_a_wrong_cell_is_told_with_its_place_and_what_was_expected(agreement, sheet, row, column, value, told):
    problems = refused(written(with_cell(sheet, row, column, value)), agreement)

    assert problems[0].startswith(f"Feuille « {sheet} », ligne {row}, colonne « {column} » : {told} (attendu : ")


def test_a_long_number_kept_as_a_number_is_refused(agreement):
    told = right()
    told["menages"][0].append("numero_unique")
    told["menages"][1].append(590125000010000000)

    assert refused(written(told), agreement) == [
        "Feuille « menages », ligne 2, colonne « numero_unique » : « 590125000010000000 » : le tableur a gardé un nombre, dont "
        "les derniers chiffres sont perdus (attendu : un texte de 18 caractères au plus (cellule au format Texte))."
    ]


def test_a_date_of_the_spreadsheet_and_iso_text_are_the_same(agreement):
    told = taken(written(with_cell("visites", 2, "date", datetime(2025, 5, 7))), agreement)

    assert told.counts["visites et contacts"] == 3


def test_all_the_errors_are_told_at_once_in_the_order_of_the_file(agreement):
    told = right()
    told["menages"][1][1] = "autre volet"
    told["orientations"][1][1] = "hier"
    told["visites"][1][3] = "faite"
    told["financements"][1][2] = 41

    assert [one.split(" : ")[0] for one in refused(written(told), agreement)] == [
        "Feuille « menages », ligne 2, colonne « volet »",
        "Feuille « orientations », ligne 2, colonne « date »",
        "Feuille « visites », ligne 2, colonne « statut »",
        "Feuille « financements », ligne 4, colonne « part »",
    ]


# --- rows: duplicates, order of dates, invariants -----------------------------------------------------

ROWS = [
    ("menages", {"code": "a1", "volet": "acces", "composition": "couple"}, "cette ligne répète la ligne 2"),
    ("orientations", {"menage": "A1", "date": "2025-03-01"}, "cette ligne répète la ligne 2"),
    ("visites", {"menage": "A9", "date": "2025-06-01", "nature": "appel", "statut": "realisee"},
     "« A9 » n'est pas dans la feuille « menages »"),
    ("visites", {"menage": "A1", "date": "2025-01-01", "nature": "appel", "statut": "realisee"},
     "01/01/2025 précède l'orientation (02/01/2025)"),
    ("visites", {"menage": "A1", "date": "2025-08-06", "nature": "visite_domicile", "statut": "realisee"},
     "l'accompagnement est suspendu le 06/08/2025"),
    ("visites", {"menage": "M1", "date": "2025-11-05", "nature": "visite_domicile", "statut": "realisee"},
     "aucune mesure n'est en cours le 05/11/2025"),
    ("visites", {"menage": "A1", "date": "2025-06-01", "nature": "appel", "statut": "porte_close"},
     "« porte_close » concerne une visite ou un rendez-vous"),
    ("prediagnostics", {"menage": "M1", "date": "2025-02-01", "conclusion": "favorable"}, "« M1 » n'est pas de ce volet"),
    ("prediagnostics", {"menage": "A2", "date": "2025-01-05", "conclusion": "favorable"},
     "05/01/2025 précède l'orientation (06/01/2025)"),
    ("pre_cal", {"menage": "A1", "date": "2025-01-21", "decision": "non_retenu"},
     "la décision du 07/01/2025 était définitive"),
    ("mesures", {"menage": "A1", "nature": "suivi", "debut": "2025-09-01"}, "une mesure est déjà en cours depuis le 05/05/2025"),
    ("mesures", {"menage": "A2", "nature": "suivi", "debut": "2025-02-01"}, None),
    ("suspensions", {"menage": "A1", "debut": "2025-02-01", "fin": "2025-02-10"}, "aucun suivi n'est en cours le 01/02/2025"),
    ("suspensions", {"menage": "A1", "debut": "2025-08-10", "fin": "2025-08-30"},
     "une suspension est déjà en cours depuis le 01/08/2025"),
    ("cal", {"menage": "A1", "date": "2025-04-24", "decision": "b"}, "la décision b porte un rang"),
    ("cal", {"menage": "A1", "date": "2025-04-24", "decision": "d", "rang": 2}, "seule la décision b porte un rang"),
    ("cal", {"menage": "A1", "date": "2025-03-24", "decision": "d"}, "24/03/2025 précède la fin de la préparation (13/04/2025)"),
    ("cal", {"menage": "A1", "date": "2025-04-24", "decision": "d", "logement": "BD-9"},
     "« BD-9 » n'est pas dans la feuille « logements »"),
    ("offres", {"menage": "A1", "notifiee_le": "2025-04-25"}, "aucun passage en CAL suivi d'effet ne la précède"),
    ("baux", {"menage": "A1", "statut": "bail_direct", "entree_le": "2025-09-01"},
     "le ménage habite déjà un logement depuis le 05/05/2025"),
    ("baux", {"menage": "M1", "logement": "BD-1", "statut": "bail_direct", "entree_le": "2025-09-01"},
     "« A1 » y habite déjà (ligne 2)"),
    ("sorties", {"menage": "A1", "date": "2025-04-30", "motif": "abandon_logement"},
     "30/04/2025 précède l'entrée dans le logement (05/05/2025)"),
    ("sorties", {"menage": "A2", "date": "2025-03-01", "motif": "perdu_de_vue"}, "aucune mesure n'a commencé avant"),
    ("sorties", {"menage": "M1", "date": "2025-12-01", "motif": "perdu_de_vue"}, "le ménage est déjà sorti le 31/10/2025"),
    ("sollicitations", {"menage": "A1", "recue_a": "2025-07-01 10:00", "intervention_a": "2025-07-01 09:00"},
     "l'intervention précède la demande"),
    ("seances", {"type": "pre_cal", "date": "2026-03-03", "etat": "tenue"}, "03/03/2026 est à venir"),
    ("financements", {"annee": 2026, "financeur": "État Démo", "part": 60, "montant": 10},
     "les parts de 2026 totalisent 60.00 %"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "values", "told"), ROWS)
def test_a_row_that_breaks_a_rule_is_told(agreement, sheet, values, told):
    problems = refused(written(with_row(sheet, **values)), agreement)

    number = len(right()[sheet]) + 1
    mine = [one for one in problems if one.startswith(f"Feuille « {sheet} », ligne {number}, ")]
    if told is None:  # told on another sheet: a household closed before any measure has one
        assert any("ce ménage a eu une mesure" in one for one in problems)
        return
    assert [one for one in mine if (told in one and "(attendu : " in one) or "gardez-en une" in one], problems


def test_amounts_must_be_those_of_the_shares(agreement):
    problems = refused(written(with_cell("financements", 2, "montant", 57000)), agreement)

    assert any("40.00 % de 143400 € font 57360 €" in one for one in problems)


def test_a_household_without_its_referral_is_told(agreement):
    told = right()
    del told["orientations"][2]

    assert "« A2 » n'a pas de ligne dans « orientations »" in refused(written(told), agreement)[0]


def test_the_last_row_wrong_writes_nothing(agreement):
    told = right()
    told["visites"] += [["A1", "2025-06-04", "appel", "realisee", 5, ""]] * 200 + [
        ["A1", "jamais", "appel", "realisee", 5, ""]
    ]

    assert [one.split(" : ")[0] for one in refused(written(told), agreement)] == [
        "Feuille « visites », ligne 205, colonne « date »"
    ]


def test_an_agreement_that_already_holds_a_case_is_not_mixed(cast, agreement):
    taken(written(right()), agreement)

    with pytest.raises(Refused, match="contient déjà 3 dossiers"):
        prepare(written(right()), agreement, by=None, at=AT, today=TODAY)


def test_what_the_database_alone_refuses_writes_nothing(agreement, monkeypatch):
    """Should a check be missing, the constraint still holds, and the transaction is undone."""
    told = prepare(written(right()), agreement, by=None, at=AT, today=TODAY)
    told.batch.made[Household][1].dependants = -1

    with pytest.raises(Refused, match="Rien n'a été repris"):
        write(told)

    assert (Household.objects.count(), FundingLine.objects.count()) == (0, 0)
