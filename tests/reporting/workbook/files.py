"""Workbooks written for the tests: one that is right, and ways of spoiling it."""

import io
import zipfile
from copy import deepcopy
from typing import Any

import openpyxl

Sheets = dict[str, list[list[Any]]]

RIGHT: Sheets = {
    "menages": [
        ["code", "volet", "composition", "enfants_a_charge", "nom", "prenom", "date_naissance", "situation_a_l_entree"],
        ["A1", "acces", "personne_seule", 0, "Duvernay", "Alain", "1971-03-14", "rue"],
        ["A2", "acces", "parent_isole", 2, "Lantier", "Corinne", "1989-06-21", "chrs"],
        ["M1", "maintien", "personne_seule", 0, "Sonko", "Bakari", "1984-11-02", "locataire_hlm"],
    ],
    "orientations": [
        ["menage", "date", "prescripteur_type", "motifs", "classee_le", "motif_classement"],
        ["A1", "2025-01-02", "siao", "", "", ""],
        ["A2", "2025-01-06", "chrs", "", "2025-02-10", "injoignable"],
        ["M1", "2025-01-10", "", "impayes;troubles_voisinage", "", ""],
    ],
    "prediagnostics": [["menage", "date", "conclusion"], ["A1", "2025-01-06", "favorable"]],
    "pre_cal": [["menage", "date", "decision", "motif"], ["A1", "2025-01-07", "retenu", ""]],
    "arbitrages": [["menage", "date", "decision", "motif"], ["M1", "2025-01-20", "retenu", ""]],
    "mesures": [
        ["menage", "nature", "debut", "fin", "motif_fin", "intensite", "referent"],
        ["A1", "preparation", "2025-01-13", "2025-04-13", "achevee", "", "leila@demo.test"],
        ["A1", "suivi", "2025-05-05", "", "", "hebdomadaire", "leila@demo.test"],
        ["M1", "suivi", "2025-02-03", "2025-10-31", "", "quinzaine", ""],
    ],
    "suspensions": [["menage", "debut", "fin", "motif"], ["A1", "2025-08-01", "2025-08-20", "absence"]],
    "cal": [["menage", "date", "decision", "rang", "effet", "logement"], ["A1", "2025-04-17", "b", 1, "oui", "BD-1"]],
    "offres": [["menage", "notifiee_le", "reponse", "repondue_le"], ["A1", "2025-04-18", "acceptee", "2025-04-22"]],
    "logements": [
        ["reference", "commune", "typologie", "financement", "loyer", "charges"],
        ["BD-1", "Démoville", "T2", "PLAI", 312.5, 65],
    ],
    "baux": [
        ["menage", "logement", "statut", "signe_le", "entree_le", "fin", "motif_fin"],
        ["A1", "BD-1", "bail_direct", "2025-05-02", "2025-05-05", "", ""],
    ],
    "visites": [
        ["menage", "date", "nature", "statut", "duree_minutes", "themes"],
        ["A1", "2025-05-07", "visite_domicile", "realisee", 45, "budget;logement"],
        ["A1", "2025-05-14", "visite_domicile", "porte_close", "", ""],
        ["M1", "2025-02-05", "appel", "realisee", 10, ""],
    ],
    "sollicitations": [
        ["menage", "recue_a", "intervention_a", "canal", "hors_objectif"],
        ["A1", "2025-06-02 09:00", "2025-06-02 11:00", "appel", "non"],
    ],
    "sorties": [["menage", "date", "motif", "destination"], ["M1", "2025-10-31", "objectif_atteint", ""]],
    "seances": [["type", "date", "etat"], ["pre_cal", "2025-01-07", "tenue"], ["copil", "2025-04-10", "tenue"]],
    "financements": [
        ["annee", "financeur", "part", "montant", "depense"],
        [2025, "État Démo", 40, 57600, 55296],
        [2025, "Bailleur Démo", 30, 43200, 41472],
        [2025, "Métropole Démo", 30, 43200, ""],
    ],
}  # fmt: skip


def right(**changed: Any) -> Sheets:
    """A copy of the right one; `visites=[…]` replaces a sheet, `visites=None` takes it away."""
    told = deepcopy(RIGHT) | changed
    return {name: rows for name, rows in told.items() if rows is not None}


def with_cell(sheet: str, row: int, column: str, value: Any) -> Sheets:
    """The right one but for one cell; `row` as in the spreadsheet, where the first is the headings."""
    told = right()
    rows = told[sheet]
    rows[row - 1][rows[0].index(column)] = value
    return told


def with_row(sheet: str, **values: Any) -> Sheets:
    """The right one and one more row."""
    told = right()
    told[sheet].append([values.get(name, "") for name in told[sheet][0]])
    return told


def book(sheets: Sheets) -> Any:
    """An openpyxl workbook of these rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append([None if value == "" else value for value in row])
    return made


def saved(made: Any) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def written(sheets: Sheets) -> bytes:
    return saved(book(sheets))


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same file with one more part in its archive, or that one replaced."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename != name:
                new.writestr(one, old.read(one.filename))
        new.writestr(name, part)
    return kept.getvalue()
