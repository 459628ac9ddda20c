"""What must never be false between rows of different households: dwellings, money, the agreement itself."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from households.models import Case
from lodabord.partners.models import Agreement
from reporting.workbook.problems import Problem
from reporting.workbook.rows import Content, Row

HUNDRED = Decimal(100)
ROUNDING = Decimal("0.0001")
"""Of a budget: what a share told to the hundredth of a percent leaves in doubt."""
STILL = date.max


def check_agreement(agreement: Agreement) -> list[Problem]:
    """A workbook is taken over at the start: an agreement that already holds cases is not mixed with it."""
    cases = Case.objects.filter(agreement=agreement).count()
    if not cases:
        return []
    told = f"La convention {agreement.code} contient déjà {cases} dossier{'s' if cases > 1 else ''} : un classeur se reprend "
    told += "dans une convention sans dossier. Pour un seul ménage, utilisez « Reprendre un dossier en cours »."
    return [Problem("", 0, "", told)]


def check_common(content: Content, today: date) -> list[Problem]:
    """Everything that no single household could tell."""
    return [*_dwellings(content), *_meetings(content, today), *_funding(content)]


def _dwellings(content: Content) -> Iterator[Problem]:
    """A reference is of the sheet « logements », when there is one; one household at a time lives there."""
    known = {str(row["reference"]).casefold() for row in content.of("logements") if row["reference"]}
    if content.carries("logements") and content.of("logements"):
        for row in [*content.of("cal"), *content.of("baux")]:
            if row["logement"] and row["logement"].casefold() not in known:
                told = (
                    f"« {row['logement']} » n'est pas dans la feuille « logements » (attendu : une de ses références)."
                )
                yield row.problem("logement", told)
    stays: dict[str, list[Row]] = defaultdict(list)
    for row in content.of("baux"):
        if row["logement"] and row["entree_le"]:
            stays[row["logement"].casefold()].append(row)
    for rows in stays.values():
        for before, later in pairwise(sorted(rows, key=lambda row: row["entree_le"])):
            if (before["fin"] or STILL) > later["entree_le"] and before["menage"] != later["menage"]:
                told = f"« {before['menage']} » y habite déjà (ligne {before.number}) (attendu : un ménage à la fois)."
                yield later.problem("logement", told)


def _meetings(content: Content, today: date) -> Iterator[Problem]:
    for row in content.of("seances"):
        if row["date"] and row["etat"] in ("held", "moved") and row["date"] > today:
            told = f"{row['date']:%d/%m/%Y} est à venir (attendu : prevue, ou une date passée)."
            yield row.problem("etat", told)
    cancelled = {row["date"] for row in content.of("seances") if row["type"] == "precal" and row["etat"] == "cancelled"}
    for row in content.of("pre_cal"):
        if row["date"] in cancelled:
            told = "la feuille « seances » dit cette séance annulée (attendu : la date d'une séance tenue)."
            yield row.problem("date", told)


def _funding(content: Content) -> Iterator[Problem]:
    years: dict[int, list[Row]] = defaultdict(list)
    for row in content.of("financements"):
        if row["annee"]:
            years[row["annee"]].append(row)
    for year, rows in years.items():
        if any(row["part"] is None or row["montant"] is None for row in rows):
            continue
        shares, budget = sum(row["part"] for row in rows), sum(row["montant"] for row in rows)
        if shares != HUNDRED:
            told = f"les parts de {year} totalisent {shares:f} % (attendu : exactement 100 %)."
            yield rows[-1].problem("part", told)
            continue
        for row in rows:
            due = budget * row["part"] / HUNDRED
            if abs(row["montant"] - due) > 1 + budget * ROUNDING:
                told = f"{row['part']:f} % de {budget} € font {due:.0f} € (attendu : ce montant, à l'euro)."
                yield row.problem("montant", told)
        for row in rows:
            if row["part"] == 0:
                yield row.problem("part", "une part est positive (attendu : plus de 0 %).")
