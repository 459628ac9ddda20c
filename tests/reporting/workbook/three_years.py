"""A workbook of three years, made from the totals of sheet 07 §7.5: which household broke, stayed, left, and why.

`python -m tests.reporting.workbook.three_years FICHIER.xlsx` writes it, to be looked at or taken over by hand.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from tests.reporting.workbook.files import Sheets, written

YEARS = (2023, 2024, 2025)
STARTED, BROKEN, RUNNING = (16, 16, 16), (1, 2, 2), (1, 0, 0)
"""Preparations of each year: started, broken, still running at its end."""
LOST = {
    # (year of the move-in, which one of the year): why
    (2023, 0): "abandon_logement", (2023, 1): "conge_sans_relogement",
    (2024, 0): "expulsion", (2024, 1): "bail_perdu_detention",
    (2025, 0): "abandon_logement", (2025, 1): "conge_sans_relogement",
}  # fmt: skip
REHOUSED = {(2023, 2): "mutation", (2023, 3): "mutation", (2024, 2): "autre_logement"}
KEPT = {"retention": {(2023, 0): "expulsion", (2024, 0): "perdu_de_vue"}}
RETENTION_STARTED = (4, 4, 3)
FUNDERS = {"État Démo": (40, 57_600), "Bailleur Démo": (30, 43_200), "Métropole Démo": (30, 43_200)}

HEADINGS: Sheets = {
    "menages": [["code", "volet", "composition"]],
    "orientations": [["menage", "date", "prescripteur_type", "motifs"]],
    "prediagnostics": [["menage", "date", "conclusion"]],
    "pre_cal": [["menage", "date", "decision"]],
    "arbitrages": [["menage", "date", "decision"]],
    "mesures": [["menage", "nature", "debut", "fin", "motif_fin"]],
    "suspensions": [["menage", "debut", "fin"]],
    "cal": [["menage", "date", "decision", "effet"]],
    "offres": [["menage", "notifiee_le", "reponse", "repondue_le"]],
    "baux": [["menage", "statut", "signe_le", "entree_le", "fin", "motif_fin"]],
    "sorties": [["menage", "date", "motif", "destination"]],
    "seances": [["type", "date", "etat"]],
    "financements": [["annee", "financeur", "part", "montant", "depense"]],
}


def days(count: int) -> timedelta:
    return timedelta(days=count)


class Story:
    """The workbook as it is being told."""

    def __init__(self, recoded: dict[str, str]) -> None:
        self.sheets = {name: [list(row) for row in rows] for name, rows in HEADINGS.items()}
        self.recoded = recoded
        self.moved: dict[int, int] = dict.fromkeys(YEARS, 0)

    def add(self, sheet: str, *values: object) -> None:
        self.sheets[sheet].append([one.isoformat() if isinstance(one, date) else one for one in values])

    # --- access -----------------------------------------------------------------------------------

    def prepare(self, code: str, start: date, *, breaks: bool) -> None:
        """Referred, retained, prepared; then broken, or housed when the preparation is over by the end."""
        self.add("menages", code, "acces", "personne_seule")
        self.add("orientations", code, start - days(20), "siao", "")
        self.add("prediagnostics", code, start - days(14), "favorable")
        self.add("pre_cal", code, start - days(7), "retenu")
        end = start + relativedelta(months=3)
        if breaks:
            self.add("mesures", code, "preparation", start, start + days(30), "rupture")
            self.add("sorties", code, start + days(30), "rupture_preparation", "")
            return
        self.add("mesures", code, "preparation", start, end, "achevee")
        self.house(code, end)

    def house(self, code: str, ready: date) -> None:
        cal, keys = ready + days(3), ready + days(21)
        self.add("cal", code, cal, "a", "oui")
        self.add("offres", code, cal + days(1), "acceptee", cal + days(4))
        place = keys.year, self.moved[keys.year]
        self.moved[keys.year] += 1
        reason = LOST.get(place) or REHOUSED.get(place)
        left = keys + days(25) if reason else ""
        self.add("baux", code, "bail_direct", keys - days(3), keys, left, reason or "")
        self.add("mesures", code, "suivi", keys, left, "sortie" if reason else "")
        if reason:
            self.add("sorties", code, left, reason, "Inconnue")

    # --- retention --------------------------------------------------------------------------------

    def keep(self, code: str, start: date, reason: str) -> None:
        self.add("menages", code, "maintien", "personne_seule")
        self.add("orientations", code, start - days(25), "", "impayes")
        self.add("arbitrages", code, start - days(12), "retenu")
        left = start + days(150) if reason else ""
        self.add("mesures", code, "suivi", start, left, "sortie" if reason else "")
        if reason:
            self.add("sorties", code, left, self.recoded.get(reason, reason), "Inconnue")


def three_years(recoded: dict[str, str] | None = None) -> Sheets:
    """The sheets. `recoded`: another reason for a retention exit (the variant of the sheet)."""
    story = Story(recoded or {})
    for year, started, broken, running in zip(YEARS, STARTED, BROKEN, RUNNING, strict=True):
        for number in range(started):
            late = number >= started - running
            start = date(year, 11, 20) if late else date(year, 1, 9) + days(14 * number)
            story.prepare(f"A{year}-{number + 1}", start, breaks=number < broken)
    for year, started in zip(YEARS, RETENTION_STARTED, strict=True):
        for number in range(started):
            reason = KEPT["retention"].get((year, number), "")
            story.keep(f"M{year}-{number + 1}", date(year, 2, 3) + days(30 * number), reason)
    for year in YEARS:
        for funder, (share, amount) in FUNDERS.items():
            story.add("financements", year, funder, share, amount, round(amount * 0.96))
    return story.sheets


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(written(three_years()))
