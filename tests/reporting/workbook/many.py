"""A follow-up of many households, to measure a take-over: each with its year of visits and requests.

`python -m tests.reporting.workbook.many 5000 FICHIER.xlsx` writes it.
"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.reporting.workbook.files import Sheets, written
from tests.reporting.workbook.three_years import HEADINGS

FIRST = date(2023, 2, 6)


def many(households: int, contacts: int = 10) -> Sheets:
    """Everyone referred, prepared, housed and visited; half of them gone."""
    told = {name: [list(row) for row in rows] for name, rows in HEADINGS.items()}
    told["visites"] = [["menage", "date", "nature", "statut", "duree_minutes", "themes"]]
    told["sollicitations"] = [["menage", "recue_a", "intervention_a"]]
    for number in range(households):
        code, start = f"H{number}", FIRST + timedelta(days=number % 300)

        def day(after: int, start: date = start) -> str:
            return (start + timedelta(days=after)).isoformat()

        gone = number % 2 == 0
        told["menages"].append([code, "acces", "personne_seule"])
        told["orientations"].append([code, day(-20), "siao", ""])
        told["prediagnostics"].append([code, day(-14), "favorable"])
        told["pre_cal"].append([code, day(-7), "retenu"])
        told["mesures"] += [
            [code, "preparation", day(0), day(90), "achevee"],
            [code, "suivi", day(110), day(400) if gone else "", "sortie" if gone else ""],
        ]
        told["cal"].append([code, day(93), "a", "oui"])
        told["offres"].append([code, day(94), "acceptee", day(97)])
        told["baux"].append([code, "bail_direct", day(108), day(110), "", ""])
        told["visites"] += [
            [code, day(111 + 7 * week), "visite_domicile", "realisee", 45, "budget"] for week in range(contacts)
        ]
        called = datetime.fromisoformat(f"{day(120)} 10:00")
        told["sollicitations"].append([code, called, called + timedelta(hours=2)])
        if gone:
            told["sorties"].append([code, day(400), "objectif_atteint", ""])
    return told


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(written(many(int(sys.argv[1]))))
