"""The columns of a landlord's list of dwellings: their usual headings, and how each cell is read. Pure."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from allocations.grid_changes import plain
from allocations.models import Dwelling
from lodabord.kernel import tables

FORMULA = ("=", "+", "-", "@")
MOST_RENT, LARGEST, HIGHEST, DEEPEST = 5_000, 500, 60, -3
YEARS = range(2000, 2100)


def words(longest: int) -> Callable[[Any], str]:
    """A text cell: short, and never a formula."""

    def read(value: Any) -> str:
        told = " ".join(tables.text(value).split())
        if not told.isprintable():
            raise ValueError("des caractères illisibles : retapez le texte")
        if told.startswith(FORMULA):
            raise ValueError(f"« {told[:20]} » ressemble à une formule : écrivez le texte seul")
        if len(told) > longest:
            raise ValueError(f"{len(told)} caractères, {longest} au plus")
        return told

    return read


def amount(value: Any) -> Decimal:
    told = tables.number(value).quantize(Decimal("0.01"))
    if not 0 <= told <= MOST_RENT:
        raise ValueError(f"« {tables.text(value)} » : un montant mensuel, entre 0 et {MOST_RENT} €")
    return told


def whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        told = tables.number(value)
        if told != told.to_integral_value() or not least <= told <= most:
            raise ValueError(f"« {tables.text(value)} » : un nombre entier entre {least} et {most}")
        return int(told)

    return read


def floor(value: Any) -> int:
    """« RDC » is zero."""
    if plain(tables.text(value)) in ("rdc", "rez de chaussee"):
        return 0
    return whole(DEEPEST, HIGHEST)(value)


def typology(value: Any) -> str:
    """« T3 », « F3 », « 3 », « T1 bis », « studio »."""
    told = plain(tables.text(value)).replace(" ", "").removesuffix("bis")
    if told in ("studio", "chambre"):
        return "T1"
    number = told.removeprefix("type").removeprefix("t").removeprefix("f")
    if number not in ("1", "2", "3", "4", "5", "6"):
        raise ValueError(f"« {tables.text(value)} » n'est pas une typologie (attendu : T1 à T6)")
    return f"T{number}"


def among(choices: Any, what: str, **also: str) -> Callable[[Any], str]:
    """One of a closed list, by its code, its label or another usual wording."""
    known = {plain(word): code for code, label in choices for word in (str(code), str(label))} | also

    def read(value: Any) -> str:
        told = known.get(plain(tables.text(value)))
        if told is None:
            raise ValueError(f"« {tables.text(value)} » : {what} parmi {', '.join(str(label) for _, label in choices)}")
        return told

    return read


def day(value: Any) -> date:
    told = tables.day(value)
    if told.year not in YEARS:
        raise ValueError(f"« {tables.text(value)} » : vérifiez l'année")
    return told


COLUMNS = [
    tables.Column("reference", ("Référence", "Réf.", "Référence logement", "Réf. logement"), words(40)),
    tables.Column("commune", ("Commune", "Ville"), words(80)),
    tables.Column("typology", ("Typologie", "Type", "Type de logement"), typology),
    tables.Column("sector", ("Quartier", "Secteur", "Quartier ou secteur"), words(80), required=False),
    tables.Column("address", ("Adresse",), words(200), required=False),
    tables.Column("agency", ("Agence",), words(120), required=False),
    tables.Column("surface", ("Surface", "Surface (m²)", "Surface m2"), whole(5, LARGEST), required=False),
    tables.Column(
        "financing", ("Financement",),
        among(Dwelling.Financing.choices, "un financement", plaia="PLAIA"), required=False,
    ),
    tables.Column("rent", ("Loyer", "Loyer (€)", "Loyer hors charges"), amount, required=False),
    tables.Column("charges", ("Charges", "Charges (€)", "Provision pour charges"), amount, required=False),
    tables.Column("floor", ("Étage",), floor, required=False),
    tables.Column("has_lift", ("Ascenseur",), tables.yes_or_no, required=False),
    tables.Column("accessible", ("Accessible", "Accessible PMR"), tables.yes_or_no, required=False),
    tables.Column(
        "energy_class", ("Classe énergie", "DPE"), among([(one, one) for one in "ABCDEFG"], "une classe"), required=False
    ),
    tables.Column("available_on", ("Libre le", "Disponible le", "Date de disponibilité"), day, required=False),
]  # fmt: skip
LABELS = {column.name: column.headings[0] for column in COLUMNS}
EXAMPLE = {
    "reference": "BD-1234", "commune": "Démoville", "typology": "T2", "sector": "Centre", "address": "12 rue des Essais",
    "agency": "", "surface": "46", "financing": "PLAI", "rent": "312,50", "charges": "65", "floor": "2",
    "has_lift": "oui", "accessible": "non", "energy_class": "D", "available_on": "05/01/2026",
}  # fmt: skip
